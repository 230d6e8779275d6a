package dev.martello.runtime.evaluation;

import dev.martello.runtime.evaluation.metric.Metric;
import java.util.List;
import java.util.OptionalLong;

/**
 * What a model must do before it may serve.
 *
 * @param bound least figure, or for RMSE the largest
 * @param p95Micros most that 95 % of the answers for one row may take
 * @param memoryBytes most that the evaluating process may have had resident
 */
public record GateDemand(
    Metric metric,
    double bound,
    List<SliceDemand> slices,
    OptionalLong p95Micros,
    OptionalLong memoryBytes) {
  public GateDemand {
    slices = List.copyOf(slices);
  }
}
