package dev.martello.embedded.quickstart;

import java.util.ArrayDeque;
import java.util.Deque;

/** What must be stopped and deleted at the end, however the end comes (Ctrl-C too). */
final class Cleanup implements AutoCloseable {
  private final Deque<AutoCloseable> steps = new ArrayDeque<>();
  private volatile boolean ending;

  Cleanup() {
    Runtime.getRuntime().addShutdownHook(new Thread(this::close, "quickstart, cleaning up"));
  }

  /**
   * Whatever is added last is closed first.
   *
   * @return what was added
   */
  synchronized <T extends AutoCloseable> T add(T step) {
    steps.push(step);
    return step;
  }

  /** Whether things are being closed, so that their complaints mean nothing. */
  boolean isEnding() {
    return ending;
  }

  @Override
  public synchronized void close() {
    ending = true;
    while (!steps.isEmpty()) {
      try {
        steps.pop().close();
      } catch (Exception e) {
        System.err.println("quickstart: while cleaning up: " + e.getMessage());
      }
    }
  }
}
