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
 * @param memory bytes, where they could be measured
 */
public record Trial(
    String name,
    String sha256,
    long size,
    Estimate estimate,
    double shortfall,
    Latency latency,
    OptionalLong memory) {
  public boolean meets() {
    return shortfall <= 0;
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
