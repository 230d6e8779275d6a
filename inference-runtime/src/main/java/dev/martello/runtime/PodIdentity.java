package dev.martello.runtime;

import dev.martello.runtime.evidence.MountedEvidence;
import dev.martello.runtime.mounted.FileDigest;
import dev.martello.runtime.mounted.MountedFiles;
import dev.martello.runtime.settings.RuntimeSettings;
import dev.martello.runtime.tls.AccessRule;
import dev.martello.runtime.tls.ServingCertificate;
import dev.martello.runtime.tls.TlsServer;
import dev.martello.runtime.tls.TlsTerms;
import dev.martello.runtime.tls.TlsUnusable;
import dev.martello.runtime.tokens.TokenVerifier;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * By what a pod is known and knows its callers: certificate, authorities, keys for tokens. Taken
 * anew whenever the kubelet renews the files; connections that are open then go on under what they
 * began with until their next answer.
 */
final class PodIdentity {
  private final PodLayout layout;
  private final RuntimeSettings settings;
  private final Optional<TokenKeysFile> tokenKeys;
  private volatile Tls tls;
  private volatile String tokenKeysSha256;

  /** Both ports' terms, and the files that they were made from. */
  private record Tls(
      ServingCertificate certificate,
      TlsServer inference,
      TlsServer management,
      String certificateSha256,
      String operatorAuthoritySha256,
      String clientAuthoritySha256) {}

  private PodIdentity(PodLayout layout, RuntimeSettings settings) throws TlsUnusable, StartRefused {
    this.layout = layout;
    this.settings = settings;
    this.tls = readTls();
    boolean tokens = !settings.access().serviceAccounts().isEmpty();
    this.tokenKeys = tokens ? Optional.of(TokenKeysFile.open(layout)) : Optional.empty();
    this.tokenKeysSha256 = FileDigest.of(layout.tokenKeys());
  }

  static PodIdentity read(PodLayout layout, RuntimeSettings settings, MountedFiles files)
      throws TlsUnusable, StartRefused {
    // Watched from before they are read: what changes in between is read twice, not missed.
    List<Path> tlsFiles =
        List.of(
            layout.certificate(),
            layout.certificateKey(),
            layout.operatorAuthority(),
            layout.clientAuthority());
    MountedFiles.Watched tls = files.state("TLS files", tlsFiles);
    MountedFiles.Watched keys =
        files.state("token keys", List.of(layout.tokenKeys(), layout.tokenIssuers()));
    PodIdentity identity = new PodIdentity(layout, settings);
    tls.onChange(() -> identity.tls = identity.readTls());
    keys.onChange(identity::reloadTokenKeys);
    return identity;
  }

  private Tls readTls() throws TlsUnusable {
    ServingCertificate certificate =
        ServingCertificate.read(layout.certificate(), layout.certificateKey());
    RuntimeSettings.Access access = settings.access();
    TlsServer inference =
        access.requireClientCertificate()
            ? TlsTerms.withClients(
                certificate, layout.clientAuthority(), access.serviceAccounts().isEmpty())
            : TlsTerms.withoutClients(certificate);
    return new Tls(
        certificate,
        inference,
        TlsTerms.withClients(certificate, layout.operatorAuthority(), false),
        FileDigest.of(layout.certificate()),
        FileDigest.of(layout.operatorAuthority()),
        access.requireClientCertificate() ? FileDigest.of(layout.clientAuthority()) : "");
  }

  private void reloadTokenKeys() throws StartRefused {
    if (tokenKeys.isPresent()) {
      tokenKeys.get().reload();
      tokenKeysSha256 = FileDigest.of(layout.tokenKeys());
    }
  }

  AccessRule access() {
    RuntimeSettings.Access access = settings.access();
    Optional<AccessRule.Tokens> tokens =
        tokenKeys.map(
            keys ->
                new AccessRule.Tokens(
                    Set.copyOf(access.serviceAccounts()),
                    new TokenVerifier(
                        TokenVerifier.audience(settings.namespace(), settings.deployment()),
                        keys::current,
                        InstantSource.system())));
    return new AccessRule(access.requireClientCertificate(), access.identities(), tokens);
  }

  TlsServer inference() {
    return tls.inference();
  }

  TlsServer management() {
    return tls.management();
  }

  ServingCertificate certificate() {
    return tls.certificate();
  }

  /** SHA-256 of the files that are in use now. */
  List<MountedEvidence.File> files() {
    Tls now = tls;
    List<MountedEvidence.File> files = new ArrayList<>();
    files.add(new MountedEvidence.File("certificate", now.certificateSha256()));
    files.add(new MountedEvidence.File("operatorAuthority", now.operatorAuthoritySha256()));
    files.add(new MountedEvidence.File("clientAuthority", now.clientAuthoritySha256()));
    files.add(new MountedEvidence.File("tokenKeys", tokenKeys.isPresent() ? tokenKeysSha256 : ""));
    return files.stream().filter(file -> !file.sha256().isEmpty()).toList();
  }
}
