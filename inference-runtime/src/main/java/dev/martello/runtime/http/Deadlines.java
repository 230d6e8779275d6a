package dev.martello.runtime.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.util.concurrent.FastThreadLocal;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Closes connections and streams that take too long: one clock for all of an event loop, since a
 * timer for each would be set and cancelled with every gRPC call.
 */
@SuppressWarnings("FutureReturnValueIgnored") // it ticks as long as its event loop
final class Deadlines {
  private static final long TICK_SECONDS = 1;

  private static final FastThreadLocal<Deadlines> OF_THIS_LOOP =
      new FastThreadLocal<>() {
        @Override
        protected Deadlines initialValue() {
          return new Deadlines();
        }
      };

  private final IdentityHashMap<Exchange, ChannelHandlerContext> watched = new IdentityHashMap<>();
  private boolean ticking;

  private Deadlines() {}

  /** Called on the exchange's event loop, as all of this. */
  static void watch(ChannelHandlerContext context, Exchange exchange) {
    Deadlines deadlines = OF_THIS_LOOP.get();
    deadlines.watched.put(exchange, context);
    if (!deadlines.ticking) {
      deadlines.ticking = true;
      context
          .channel()
          .eventLoop()
          .scheduleAtFixedRate(deadlines::tick, TICK_SECONDS, TICK_SECONDS, TimeUnit.SECONDS);
    }
  }

  static void forget(Exchange exchange) {
    OF_THIS_LOOP.get().watched.remove(exchange);
  }

  private void tick() {
    long now = System.nanoTime();
    // Listed first: closing makes an exchange leave.
    watched.entrySet().stream()
        .filter(each -> each.getKey().late(now))
        .map(Map.Entry::getValue)
        .toList()
        .forEach(ChannelHandlerContext::close);
  }
}
