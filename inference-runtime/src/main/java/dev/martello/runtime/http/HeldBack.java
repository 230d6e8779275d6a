package dev.martello.runtime.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * What a caller sent while it was not his turn. Hardly ever there is any; where there is, nothing
 * more is read from the connection until it was taken.
 */
final class HeldBack {
  private final Queue<Object> messages = new ArrayDeque<>(1);

  void add(ChannelHandlerContext context, Object message) {
    messages.add(message);
    context.channel().config().setAutoRead(false);
  }

  boolean isEmpty() {
    return messages.isEmpty();
  }

  Object take() {
    return messages.remove();
  }

  void readOnIfEmpty(ChannelHandlerContext context) {
    if (messages.isEmpty() && !context.channel().config().isAutoRead()) {
      context.channel().config().setAutoRead(true);
    }
  }

  void release() {
    messages.forEach(ReferenceCountUtil::release);
    messages.clear();
  }
}
