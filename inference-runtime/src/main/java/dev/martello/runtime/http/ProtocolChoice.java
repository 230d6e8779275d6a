package dev.martello.runtime.http;

import dev.martello.runtime.tls.Caller;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;

/** Waits for the TLS handshake, then lets the connection speak what ALPN chose (RFC 7301). */
@SuppressWarnings("FutureReturnValueIgnored") // closed or not, nothing more is done with it
final class ProtocolChoice extends ChannelInboundHandlerAdapter {
  private final PortTerms terms;

  ProtocolChoice(PortTerms terms) {
    this.terms = terms;
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof SslHandshakeCompletionEvent handshake) {
      if (handshake.isSuccess()) {
        SslHandler tls = context.pipeline().get(SslHandler.class);
        Caller caller = Callers.of(tls);
        if (ApplicationProtocolNames.HTTP_2.equals(tls.engine().getApplicationProtocol())) {
          Http2Setup.speak(context.pipeline(), terms, caller);
        } else {
          Http1Setup.speak(context.pipeline(), terms, caller);
        }
        context.pipeline().remove(this);
      } else {
        terms.observer().handshakeFailed();
        context.close();
      }
    }
    context.fireUserEventTriggered(event);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    context.close(); // TLS failed, or the caller left during the handshake
  }
}
