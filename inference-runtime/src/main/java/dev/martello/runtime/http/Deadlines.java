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

  private final IdentityHashMap<Watched, ChannelHandlerContext> watched = new IdentityHashMap<>();
  private boolean ticking;

  /** Something whose channel is closed when it is late. */
  @FunctionalInterface
  interface Watched {
    /** Asked about once a second. */
    boolean late(long nowNanos);
  }

  private Deadlines() {}

  /** Called on the channel's event loop, as all of this. */
  static void watch(ChannelHandlerContext context, Watched one) {
    Deadlines deadlines = OF_THIS_LOOP.get();
    deadlines.watched.put(one, context);
    if (!deadlines.ticking) {
      deadlines.ticking = true;
      context
          .channel()
          .eventLoop()
          .scheduleAtFixedRate(deadlines::tick, TICK_SECONDS, TICK_SECONDS, TimeUnit.SECONDS);
    }
  }

  static void forget(Watched one) {
    OF_THIS_LOOP.get().watched.remove(one);
  }

  private void tick() {
    long now = System.nanoTime();
    // Listed first: closing makes one leave.
    watched.entrySet().stream()
        .filter(each -> each.getKey().late(now))
        .map(Map.Entry::getValue)
        .toList()
        .forEach(ChannelHandlerContext::close);
  }
}
