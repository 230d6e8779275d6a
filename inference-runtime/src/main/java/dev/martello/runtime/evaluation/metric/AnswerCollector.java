package dev.martello.runtime.evaluation.metric;

import dev.martello.runtime.evaluation.data.DataRefused;
import java.util.ArrayList;
import java.util.List;

/**
 * Takes answers out of a model's outputs: the class from an integer output if there is one, else
 * the largest along the last axis of a float output.
 */
public final class AnswerCollector {
  private final boolean labelled;
  private final List<long[]> classes = new ArrayList<>();
  private final List<double[]> scores = new ArrayList<>();

  /**
   * Of a model.
   *
   * @param labelled whether it has an integer output
   */
  public AnswerCollector(boolean labelled) {
    this.labelled = labelled;
  }

  public void addLabels(long[] values) {
    for (long value : values) {
      classes.add(new long[] {value});
    }
  }

  /** One run's float output, row-major. */
  public void addFloats(long[] shape, float[] values) {
    int rows = shape.length == 0 ? 1 : (int) shape[0];
    int last = shape.length < 2 ? 1 : (int) shape[shape.length - 1];
    int length = values.length / Math.max(rows, 1);
    for (int row = 0; row < rows; row++) {
      int steps = length / Math.max(last, 1);
      var chosen = new long[steps];
      for (int step = 0; step < steps; step++) {
        chosen[step] = largest(values, row * length + step * last, last);
      }
      if (!labelled) {
        classes.add(chosen);
      }
      scores.add(shape.length <= 2 ? copy(values, row * length, length) : new double[0]);
    }
  }

  /** All that was taken, if it is an answer for each of so many rows. */
  public Answers answers(int rows) throws DataRefused {
    if (classes.size() != rows) {
      throw new DataRefused(
          "the model gave %d answers for %d rows: its outputs need one entry a row"
              .formatted(classes.size(), rows));
    }
    return new Answers(classes.toArray(long[][]::new), scores.toArray(double[][]::new));
  }

  /** A single number is a score: more than half is class 1. */
  private static long largest(float[] values, int from, int count) {
    if (count == 1) {
      return values[from] > 0.5f ? 1 : 0;
    }
    int best = 0;
    for (int i = 1; i < count; i++) {
      best = values[from + i] > values[from + best] ? i : best;
    }
    return best;
  }

  private static double[] copy(float[] values, int from, int count) {
    var copy = new double[count];
    for (int i = 0; i < count; i++) {
      copy[i] = values[from + i];
    }
    return copy;
  }
}
