package dev.martello.runtime.evaluation.metric;

/** A model's answers beside what they are held against: right answers, or the float model's. */
public final class Judged {
  private final Answers answers;
  private final double[] labels;
  private final Answers reference;

  /**
   * As measured on the same rows.
   *
   * @param labels empty for unlabelled data
   */
  public Judged(Answers answers, double[] labels, Answers reference) {
    this.answers = answers;
    this.labels = labels;
    this.reference = reference;
  }

  int rows() {
    return answers.rows();
  }

  Answers answers() {
    return answers;
  }

  double label(int row) {
    return labels[row];
  }

  boolean isRight(int row) {
    return answers.classOf(row) == Math.round(labels[row]);
  }

  boolean agrees(int row) {
    return answers.agrees(row, reference);
  }
}
