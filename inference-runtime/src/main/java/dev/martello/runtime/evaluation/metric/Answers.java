package dev.martello.runtime.evaluation.metric;

import java.util.Arrays;
import java.util.stream.IntStream;

/** What a model answered for some rows. */
public final class Answers {
  private final long[][] classes;
  private final double[][] scores;
  private final boolean sequence;

  /**
   * As taken from a run.
   *
   * @param classes a row: the chosen class, or one for each step of a sequence
   * @param scores a row: what the model's float output said, empty for a sequence
   */
  public Answers(long[][] classes, double[][] scores) {
    this(classes, scores, classes.length > 0 && classes[0].length != 1);
  }

  private Answers(long[][] classes, double[][] scores, boolean sequence) {
    this.classes = classes;
    this.scores = scores;
    this.sequence = sequence;
  }

  /**
   * Sequences as connectionist temporal classification reads them: of equal neighbours one is kept,
   * then blanks are left out.
   */
  public Answers decoded(long blank) {
    long[][] decoded = new long[classes.length][];
    for (int row = 0; row < classes.length; row++) {
      long[] steps = classes[row];
      decoded[row] =
          IntStream.range(0, steps.length)
              .filter(i -> steps[i] != blank && (i == 0 || steps[i] != steps[i - 1]))
              .mapToLong(i -> steps[i])
              .toArray();
    }
    return new Answers(decoded, scores, true);
  }

  public int rows() {
    return classes.length;
  }

  public boolean isSequence() {
    return sequence;
  }

  public long classOf(int row) {
    return classes[row][0];
  }

  public boolean agrees(int row, Answers other) {
    return Arrays.equals(classes[row], other.classes[row]);
  }

  /** How many numbers the float output has a row. */
  public int width() {
    return scores.length == 0 ? 0 : scores[0].length;
  }

  public double score(int row, int column) {
    return scores[row][column];
  }
}
