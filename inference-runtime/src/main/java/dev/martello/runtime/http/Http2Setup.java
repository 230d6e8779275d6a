package dev.martello.runtime.http;

import dev.martello.runtime.tls.Caller;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2StreamFrameToHttpObjectCodec;
import io.netty.handler.flush.FlushConsolidationHandler;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.handler.timeout.IdleStateHandler;
import io.netty.util.ReferenceCountUtil;
import java.util.concurrent.TimeUnit;

/**
 * What a connection that speaks HTTP/2 passes through: each of its streams is a channel of its own,
 * with one request and the same {@link Exchange} as on HTTP/1.1. Floods of resets, of empty frames
 * and of settings are bounded by Netty's codec.
 */
final class Http2Setup {
  private static final int STREAMS = 128;
  private static final int STREAM_WINDOW = 256 * 1024;
  private static final int RESETS = 200;
  private static final int RESET_SECONDS = 30;

  private static final int MOST_ANSWERS_A_FLUSH = 64;

  private Http2Setup() {}

  static void speak(ChannelPipeline pipeline, PortTerms terms, Caller caller) {
    Http2FrameCodec codec =
        Http2FrameCodecBuilder.forServer()
            .initialSettings(
                Http2Settings.defaultSettings()
                    .maxConcurrentStreams(STREAMS)
                    .initialWindowSize(STREAM_WINDOW)
                    .maxHeaderListSize(terms.limits().headerBytes()))
            .decoderEnforceMaxRstFramesPerWindow(RESETS, RESET_SECONDS)
            .build();
    pipeline.addLast(
        new FlushConsolidationHandler(MOST_ANSWERS_A_FLUSH, true),
        new IdleStateHandler(0, 0, terms.limits().headTime().toSeconds(), TimeUnit.SECONDS),
        codec,
        new Http2MultiplexHandler(new Stream(terms, caller)),
        new Rest(codec));
  }

  /** A new stream. */
  private static final class Stream extends ChannelInitializer<Channel> {
    private final PortTerms terms;
    private final Caller caller;

    Stream(PortTerms terms, Caller caller) {
      this.terms = terms;
      this.caller = caller;
    }

    @Override
    protected void initChannel(Channel stream) {
      stream
          .pipeline()
          .addLast(new Http2StreamFrameToHttpObjectCodec(true), new Exchange(terms, caller));
    }
  }

  /** Takes what belongs to no stream, such as settings and pings, which the codec has answered. */
  @SuppressWarnings("FutureReturnValueIgnored") // closed or not, nothing more is done with it
  private static final class Rest extends ChannelInboundHandlerAdapter {
    private final Http2FrameCodec codec;

    Rest(Http2FrameCodec codec) {
      this.codec = codec;
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
      if (event instanceof IdleStateEvent && codec.connection().numActiveStreams() == 0) {
        context.close();
      }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      ReferenceCountUtil.release(message);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      context.close();
    }
  }
}
