package dev.martello.runtime.tls;

import io.netty.handler.ssl.ClientAuth;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/** On which terms a port talks TLS: with which certificate, and with which clients' ones. */
public final class TlsTerms {
  private TlsTerms() {}

  /** No client certificate is asked for. */
  public static TlsServer withoutClients(ServingCertificate certificate) throws TlsUnusable {
    try {
      return server(certificate, new TrustManager[0], ClientAuth.NONE);
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw unusable(e);
    }
  }

  /**
   * A client certificate is demanded (or only asked for) and must chain to a certificate of {@code
   * authority}; else the handshake fails. So it does for a certificate whose extended key usages
   * leave out clientAuth, such as a serving certificate.
   */
  public static TlsServer withClients(
      ServingCertificate certificate, Path authority, boolean demanded) throws TlsUnusable {
    try {
      KeyStore anchors = KeyStore.getInstance(KeyStore.getDefaultType());
      anchors.load(null, null);
      int number = 0;
      for (X509Certificate anchor : PemFiles.certificates(authority)) {
        anchors.setCertificateEntry("anchor" + number++, anchor);
      }
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(anchors);
      return server(
          certificate,
          trust.getTrustManagers(),
          demanded ? ClientAuth.REQUIRE : ClientAuth.OPTIONAL);
    } catch (GeneralSecurityException | IOException | IllegalArgumentException e) {
      throw unusable(e);
    }
  }

  private static TlsServer server(
      ServingCertificate certificate, TrustManager[] trust, ClientAuth clients)
      throws GeneralSecurityException {
    SSLContext context = SSLContext.getInstance(TlsServer.PROTOCOL);
    context.init(new KeyManager[] {new OneKey(certificate)}, trust, null);
    return new TlsServer(context, clients);
  }

  private static TlsUnusable unusable(Exception e) {
    return new TlsUnusable("tls: certificate, key or CA can't be used: " + e.getMessage());
  }
}
