package dev.martello.runtime;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/** What a start is made of, for one line in the log. */
final class StartTimes implements Consumer<String> {
  private final List<String> parts = new ArrayList<>();
  private final long begun = System.nanoTime();
  private final long before;
  private long last = begun;

  private StartTimes(long before) {
    this.before = before;
    parts.add("java " + millis(before));
  }

  /** To be made first: what went before counts as Java's own start. */
  static StartTimes ofProcess() {
    Instant now = Instant.now();
    Instant started = ProcessHandle.current().info().startInstant().orElse(now);
    return new StartTimes(Math.max(0, Duration.between(started, now).toNanos()));
  }

  /** A part has just ended. */
  @Override
  public void accept(String part) {
    long now = System.nanoTime();
    parts.add(part + " " + millis(now - last));
    last = now;
  }

  /** In milliseconds. */
  String line() {
    return String.format(
        Locale.ROOT, "start: %d ms (%s)", millis(before + last - begun), String.join(", ", parts));
  }

  private static long millis(long nanos) {
    return Math.round(nanos / 1e6);
  }
}
