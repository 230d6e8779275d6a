package dev.martello.runtime.limits;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TopScoresTest {
  private static final double LEAST = -Double.MAX_VALUE;

  private static double[] kept(int row, int count, boolean hide, double... scores) {
    TopScores.keep(scores, row, count, hide);
    return scores;
  }

  @Test
  void eachRowByItself() {
    assertThat(kept(3, 1, false, 0.2, 0.5, 0.3, 0.9, 0.05, 0.05))
        .containsExactly(0, 0.5, 0, 0.9, 0, 0);
    assertThat(kept(3, 2, false, 0.2, 0.5, 0.3)).containsExactly(0, 0.5, 0.3);
    assertThat(kept(3, 9, false, 0.2, 0.5, 0.3)).containsExactly(0.2, 0.5, 0.3);
  }

  @Test
  void whichButNotHowMuch() {
    assertThat(kept(3, 1, true, 0.2, 0.5, 0.3)).containsExactly(0, 1, 0);
    assertThat(kept(3, 2, true, -7, -5, -3)).containsExactly(0, 1, 1);
    assertThat(kept(1, 1, true, 0.2, 0.5)).containsExactly(1, 1);
  }

  /** Logits may be negative: a hidden one must not become the largest. */
  @Test
  void theOthersStayTheSmallerOnes() {
    assertThat(kept(3, 1, false, -2, -1, -3)).containsExactly(LEAST, -1, LEAST);
    assertThat(kept(3, 2, false, 4, 0, -3)).containsExactly(4, 0, LEAST);
  }

  @Test
  void tiesAndWhatIsNoNumber() {
    assertThat(kept(3, 1, false, 0.5, 0.5, 0.5)).containsExactly(0.5, 0, 0);
    assertThat(kept(3, 1, false, Double.NaN, 0.5, 0.4)).containsExactly(0, 0.5, 0);
    assertThat(kept(2, 1, false, Double.NaN, Double.NaN)).containsExactly(Double.NaN, LEAST);
    assertThat(kept(2, 1, false, Double.POSITIVE_INFINITY, 1))
        .containsExactly(Double.POSITIVE_INFINITY, 0);
    assertThat(kept(3, 1, false)).isEmpty();
  }
}
