package dev.martello.runtime.inference;

import ai.onnxruntime.OrtException;
import dev.martello.runtime.model.ModelTensor;
import dev.martello.runtime.model.OnnxSession;
import dev.martello.runtime.model.SampleInputs;
import dev.martello.runtime.tensor.OutputTensor;
import dev.martello.runtime.tensor.TensorData;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/**
 * Measures a model before it serves: whether rows that ride in one run come out as they do alone,
 * and whether they come out sooner.
 */
public final class ServingProbe {
  private static final int ROWS = 16;
  private static final int MOST_ROWS = 32;
  private static final int MOST_RUNS = 50;
  private static final int LEAST_RUNS = 3;
  private static final long BUDGET_NANOS = TimeUnit.MILLISECONDS.toNanos(40);

  /** Until then much of what is measured would be Java that is not compiled yet. */
  private static final int WARM_UP_RUNS = 2000;

  /** On a busy node the compiler waits for a processor too: time is the bound, not the aim. */
  private static final long WARM_UP_NANOS = TimeUnit.SECONDS.toNanos(2);

  /** Code that is not compiled yet looks like overhead to share: a gain must show each time. */
  private static final int MEASUREMENTS = 3;

  /** A model that takes longer computes all the time: there is no overhead for rows to share. */
  private static final long LONGEST_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  /** Below this a thread of its own costs more than it brings; measured as in ADR 0008. */
  private static final long SHORT_NANOS = TimeUnit.MICROSECONDS.toNanos(100);

  /** Of a longer run Java's part is nothing, compiled or not. */
  private static final long LONG_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

  private static final double LEAST_GAIN = 0.25;
  private static final long LEAST_GAIN_NANOS = TimeUnit.MICROSECONDS.toNanos(30);
  private static final long LEAST_GAIN_ON_LOOP_NANOS = TimeUnit.MICROSECONDS.toNanos(4);

  private final OnnxSession session;
  private final Arena arena;
  private final SplittableRandom random = new SplittableRandom(1);

  private ServingProbe(OnnxSession session, Arena arena) {
    this.session = session;
    this.arena = arena;
  }

  /**
   * Measures, for a fraction of a second.
   *
   * @param given how many rows may ride in one run; then that is not measured
   */
  public static ServingPlan run(OnnxSession session, OptionalInt given) {
    try (Arena arena = Arena.ofConfined()) {
      return new ServingProbe(session, arena).run(given);
    } catch (OrtException | ArithmeticException e) {
      return new ServingPlan(given.orElse(1), false, 0, 0); // it can't be run with any sample
    }
  }

  private ServingPlan run(OptionalInt given) throws OrtException {
    Optional<Map<String, TensorData>> sample = SampleInputs.of(session, random, arena);
    if (sample.isEmpty()) {
      return new ServingPlan(given.orElse(1), false, 0, 0);
    }
    warmUp(sample.get(), WARM_UP_RUNS);
    long one = time(sample.get());
    if (given.isPresent()) {
      return plan(given.getAsInt(), one, 0);
    }
    if (one > LONGEST_NANOS || !everyTensorHasRows()) {
      return plan(1, one, 0);
    }
    List<Map<String, TensorData>> rows = new ArrayList<>();
    for (int i = 0; i < ROWS; i++) {
      SampleInputs.of(session, random, arena).ifPresent(rows::add);
    }
    Map<String, TensorData> joined = new HashMap<>();
    for (String name : session.inputs().keySet()) {
      joined.put(name, TensorData.join(rows.stream().map(row -> row.get(name)).toList(), arena));
    }
    if (!sameTogether(rows, joined)) {
      return plan(1, one, 0);
    }
    for (int i = 1; ; i++) {
      long together = time(joined) / ROWS;
      boolean gains =
          together < (1 - LEAST_GAIN) * one && one - together > leastGain(one, together);
      if (!gains || i == MEASUREMENTS) {
        return plan(gains ? MOST_ROWS : 1, one, together);
      }
      warmUp(sample.get(), WARM_UP_RUNS / MEASUREMENTS);
      one = Math.min(one, time(sample.get()));
    }
  }

  /** Handing calls to another thread costs something; on the event loop only joining does. */
  private static long leastGain(long one, long together) {
    return isShort(MOST_ROWS, one, together) ? LEAST_GAIN_ON_LOOP_NANOS : LEAST_GAIN_NANOS;
  }

  /** Whether no run, of one row or of the most, holds up an event loop. */
  private static boolean isShort(int mostRows, long one, long together) {
    long row = together == 0 ? one : together;
    return one < SHORT_NANOS && (mostRows == 1 || row * mostRows < SHORT_NANOS);
  }

  private static ServingPlan plan(int mostRows, long one, long together) {
    return new ServingPlan(mostRows, isShort(mostRows, one, together), one, together);
  }

  private boolean everyTensorHasRows() {
    return haveRows(session.inputs().values()) && haveRows(session.outputs().values());
  }

  private static boolean haveRows(Collection<ModelTensor> tensors) {
    return tensors.stream()
        .allMatch(tensor -> !tensor.shape().isEmpty() && tensor.shape().get(0) < 0);
  }

  private boolean sameTogether(List<Map<String, TensorData>> rows, Map<String, TensorData> joined)
      throws OrtException {
    Map<String, OutputTensor> together = session.run(joined, session.outputs().keySet());
    if (together.values().stream().anyMatch(output -> output.rows() != rows.size())) {
      return false;
    }
    for (int i = 0; i < rows.size(); i++) {
      Map<String, OutputTensor> alone = session.run(rows.get(i), session.outputs().keySet());
      for (Map.Entry<String, OutputTensor> output : alone.entrySet()) {
        OutputTensor same = together.get(output.getKey());
        if (same == null || !output.getValue().closeTo(same.slice(i, 1))) {
          return false;
        }
      }
    }
    return true;
  }

  private void warmUp(Map<String, TensorData> inputs, int runs) throws OrtException {
    long begun = System.nanoTime();
    long last = 0;
    for (int i = 0;
        i < runs && last < LONG_NANOS && System.nanoTime() - begun < WARM_UP_NANOS;
        i++) {
      long start = System.nanoTime();
      session.run(inputs, session.outputs().keySet());
      last = System.nanoTime() - start;
    }
  }

  /** The shortest of as many runs as fit into the time: others may be busy on this machine. */
  private long time(Map<String, TensorData> inputs) throws OrtException {
    long shortest = Long.MAX_VALUE;
    long begun = System.nanoTime();
    for (int runs = 0;
        runs < LEAST_RUNS || (runs < MOST_RUNS && System.nanoTime() - begun < BUDGET_NANOS);
        runs++) {
      long start = System.nanoTime();
      session.run(inputs, session.outputs().keySet());
      shortest = Math.min(shortest, System.nanoTime() - start);
    }
    return shortest;
  }
}
