package dev.martello.runtime;

import dev.martello.runtime.management.PortTraffic;
import dev.martello.runtime.management.ServingState;
import java.time.Duration;

/**
 * The end of serving. Not ready from now on, but what still comes is answered, since the cluster
 * takes a moment to send it elsewhere; done when nothing is in flight and nothing has come for a
 * while, or when time is up.
 */
final class Drain {
  private static final Duration QUIET = Duration.ofSeconds(1);
  private static final Duration TICK = Duration.ofMillis(20);

  private Drain() {}

  /** True if nothing was in flight in the end. */
  static boolean run(ServingState state, PortTraffic traffic, Duration patience) {
    long start = System.nanoTime();
    state.drain();
    while (System.nanoTime() - start < patience.toNanos()) {
      boolean quiet =
          System.nanoTime() - start > QUIET.toNanos() && traffic.quietNanos() > QUIET.toNanos();
      if (quiet && traffic.inFlight() == 0) {
        return true;
      }
      try {
        Thread.sleep(TICK);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        break;
      }
    }
    return traffic.inFlight() == 0;
  }
}
