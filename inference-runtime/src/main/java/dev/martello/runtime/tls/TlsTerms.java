package dev.martello.runtime.tls;

import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLException;

/**
 * On which terms a port talks TLS: 1.3 only, the JDK's, with which client certificates; and HTTP/2
 * or HTTP/1.1 within it, as the client prefers by ALPN.
 */
public final class TlsTerms {
  private TlsTerms() {}

  /** No client certificate is asked for. */
  public static SslContext withoutClients(ServingCertificate certificate) throws TlsUnusable {
    return build(server(certificate));
  }

  /**
   * A client certificate is demanded (or only asked for) and must chain to a certificate of {@code
   * authority}; else the handshake fails. So it does for a certificate whose extended key usages
   * leave out clientAuth, such as a serving certificate.
   */
  public static SslContext withClients(
      ServingCertificate certificate, Path authority, boolean demanded) throws TlsUnusable {
    List<X509Certificate> anchors = PemFiles.certificates(authority);
    return build(
        server(certificate)
            .trustManager(anchors)
            .clientAuth(demanded ? ClientAuth.REQUIRE : ClientAuth.OPTIONAL));
  }

  private static SslContextBuilder server(ServingCertificate certificate) {
    return SslContextBuilder.forServer(certificate.key(), certificate.chain())
        .sslProvider(SslProvider.JDK)
        .protocols("TLSv1.3")
        .applicationProtocolConfig(
            new ApplicationProtocolConfig(
                ApplicationProtocolConfig.Protocol.ALPN,
                ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
                ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
                ApplicationProtocolNames.HTTP_2,
                ApplicationProtocolNames.HTTP_1_1));
  }

  private static SslContext build(SslContextBuilder builder) throws TlsUnusable {
    try {
      return builder.build();
    } catch (SSLException | IllegalArgumentException e) {
      throw new TlsUnusable("tls: certificate, key or CA can't be used: " + e.getMessage());
    }
  }
}
