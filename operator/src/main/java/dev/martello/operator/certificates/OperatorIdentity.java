package dev.martello.operator.certificates;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.InstantSource;
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
  private final CertificateAuthority authority;
  private final InstantSource clock;
  private @Nullable Current current;

  private record Current(IssuedCertificate certificate, SSLContext trustingOnlyOurs) {}

  public OperatorIdentity(CertificateAuthority authority, InstantSource clock) {
    this.authority = authority;
    this.clock = clock;
  }

  /** TLS that shows our client certificate and believes only servers that our CA issued to. */
  public synchronized SSLContext tls() {
    Current known = current;
    if (known == null
        || CertificateAuthority.renewalDue(known.certificate().notAfter(), clock.instant())) {
      IssuedCertificate issued = authority.issueClient(clock.instant());
      known = new Current(issued, context(issued, authority));
      current = known;
    }
    return known.trustingOnlyOurs();
  }

  private static SSLContext context(IssuedCertificate own, CertificateAuthority authority) {
    try {
      TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
      KeyStore anchors = emptyStore();
      anchors.setCertificateEntry("ca", authority.certificate());
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
