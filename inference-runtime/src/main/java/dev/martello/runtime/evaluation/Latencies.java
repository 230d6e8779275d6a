package dev.martello.runtime.evaluation;

import java.util.Arrays;

/** Times of answers for one row each. */
public record Latencies(long p50Micros, long p95Micros) {
  private static final int NANOS_PER_MICRO = 1000;

  /** The nearest ranks; rounded up, so that a limit is never met by rounding. */
  static Latencies of(long[] nanos) {
    long[] sorted = nanos.clone();
    Arrays.sort(sorted);
    return new Latencies(micros(sorted, 50), micros(sorted, 95));
  }

  private static long micros(long[] sorted, int percent) {
    int rank = Math.max(1, (int) Math.ceilDiv((long) sorted.length * percent, 100L));
    return Math.ceilDiv(sorted[rank - 1], NANOS_PER_MICRO);
  }
}
