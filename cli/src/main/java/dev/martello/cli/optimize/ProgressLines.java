package dev.martello.cli.optimize;

import dev.martello.optimizer.search.Progress;
import dev.martello.optimizer.search.Trial;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;

/** A line for each plan, with a bar of how much of the budget is used. */
final class ProgressLines implements Progress {
  private static final int WIDTH = 20;

  private final PrintWriter out;
  private final Duration budget;
  private final long start = System.nanoTime();
  private int number;

  ProgressLines(PrintWriter out, Duration budget) {
    this.out = out;
    this.budget = budget;
  }

  @Override
  public void starts(int number, String plan) {
    this.number = number;
  }

  @Override
  public void tried(Trial trial) {
    line(
        String.format(
            Locale.ROOT,
            "%s: %.4f, %.1f KiB, %.2fx%s",
            trial.name(),
            trial.estimate().value(),
            trial.size() / 1024.0,
            trial.latency().speedup(),
            trial.meets() ? "" : ", does not meet the demand"));
  }

  @Override
  public void skipped(String plan, String why) {
    line(plan + ": " + why);
  }

  private void line(String text) {
    double share = Math.min(1, (System.nanoTime() - start) / (double) budget.toNanos());
    int full = (int) (share * WIDTH);
    out.printf("[%s%s] %3d %s%n", "#".repeat(full), ".".repeat(WIDTH - full), number, text);
    out.flush();
  }
}
