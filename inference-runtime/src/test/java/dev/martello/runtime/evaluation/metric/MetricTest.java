package dev.martello.runtime.evaluation.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class MetricTest {
  /** Wilson's interval of 169 right in 171, as examples/breast-cancer/train.py computes it. */
  @Test
  void accuracyHasWilsonsInterval() {
    var estimate = Intervals.wilson(169, 171);
    assertThat(estimate.value()).isCloseTo(0.988304, within(1e-6));
    assertThat(estimate.lower()).isCloseTo(0.958364, within(1e-6));
    assertThat(estimate.upper()).isCloseTo(0.996787, within(1e-6));
  }

  @Test
  void wilsonsIntervalHoldsTheValueAtTheEnds() {
    assertThat(Intervals.wilson(50, 50).upper()).isEqualTo(1);
    assertThat(Intervals.wilson(0, 50).lower()).isZero();
  }

  /** Four pairs of which one is in the wrong order, and a tie that counts half. */
  @Test
  void aurocCountsPairsInOrder() {
    var judged = judged(new double[] {0.1, 0.4, 0.35, 0.8}, 0, 0, 1, 1);
    assertThat(Metric.AUROC.estimate(judged, 1).value()).isEqualTo(0.75);
    var tied = judged(new double[] {0.1, 0.4, 0.4, 0.8}, 0, 0, 1, 1);
    assertThat(Metric.AUROC.estimate(tied, 1).value()).isEqualTo(0.875);
  }

  @Test
  void rmseOfKnownErrors() {
    var judged = judged(new double[] {1, 2, 3, 4}, 1, 2, 3, 2);
    assertThat(Metric.RMSE.estimate(judged, 1).value()).isEqualTo(1);
    assertThat(Metric.RMSE.drop(1, 1.5)).isEqualTo(0.5);
  }

  /** Precision 2/3, recall 2/2. */
  @Test
  void f1OfClassOneOfTwo() {
    var judged = judged(new double[] {0.9, 0.9, 0.9, 0.1}, 1, 1, 0, 0);
    assertThat(Metric.F1.estimate(judged, 1).value()).isCloseTo(0.8, within(1e-9));
  }

  @Test
  void theSameSeedGivesTheSameInterval() {
    var judged = judged(new double[] {0.1, 0.6, 0.7, 0.2, 0.8, 0.3, 0.9}, 0, 1, 0, 0, 1, 1, 1);
    var once = Metric.F1.estimate(judged, 9);
    assertThat(Metric.F1.estimate(judged, 9)).isEqualTo(once);
    assertThat(once.lower()).isLessThan(once.value());
    assertThat(once.upper()).isGreaterThan(once.value());
  }

  @Test
  void agreementIsWithTheFloatModelAndNeedsNoLabels() {
    var floats = new Answers(new long[][] {{1, 2}, {3, 4}}, new double[2][0]);
    var other = new Answers(new long[][] {{1, 2}, {3, 5}}, new double[2][0]);
    var judged = new Judged(other, new double[0], floats);
    assertThat(Metric.AGREEMENT.estimate(judged, 1).value()).isEqualTo(0.5);
    // Of two rows one differs: variance 1/2 - 1/4, over two rows.
    var same = new Judged(floats, new double[0], floats);
    assertThat(Metric.AGREEMENT.doubt(judged, same, 1)).isCloseTo(Math.sqrt(0.125), within(1e-12));
    assertThat(Metric.AGREEMENT.doubt(same, same, 1)).isZero();
  }

  /** Repeats collapse before blanks go, so that a blank keeps two equal letters apart. */
  @Test
  void sequencesAreReadAsCtcReadsThem() {
    var one = new Answers(new long[][] {{0, 5, 5, 0, 5, 7}, {7, 7, 0, 0, 0, 0}}, new double[2][0]);
    var other =
        new Answers(new long[][] {{5, 0, 0, 5, 7, 7}, {0, 0, 0, 0, 0, 0}}, new double[2][0]);
    assertThat(one.agrees(0, other)).isFalse();
    assertThat(one.decoded(0).agrees(0, other.decoded(0))).isTrue();
    assertThat(one.decoded(0).agrees(1, other.decoded(0))).isFalse();
    assertThat(one.decoded(5).agrees(0, other.decoded(5))).isFalse();
    assertThat(one.decoded(0).isSequence()).isTrue();
  }

  private static Judged judged(double[] scores, double... labels) {
    var classes = new long[scores.length][1];
    var rows = new double[scores.length][1];
    for (int i = 0; i < scores.length; i++) {
      classes[i][0] = scores[i] > 0.5 ? 1 : 0;
      rows[i][0] = scores[i];
    }
    var answers = new Answers(classes, rows);
    return new Judged(answers, labels, answers);
  }
}
