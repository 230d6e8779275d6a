package dev.martello.runtime.metrics;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

/** Counts values in buckets; any thread may add. */
public final class Histogram {
  private static final long[] MICROS = {
    10,
    25,
    50,
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
  private static final long[] SIZES = {1, 2, 4, 8, 16, 32, 64, 128, 256};

  private final long[] bounds;
  private final double unit;
  private final List<LongAdder> buckets;
  private final LongAdder sum = new LongAdder();

  private Histogram(long[] bounds, double unit) {
    this.bounds = bounds;
    this.unit = unit;
    this.buckets = Stream.generate(LongAdder::new).limit(bounds.length + 1L).toList();
  }

  /** Of durations, which are added in nanoseconds and written in seconds. */
  public static Histogram ofDurations() {
    long[] nanos = new long[MICROS.length];
    for (int i = 0; i < nanos.length; i++) {
      nanos[i] = TimeUnit.MICROSECONDS.toNanos(MICROS[i]);
    }
    return new Histogram(nanos, 1e9);
  }

  /** Of numbers of things. */
  public static Histogram ofSizes() {
    return new Histogram(SIZES, 1);
  }

  public void add(long value) {
    int bucket = 0;
    while (bucket < bounds.length && value > bounds[bucket]) {
      bucket++;
    }
    buckets.get(bucket).increment();
    sum.add(value);
  }

  public long count() {
    return buckets.stream().mapToLong(LongAdder::sum).sum();
  }

  /** In what was added, so nanoseconds for durations. */
  public long sum() {
    return sum.sum();
  }

  void write(String name, String labels, PrometheusText into) {
    String more = labels.isEmpty() ? "" : labels + ",";
    long below = 0;
    for (int i = 0; i < bounds.length; i++) {
      below += buckets.get(i).sum();
      String bound = unit == 1 ? Long.toString(bounds[i]) : Double.toString(bounds[i] / unit);
      into.sample(name + "_bucket", more + "le=\"" + bound + "\"", below);
    }
    below += buckets.get(bounds.length).sum();
    into.sample(name + "_bucket", more + "le=\"+Inf\"", below);
    into.sample(name + "_sum", labels, sum.sum() / unit);
    into.sample(name + "_count", labels, below);
  }
}
