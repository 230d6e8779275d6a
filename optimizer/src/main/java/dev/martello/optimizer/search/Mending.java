package dev.martello.optimizer.search;

import dev.martello.optimizer.OptimizationRefused;
import java.io.IOException;
import java.util.Optional;

/**
 * Finds how few of the layers that suffer most must stay in float for a plan to be right. Steps are
 * of a factor, not of a number, since it is mostly a few.
 */
final class Mending {
  private Mending() {}

  /** Tries the plan with so many layers in float; empty if there is no time. */
  interface Attempt {
    Optional<Trial> leaving(int count)
        throws OptimizationRefused, IOException, InterruptedException;
  }

  static void bisect(int layers, Attempt attempt)
      throws OptimizationRefused, IOException, InterruptedException {
    int tooFew = 0;
    int enough = layers;
    while (enough - tooFew > 1) {
      int between = (int) Math.sqrt((tooFew + 1.0) * (enough + 1.0)) - 1;
      int count = Math.max(tooFew + 1, Math.min(enough - 1, between));
      Optional<Trial> trial = attempt.leaving(count);
      if (trial.isEmpty()) {
        return;
      }
      if (trial.get().isSure()) {
        enough = count;
      } else {
        tooFew = count;
      }
    }
  }
}
