package dev.martello.cli.signing;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.martello.cli.Refusal;
import dev.sigstore.KeylessVerificationException;
import dev.sigstore.KeylessVerifier;
import dev.sigstore.TrustedRootProvider;
import dev.sigstore.VerificationOptions;
import dev.sigstore.VerificationOptions.CertificateMatcher;
import dev.sigstore.bundle.Bundle;
import dev.sigstore.bundle.BundleParseException;
import dev.sigstore.strings.StringMatcher;
import dev.sigstore.trustroot.SigstoreConfigurationException;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;

/**
 * What sigstore-java says of a keyless bundle, without a network: the certificate is of a trusted
 * authority and in its log, the signature was logged while the certificate was valid, and the
 * certificate names this identity. The one class that knows sigstore-java.
 *
 * @param trustedRoot Sigstore's trusted_root.json
 * @param identity whole subject alternative name: a mail address or a workflow's URI
 * @param issuer whole URL of who vouched for the identity
 */
record KeylessSignature(Path trustedRoot, String identity, String issuer) {
  private static final JsonMapper JSON = new JsonMapper();

  /**
   * The certificate that signed, if all holds.
   *
   * @param where the bundle's name, for messages
   */
  X509Certificate verified(byte[] file, String where) throws Refusal, IOException {
    try {
      Bundle bundle = Bundle.from(new StringReader(new String(file, StandardCharsets.UTF_8)));
      KeylessVerifier.builder()
          .trustedRootProvider(TrustedRootProvider.from(trustedRoot))
          .build()
          .verify(subject(bundle, where), bundle, options());
      return (X509Certificate) bundle.getCertPath().getCertificates().getFirst();
    } catch (BundleParseException e) {
      throw new Refusal(where + ": is no Sigstore bundle: " + e.getMessage(), e);
    } catch (SigstoreConfigurationException | GeneralSecurityException e) {
      throw new Refusal(
          "%s: is no trusted root of Sigstore (%s): give a trusted_root.json"
              .formatted(trustedRoot, e.getMessage()),
          e);
    } catch (KeylessVerificationException e) {
      throw new Refusal(
          "%s: does not hold for '%s' by '%s' under %s: %s"
              .formatted(where, identity, issuer, trustedRoot, e.getMessage()),
          e);
    }
  }

  private VerificationOptions options() {
    return VerificationOptions.builder()
        .addCertificateMatchers(
            CertificateMatcher.fulcio()
                .subjectAlternativeName(StringMatcher.string(identity))
                .issuer(StringMatcher.string(issuer))
                .build())
        .build();
  }

  /** The signed root digest; that it is the digest of the files is checked after this. */
  private static byte[] subject(Bundle bundle, String where) throws Refusal, IOException {
    var envelope =
        bundle
            .getDsseEnvelope()
            .orElseThrow(
                () -> new Refusal(where + ": holds no DSSE envelope: have the model signed again"));
    var digest =
        JSON.readTree(envelope.getPayload()).path("subject").path(0).path("digest").path("sha256");
    try {
      return HexFormat.of().parseHex(digest.asText(""));
    } catch (IllegalArgumentException e) {
      throw new Refusal(where + ": its subject has no SHA-256: have the model signed again", e);
    }
  }
}
