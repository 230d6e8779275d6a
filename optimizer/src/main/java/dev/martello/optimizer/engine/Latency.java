package dev.martello.optimizer.engine;

import ai.onnxruntime.OrtException;
import dev.martello.optimizer.OptimizationRefused;
import dev.martello.optimizer.data.Rows;
import java.util.Arrays;
import java.util.Set;

/**
 * Time of one answer for one row on one thread.
 *
 * @param microseconds the 20th percentile of the rounds' means
 * @param floatMicroseconds the float model's, measured in turns with it
 */
public record Latency(double microseconds, double floatMicroseconds) {
  private static final int ROUNDS = 9;
  private static final long ROUND_NANOS = 12_000_000;

  public double speedup() {
    return floatMicroseconds / microseconds;
  }

  /** Measures both in turns, since whatever else the machine does then slows both. */
  public static Latency of(Engine candidate, Engine original, Rows rows)
      throws OptimizationRefused {
    var mine = new double[ROUNDS];
    var theirs = new double[ROUNDS];
    try (var a = feed(candidate, rows);
        var b = feed(original, rows)) {
      round(candidate, a);
      round(original, b);
      for (int i = 0; i < ROUNDS; i++) {
        mine[i] = round(candidate, a);
        theirs[i] = round(original, b);
      }
    } catch (OrtException e) {
      throw new OptimizationRefused("ONNX Runtime could not run the model: " + e.getMessage(), e);
    }
    return new Latency(lowFifth(mine), lowFifth(theirs));
  }

  private static Feed.Tensors feed(Engine engine, Rows rows)
      throws OptimizationRefused, OrtException {
    return new Feed(engine.inputs(), rows.data().features()).tensors(rows, 0, 1);
  }

  private static double round(Engine engine, Feed.Tensors tensors) throws OrtException {
    Set<String> outputs = Set.copyOf(engine.outputNames());
    long start = System.nanoTime();
    int runs = 0;
    long spent = 0;
    while (spent < ROUND_NANOS) {
      engine.session().run(tensors.byName(), outputs).close();
      runs++;
      spent = System.nanoTime() - start;
    }
    return spent / 1000.0 / runs;
  }

  private static double lowFifth(double[] rounds) {
    Arrays.sort(rounds);
    return rounds[rounds.length / 5];
  }
}
