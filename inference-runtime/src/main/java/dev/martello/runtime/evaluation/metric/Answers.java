package dev.martello.runtime.evaluation.metric;

import java.util.Arrays;

/** What a model answered for some rows. */
public final class Answers {
  private final long[][] classes;
  private final double[][] scores;

  /**
   * As taken from a run.
   *
   * @param classes a row: the chosen class, or one for each step of a sequence
   * @param scores a row: what the model's float output said, empty for a sequence
   */
  public Answers(long[][] classes, double[][] scores) {
    this.classes = classes;
    this.scores = scores;
  }

  public int rows() {
    return classes.length;
  }

  public boolean isSequence() {
    return classes.length > 0 && classes[0].length != 1;
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
