package dev.martello.operator.certificates;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.Signature;
import java.security.cert.Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** TLS contexts as pods have them. */
public final class TestServers {
  public static final String NAME = "model.demo.svc";

  private final CertificateAuthority authority = CertificateAuthority.make(Instant.now());

  private final Map<String, IssuedCertificate> issued = new HashMap<>();

  public OperatorIdentity operator() {
    return new OperatorIdentity(() -> Authorities.only(authority), InstantSource.system());
  }

  /** As issued by the operator's CA for that deployment. */
  public SSLContext pod(String deployment) throws Exception {
    return context(serving(deployment));
  }

  private synchronized IssuedCertificate serving(String deployment) {
    return issued.computeIfAbsent(
        deployment, name -> authority.issueServing(name, "demo", Instant.now()));
  }

  /** The document in an envelope, signed with the key of that deployment's certificate. */
  public String sealed(String deployment, String document) {
    try {
      byte[] payload = document.getBytes(StandardCharsets.UTF_8);
      String type = "application/vnd.martello.evidence.v1+json";
      Signature signer = Signature.getInstance("SHA256withECDSA");
      signer.initSign(serving(deployment).key());
      signer.update(
          "DSSEv1 %d %s %d "
              .formatted(type.length(), type, payload.length)
              .getBytes(StandardCharsets.UTF_8));
      signer.update(payload);
      return "{\"payload\":\"%s\",\"payloadType\":\"%s\",\"signatures\":[{\"keyid\":\"\",\"sig\":\"%s\"}]}"
          .formatted(
              Base64.getEncoder().encodeToString(payload),
              type,
              Base64.getEncoder().encodeToString(signer.sign()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
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
