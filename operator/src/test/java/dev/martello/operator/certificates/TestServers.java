package dev.martello.operator.certificates;

import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Instant;
import java.time.InstantSource;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** TLS contexts as pods have them. */
public final class TestServers {
  public static final String NAME = "model.demo.svc";

  private final CertificateAuthority authority = CertificateAuthority.make(Instant.now());

  public OperatorIdentity operator() {
    return new OperatorIdentity(authority, InstantSource.system());
  }

  /** As issued by the operator's CA for that deployment. */
  public SSLContext pod(String deployment) throws Exception {
    return context(authority.issueServing(deployment, "demo", Instant.now()));
  }

  /** For the right name, by another CA. */
  public SSLContext impostor() throws Exception {
    return context(
        CertificateAuthority.make(Instant.now()).issueServing("model", "demo", Instant.now()));
  }

  /** With the operator's own kind of certificate, which is no server's. */
  public SSLContext clientAsServer() throws Exception {
    return context(authority.issueClient(Instant.now()));
  }

  private SSLContext context(IssuedCertificate certificate) throws Exception {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    keys.load(null, null);
    keys.setKeyEntry(
        "pod", certificate.key(), new char[0], new Certificate[] {certificate.certificate()});
    // The simple one shows a certificate whatever it is good for, as a pod that cheats would.
    KeyManagerFactory keyManagers = KeyManagerFactory.getInstance("SunX509");
    keyManagers.init(keys, new char[0]);
    KeyStore anchors = KeyStore.getInstance("PKCS12");
    anchors.load(null, null);
    anchors.setCertificateEntry("ca", authority.certificate());
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(anchors);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keyManagers.getKeyManagers(), trust.getTrustManagers(), null);
    return context;
  }
}
