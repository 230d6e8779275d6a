package dev.martello.optimizer.search;

import dev.martello.runtime.evaluation.metric.Estimate;
import dev.martello.runtime.evaluation.metric.Metric;
import java.util.OptionalDouble;

/**
 * What the smaller model must still do.
 *
 * @param bound least figure, or for RMSE the largest
 * @param maxDrop how much worse than the float model it may be
 */
public record Demand(Metric metric, OptionalDouble bound, double maxDrop, Target target) {
  private static final double ROUNDING = 1e-12;

  /** What the smaller model is better in. */
  public enum Target {
    SIZE,
    LATENCY
  }

  /** By how much the figure misses the demand; zero or less if it meets it. */
  public double shortfall(Estimate estimate, Estimate original) {
    double byDrop = metric.drop(original.value(), estimate.value()) - maxDrop;
    return Math.max(byDrop, shortOfBound(estimate)) - ROUNDING;
  }

  /** As {@link #shortfall}, of the bound alone. */
  double shortOfBound(Estimate estimate) {
    return bound.isPresent()
        ? metric.drop(bound.getAsDouble(), estimate.value())
        : Double.NEGATIVE_INFINITY;
  }

  @Override
  public String toString() {
    String sign = metric.isHigherBetter() ? " >= " : " <= ";
    return (bound.isPresent() ? metric.word() + sign + bound.getAsDouble() + ", " : "")
        + "at most %s worse than the float model".formatted(maxDrop);
  }
}
