package dev.martello.runtime.management;

import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

/** Counts durations in buckets, as a Prometheus histogram in seconds. */
final class LatencyHistogram {
  private static final long[] BOUNDS_MICROS = {
    100,
    250,
    500,
    1_000,
    2_500,
    5_000,
    10_000,
    25_000,
    50_000,
    100_000,
    250_000,
    500_000,
    1_000_000,
    2_500_000,
    5_000_000,
    10_000_000
  };

  private final List<LongAdder> buckets =
      Stream.generate(LongAdder::new).limit(BOUNDS_MICROS.length + 1L).toList();
  private final LongAdder sumMicros = new LongAdder();

  void add(long micros) {
    int bucket = 0;
    while (bucket < BOUNDS_MICROS.length && micros > BOUNDS_MICROS[bucket]) {
      bucket++;
    }
    buckets.get(bucket).increment();
    sumMicros.add(micros);
  }

  void write(String name, String help, StringBuilder into) {
    into.append("# HELP ").append(name).append(' ').append(help).append('\n');
    into.append("# TYPE ").append(name).append(" histogram\n");
    long below = 0;
    for (int i = 0; i < BOUNDS_MICROS.length; i++) {
      below += buckets.get(i).sum();
      bucket(name, Double.toString(BOUNDS_MICROS[i] / 1e6), below, into);
    }
    below += buckets.get(BOUNDS_MICROS.length).sum();
    bucket(name, "+Inf", below, into);
    into.append(name).append("_sum ").append(sumMicros.sum() / 1e6).append('\n');
    into.append(name).append("_count ").append(below).append('\n');
  }

  private static void bucket(String name, String bound, long count, StringBuilder into) {
    into.append(name).append("_bucket{le=\"").append(bound).append("\"} ");
    into.append(count).append('\n');
  }
}
