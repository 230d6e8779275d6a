package dev.martello.runtime.http;

import dev.martello.runtime.tls.Caller;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpServerCodec;

/** What a connection that speaks HTTP/1.1 passes through. */
final class Http1Setup {
  private static final int REQUEST_LINE_BYTES = 4096;
  private static final int CHUNK_BYTES = 16 * 1024;

  private Http1Setup() {}

  static void speak(ChannelPipeline pipeline, PortTerms terms, Caller caller) {
    pipeline.addLast(
        new HttpServerCodec(
            new HttpDecoderConfig()
                .setMaxInitialLineLength(REQUEST_LINE_BYTES)
                .setMaxHeaderSize(terms.limits().headerBytes())
                .setMaxChunkSize(CHUNK_BYTES)),
        new Exchange(terms, caller));
  }
}
