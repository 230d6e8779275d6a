package dev.martello.runtime.tls;

import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslHandler;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;

/**
 * TLS 1.3 of the JDK, and within it HTTP/2 or HTTP/1.1 by ALPN (RFC 7301). Without Netty's
 * SslContext: its builder tries out an RSA key of its own in a password-protected key store, and
 * its class reads Java's whole store of public authorities.
 *
 * @param clients whether certificates are demanded of them
 */
public record TlsServer(SSLContext context, ClientAuth clients) {
  static final String PROTOCOL = "TLSv1.3";

  /** For one connection. */
  public SslHandler newHandler() {
    SSLEngine engine = context.createSSLEngine();
    engine.setUseClientMode(false);
    engine.setEnabledProtocols(new String[] {PROTOCOL});
    engine.setNeedClientAuth(clients == ClientAuth.REQUIRE);
    if (clients == ClientAuth.OPTIONAL) {
      engine.setWantClientAuth(true);
    }
    engine.setHandshakeApplicationProtocolSelector((current, offered) -> chosen(offered));
    return new SslHandler(engine);
  }

  /** Nothing if the client offers neither: HTTP/1.1 is spoken then. */
  private static String chosen(List<String> offered) {
    if (offered.contains(ApplicationProtocolNames.HTTP_2)) {
      return ApplicationProtocolNames.HTTP_2;
    }
    return offered.contains(ApplicationProtocolNames.HTTP_1_1)
        ? ApplicationProtocolNames.HTTP_1_1
        : "";
  }
}
