package dev.martello.runtime.http;

import dev.martello.runtime.tls.Caller;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.http2.Http2CodecUtil;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Without TLS an HTTP/2 client is known by the preface that it sends first (RFC 9113, 3.4). */
@SuppressWarnings("FutureReturnValueIgnored") // closed or not, nothing more is done with it
final class PrefaceChoice extends ByteToMessageDecoder {
  private final PortTerms terms;
  private Optional<Future<?>> patience = Optional.empty();

  PrefaceChoice(PortTerms terms) {
    this.terms = terms;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    patience =
        Optional.of(
            context
                .executor()
                .schedule(
                    () -> context.close(),
                    terms.limits().headTime().toSeconds(),
                    TimeUnit.SECONDS));
  }

  @Override
  protected void handlerRemoved0(ChannelHandlerContext context) {
    patience.ifPresent(waiting -> waiting.cancel(false));
  }

  @Override
  protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
    ByteBuf preface = Http2CodecUtil.connectionPrefaceBuf();
    try {
      int length = Math.min(in.readableBytes(), preface.readableBytes());
      boolean alike = ByteBufUtil.equals(in, in.readerIndex(), preface, 0, length);
      if (alike && length < preface.readableBytes()) {
        return; // it may still become either
      }
      if (alike) {
        Http2Setup.speak(context.pipeline(), terms, Caller.ANONYMOUS);
      } else {
        Http1Setup.speak(context.pipeline(), terms, Caller.ANONYMOUS);
      }
      context.pipeline().remove(this); // what was read goes on to those just added
    } finally {
      preface.release();
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    context.close();
  }
}
