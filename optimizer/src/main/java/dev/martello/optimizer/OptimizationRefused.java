package dev.martello.optimizer;

/** The model or its data can't be taken: one line that says what, where, and what to do. */
public final class OptimizationRefused extends Exception {
  private static final long serialVersionUID = 1L;

  public OptimizationRefused(String message) {
    super(message);
  }

  public OptimizationRefused(String message, Throwable cause) {
    super(message, cause);
  }
}
