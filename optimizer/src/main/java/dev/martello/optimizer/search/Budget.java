package dev.martello.optimizer.search;

import java.time.Duration;

/** Time that a search may take. */
public final class Budget {
  private final long end;

  private Budget(long end) {
    this.end = end;
  }

  public static Budget startingNow(Duration length) {
    return new Budget(System.nanoTime() + length.toNanos());
  }

  boolean isSpent() {
    return System.nanoTime() - end >= 0;
  }
}
