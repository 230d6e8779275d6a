package dev.martello.optimizer.search;

import dev.martello.runtime.evaluation.metric.Estimate;
import dev.martello.runtime.evaluation.metric.Metric;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * What the smaller model must still do.
 *
 * @param bound least figure, or for RMSE the largest
 * @param maxDrop how much worse than the float model it may be
 * @param ctcBlank the class that CTC leaves out, if sequences are compared as CTC reads them
 */
public record Demand(
    Metric metric, OptionalDouble bound, double maxDrop, Target target, OptionalLong ctcBlank) {
  private static final double ROUNDING = 1e-12;

  /** What the smaller model is better in. */
  public enum Target {
    SIZE,
    LATENCY
  }

  /** True if no answer to the rows that are left could make it meet the demand. */
  boolean isOutOfReach(Estimate some, int rows, Estimate original) {
    double right = some.value() * some.rows() + (rows - some.rows());
    return metric.isShare() && shortfall(new Estimate(right / rows, 0, 1, rows), original) > 0;
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
        + "at most %s worse than the float model".formatted(maxDrop)
        + (ctcBlank.isPresent()
            ? ", sequences as CTC reads them (blank %d)".formatted(ctcBlank.getAsLong())
            : "");
  }
}
