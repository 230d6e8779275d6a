package dev.martello.runtime.http;

/**
 * Reports a programming error on standard error: its kind and place. Not its message, which may
 * quote a payload.
 */
public final class UnexpectedFailure {
  private static final int FRAMES = 8;

  private UnexpectedFailure() {}

  public static void report(Throwable failure) {
    StringBuilder report = new StringBuilder("unexpected ").append(failure.getClass().getName());
    StackTraceElement[] stack = failure.getStackTrace();
    for (int i = 0; i < Math.min(FRAMES, stack.length); i++) {
      report.append(" at ").append(stack[i]);
    }
    System.err.println(report);
  }
}
