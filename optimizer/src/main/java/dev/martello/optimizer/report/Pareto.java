package dev.martello.optimizer.report;

import dev.martello.optimizer.search.SearchResult;
import dev.martello.optimizer.search.Trial;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** What was tried, as a table: plans that no other beats in size, speed and figure are marked. */
public final class Pareto {
  private Pareto() {}

  /** The plans, the float model among them, that no other dominates. */
  public static List<Trial> front(SearchResult result) {
    List<Trial> all =
        Stream.concat(Stream.of(result.original()), result.trials().stream()).toList();
    return all.stream()
        .filter(trial -> all.stream().noneMatch(other -> other.dominates(trial)))
        .toList();
  }

  public static String table(SearchResult result) {
    List<Trial> front = front(result);
    var lines = new ArrayList<String>();
    lines.add(
        "  %-58s %9s %18s %8s %9s %7s %9s"
            .formatted("plan", "figure", "95 % interval", "KiB", "us", "speed", "MiB more"));
    Stream.concat(Stream.of(result.original()), result.trials().stream())
        .forEach(trial -> lines.add(line(trial, result.original(), front.contains(trial))));
    if (result.trials().stream().anyMatch(trial -> isPartial(trial, result.original()))) {
      lines.add("  of N rows: could not meet the demand any more, so the rest was not run");
    }
    lines.add("  * no other is smaller, faster and better; - does not meet the demand");
    return String.join(System.lineSeparator(), lines);
  }

  private static boolean isPartial(Trial trial, Trial original) {
    return trial.estimate().rows() < original.estimate().rows();
  }

  private static String line(Trial trial, Trial original, boolean front) {
    return String.format(
        Locale.ROOT,
        "%s%s%-58s %9.4f   %6.4f to %6.4f %8.1f %9.1f %6.2fx %9s%s",
        front ? "*" : " ",
        trial.meets() ? " " : "-",
        trial.name(),
        trial.estimate().value(),
        trial.estimate().lower(),
        trial.estimate().upper(),
        trial.size() / 1024.0,
        trial.latency().microseconds(),
        trial.latency().speedup(),
        trial.memory().isPresent()
            ? String.format(Locale.ROOT, "%.1f", trial.memory().getAsLong() / 1048576.0)
            : "?",
        isPartial(trial, original) ? " of %d rows".formatted(trial.estimate().rows()) : "");
  }
}
