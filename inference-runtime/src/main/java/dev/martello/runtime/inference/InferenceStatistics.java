package dev.martello.runtime.inference;

import dev.martello.runtime.metrics.Histogram;
import java.util.concurrent.atomic.LongAdder;

/**
 * What was measured of infer calls: where their time went, how they were batched, how they ended.
 */
public final class InferenceStatistics {
  /** From arrival of the whole body until a thread took it. */
  public final Histogram queue = Histogram.ofDurations();

  /** Reading a body. */
  public final Histogram input = Histogram.ofDurations();

  /** ONNX Runtime's run, counted once for each call that rode in it. */
  public final Histogram run = Histogram.ofDurations();

  /** Writing an answer. */
  public final Histogram output = Histogram.ofDurations();

  /** Calls in one run. */
  public final Histogram batch = Histogram.ofSizes();

  public final LongAdder succeeded = new LongAdder();
  public final LongAdder invalid = new LongAdder();
  public final LongAdder failed = new LongAdder();
  public final LongAdder queueFull = new LongAdder();

  /** Rows of inputs that were computed; a call whose tensors have no rows is one. */
  public final LongAdder rows = new LongAdder();

  /** Seconds until this many more calls will have been worked off by so many threads. */
  int secondsFor(int calls, int threads) {
    long runs = run.count();
    long each = runs == 0 ? 0 : run.sum() / runs;
    return Math.clamp(each * calls / threads / 1_000_000_000L + 1, 1, 60);
  }
}
