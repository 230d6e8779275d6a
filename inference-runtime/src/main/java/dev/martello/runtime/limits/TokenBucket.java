package dev.martello.runtime.limits;

import java.util.concurrent.TimeUnit;

/**
 * Holds a minute's tokens and is filled evenly. What was taken may be more than what was there:
 * that is made up for before anything is given again. Kept in time, which adds up without rounding.
 * Not safe for several threads.
 */
final class TokenBucket {
  private static final long FULL = TimeUnit.MINUTES.toNanos(1);
  private static final long MOST_OWED = TimeUnit.DAYS.toNanos(1);

  private final long nanosPerToken;
  private long saved = FULL;
  private long filledNanos;

  /**
   * Full at first.
   *
   * @param perMinute 0 for one that never ends
   */
  TokenBucket(int perMinute, long nowNanos) {
    this.nanosPerToken = perMinute == 0 ? 0 : FULL / perMinute;
    this.filledNanos = nowNanos;
  }

  /** How long until there is a whole token; 0 if there is one. */
  long nanosUntilOne(long nowNanos) {
    fill(nowNanos);
    return Math.max(0, nanosPerToken - saved);
  }

  void take(long count) {
    if (nanosPerToken > 0) {
      long cost = Math.min(count, (FULL + MOST_OWED) / nanosPerToken) * nanosPerToken;
      saved = Math.max(saved - cost, -MOST_OWED);
    }
  }

  boolean full(long nowNanos) {
    fill(nowNanos);
    return saved >= FULL;
  }

  private void fill(long nowNanos) {
    long passed = nowNanos - filledNanos;
    if (passed > 0) {
      saved = Math.min(FULL, saved + Math.min(passed, FULL + MOST_OWED));
      filledNanos = nowNanos;
    }
  }
}
