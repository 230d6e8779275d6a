package dev.martello.runtime.http;

import dev.martello.runtime.tls.Caller;
import io.netty.handler.ssl.SslHandler;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLPeerUnverifiedException;

/** Finds out who is at the other end, once the handshake is done. */
final class Callers {
  private Callers() {}

  static Caller of(SslHandler tls) {
    try {
      return tls.engine().getSession().getPeerCertificates()[0] instanceof X509Certificate leaf
          ? Caller.of(leaf)
          : Caller.ANONYMOUS;
    } catch (SSLPeerUnverifiedException e) {
      return Caller.ANONYMOUS; // he showed none
    }
  }
}
