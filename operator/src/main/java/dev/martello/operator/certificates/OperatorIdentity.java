package dev.martello.operator.certificates;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * Who the operator is towards its pods: a client certificate of its own CA, made in memory, renewed
 * in time, never stored.
 */
public final class OperatorIdentity {
  private final Supplier<Authorities> authority;
  private final InstantSource clock;
  private @Nullable Current current;

  private record Current(
      IssuedCertificate certificate, List<String> roots, SSLContext trustingOnlyOurs) {}

  public OperatorIdentity(Supplier<Authorities> authority, InstantSource clock) {
    this.authority = authority;
    this.clock = clock;
  }

  /** TLS that shows our client certificate and believes only servers that our CA issued to. */
  public synchronized SSLContext tls() {
    Current known = current;
    Authorities authorities = authority.get();
    if (known == null
        || !known.roots().equals(authorities.sha256s())
        || CertificateAuthority.renewalDue(known.certificate().notAfter(), clock.instant())) {
      IssuedCertificate issued = authorities.signing().issueClient(clock.instant());
      known = new Current(issued, authorities.sha256s(), context(issued, authorities));
      current = known;
    }
    return known.trustingOnlyOurs();
  }

  private static SSLContext context(IssuedCertificate own, Authorities authorities) {
    try {
      TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
      KeyStore anchors = emptyStore();
      for (CertificateAuthority root : authorities.trusted()) {
        anchors.setCertificateEntry(root.sha256(), root.certificate());
      }
      trust.init(anchors);
      return context(own, trust.getTrustManagers());
    } catch (GeneralSecurityException | IOException unreachable) {
      throw new IllegalStateException(unreachable);
    }
  }

  private static SSLContext context(IssuedCertificate own, TrustManager[] trust)
      throws GeneralSecurityException, IOException {
    char[] inMemory = new char[0];
    KeyStore keys = emptyStore();
    keys.setKeyEntry("own", own.key(), inMemory, new Certificate[] {own.certificate()});
    KeyManagerFactory keyManagers = KeyManagerFactory.getInstance("PKIX");
    keyManagers.init(keys, inMemory);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keyManagers.getKeyManagers(), trust, null);
    return context;
  }

  private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }
}
