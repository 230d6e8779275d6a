package dev.martello.runtime.tls;

import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.IdentityCipherSuiteFilter;
import io.netty.handler.ssl.JdkSslContext;
import io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/**
 * On which terms a port talks TLS: 1.3 only, the JDK's, with which client certificates; and HTTP/2
 * or HTTP/1.1 within it, as the client prefers by ALPN. Not by Netty's SslContextBuilder: that
 * first tries out an RSA key of its own in a password-protected key store.
 */
public final class TlsTerms {
  private static final String PROTOCOL = "TLSv1.3";

  private TlsTerms() {}

  /** No client certificate is asked for. */
  public static SslContext withoutClients(ServingCertificate certificate) throws TlsUnusable {
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
  public static SslContext withClients(
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

  private static SslContext server(
      ServingCertificate certificate, TrustManager[] trust, ClientAuth clients)
      throws GeneralSecurityException {
    SSLContext context = SSLContext.getInstance(PROTOCOL);
    context.init(new KeyManager[] {new OneKey(certificate)}, trust, null);
    return new JdkSslContext(
        context,
        false,
        null,
        IdentityCipherSuiteFilter.INSTANCE,
        new ApplicationProtocolConfig(
            ApplicationProtocolConfig.Protocol.ALPN,
            ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
            ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
            ApplicationProtocolNames.HTTP_2,
            ApplicationProtocolNames.HTTP_1_1),
        clients,
        new String[] {PROTOCOL},
        false);
  }

  private static TlsUnusable unusable(Exception e) {
    return new TlsUnusable("tls: certificate, key or CA can't be used: " + e.getMessage());
  }
}
