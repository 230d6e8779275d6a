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
import io.netty.util.ReferenceCountUtil;
import java.time.Duration;

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
        codec,
        new Http2MultiplexHandler(new Stream(terms, caller)),
        new Rest(codec, terms.limits().headTime()));
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

  /**
   * Takes what belongs to no stream, such as settings and pings, which the codec has answered. None
   * of that keeps a connection open, only streams do: else a byte a minute would.
   */
  @SuppressWarnings("FutureReturnValueIgnored") // closed or not, nothing more is done with it
  private static final class Rest extends ChannelInboundHandlerAdapter
      implements Deadlines.Watched {
    private final Http2FrameCodec codec;
    private final long patienceNanos;
    private long usedNanos = System.nanoTime();

    Rest(Http2FrameCodec codec, Duration patience) {
      this.codec = codec;
      this.patienceNanos = patience.toNanos();
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
      Deadlines.watch(context, this);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      Deadlines.forget(this);
      context.fireChannelInactive();
    }

    @Override
    public boolean late(long nowNanos) {
      if (codec.connection().numActiveStreams() > 0) {
        usedNanos = nowNanos;
      }
      return nowNanos - usedNanos > patienceNanos;
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
