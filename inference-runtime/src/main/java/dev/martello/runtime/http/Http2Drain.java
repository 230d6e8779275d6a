package dev.martello.runtime.http;

import io.netty.channel.Channel;
import io.netty.handler.codec.http2.DefaultHttp2GoAwayFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2StreamChannel;
import io.netty.util.AttributeKey;

/** Tells an HTTP/2 client to send what comes next elsewhere (RFC 9113, section 6.8). */
final class Http2Drain {
  private static final AttributeKey<Boolean> TOLD = AttributeKey.valueOf("goaway");

  private Http2Drain() {}

  static boolean isStream(Channel channel) {
    return channel instanceof Http2StreamChannel;
  }

  @SuppressWarnings("FutureReturnValueIgnored") // whatever fails there ends the connection
  static void goAway(Channel stream) {
    Channel connection = stream.parent();
    if (connection.attr(TOLD).setIfAbsent(true) == null) {
      // What the client has sent meanwhile is still answered.
      connection.writeAndFlush(
          new DefaultHttp2GoAwayFrame(Http2Error.NO_ERROR).setExtraStreamIds(Integer.MAX_VALUE));
    }
  }
}
