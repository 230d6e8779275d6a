package dev.martello.embedded.node;

import java.time.Duration;

/**
 * How long to wait before the next start: 1, 2, 4, ... at most 30 seconds; a long run starts over.
 */
final class BackOff {
  private static final Duration LONGEST = Duration.ofSeconds(30);
  private static final Duration LONG_RUN = Duration.ofMinutes(10);

  private Duration next = Duration.ofSeconds(1);

  Duration after(Duration run) {
    if (run.compareTo(LONG_RUN) > 0) {
      next = Duration.ofSeconds(1);
    }
    Duration wait = next;
    Duration doubled = next.multipliedBy(2);
    next = doubled.compareTo(LONGEST) > 0 ? LONGEST : doubled;
    return wait;
  }
}
