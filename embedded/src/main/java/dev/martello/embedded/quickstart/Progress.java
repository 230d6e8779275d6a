package dev.martello.embedded.quickstart;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/** Lines that say what is going on, with the seconds since the start. */
final class Progress {
  private final PrintStream out;
  private final Instant start = Instant.now();

  Progress(PrintStream out) {
    this.out = out;
  }

  synchronized void step(String what) {
    double seconds = Duration.between(start, Instant.now()).toMillis() / 1000.0;
    out.printf(Locale.ROOT, "[%5.1f s] %s%n", seconds, what);
    out.flush();
  }

  synchronized void text(String lines) {
    out.println(lines);
    out.flush();
  }
}
