package dev.martello.optimizer.search;

import dev.martello.optimizer.engine.Latency;
import dev.martello.runtime.evaluation.metric.Estimate;
import java.util.OptionalLong;

/**
 * A plan, and what was measured of its model on the search rows.
 *
 * @param name the plan, or "float" for the original
 * @param sha256 of the model's bytes
 * @param shortfall by how much it misses the demand; zero or less if it meets it
 * @param doubt standard error of how much the figure differs from the float model's
 * @param memory bytes, where they could be measured
 */
public record Trial(
    String name,
    String sha256,
    long size,
    Estimate estimate,
    double shortfall,
    double doubt,
    Latency latency,
    OptionalLong memory) {
  /** One-sided 95 % of the normal distribution. */
  private static final double Z = 1.6448536269514722;

  public boolean meets() {
    return shortfall <= 0;
  }

  /** Meets the demand by more than chance: it should hold on other rows too. */
  public boolean isSure() {
    return shortfall + Z * doubt <= 0;
  }

  /** At least as small and as fast and as right, and better in one. */
  public boolean dominates(Trial other) {
    boolean noWorse =
        size <= other.size
            && latency.speedup() >= other.latency.speedup()
            && shortfall <= other.shortfall;
    boolean better =
        size < other.size
            || latency.speedup() > other.latency.speedup()
            || shortfall < other.shortfall;
    return noWorse && better;
  }
}
