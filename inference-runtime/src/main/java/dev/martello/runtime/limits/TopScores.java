package dev.martello.runtime.limits;

import java.util.Arrays;

/** Leaves the largest of each row. */
final class TopScores {
  private TopScores() {}

  /**
   * The others become 0 if all that is left is above it, else the lowest number that there is: they
   * must stay the smaller ones. Of equal ones the first are left; what is not a number is the
   * least.
   *
   * @param row how many there are in a row
   * @param hide what is left becomes 1, the others 0
   */
  static void keep(double[] scores, int row, int count, boolean hide) {
    boolean[] kept = new boolean[row];
    for (int from = 0; from + row <= scores.length; from += row) {
      Arrays.fill(kept, false);
      double least = 1;
      for (int i = 0; i < Math.min(count, row); i++) {
        int largest = largest(scores, from, kept);
        kept[largest] = true;
        least = scores[from + largest];
      }
      double rest = hide || least > 0 ? 0 : -Double.MAX_VALUE;
      for (int i = 0; i < row; i++) {
        if (!kept[i]) {
          scores[from + i] = rest;
        } else if (hide) {
          scores[from + i] = 1;
        }
      }
    }
  }

  private static int largest(double[] scores, int from, boolean[] taken) {
    int largest = -1;
    for (int i = 0; i < taken.length; i++) {
      if (!taken[i] && (largest < 0 || larger(scores[from + i], scores[from + largest]))) {
        largest = i;
      }
    }
    return largest;
  }

  private static boolean larger(double some, double other) {
    return some > other || (Double.isNaN(other) && !Double.isNaN(some));
  }
}
