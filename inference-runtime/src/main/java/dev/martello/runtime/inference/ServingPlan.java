package dev.martello.runtime.inference;

/**
 * How a model is served best, as it was given or measured at start.
 *
 * @param mostRows in one run; 1: calls are never run together
 * @param onEventLoop whether a run is so short that handing it to another thread would cost more;
 *     then only what one event loop has read in one pass is run together
 * @param rowNanos one row by itself took so long; 0 if that was not measured
 * @param batchedRowNanos one of many rows in a run took so long; 0 if that was not measured
 */
public record ServingPlan(int mostRows, boolean onEventLoop, long rowNanos, long batchedRowNanos) {
  /** Every call by itself, on a thread of its own. */
  public static final ServingPlan PLAIN = new ServingPlan(1, false, 0, 0);

  public boolean batching() {
    return mostRows > 1;
  }
}
