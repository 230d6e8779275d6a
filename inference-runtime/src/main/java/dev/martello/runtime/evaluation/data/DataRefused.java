package dev.martello.runtime.evaluation.data;

/** Evaluation data that can't be taken: one line that says what, where, and what to do. */
public final class DataRefused extends Exception {
  private static final long serialVersionUID = 1L;

  public DataRefused(String message) {
    super(message);
  }

  public DataRefused(String message, Throwable cause) {
    super(message, cause);
  }
}
