package dev.martello.optimizer.report;

import dev.martello.optimizer.search.SearchResult;
import dev.martello.optimizer.search.Trial;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * The plans as an SVG picture: size to the right, figure upwards, a larger dot is a faster model.
 */
public final class Picture {
  private static final int WIDTH = 900;
  private static final int HEIGHT = 520;
  private static final int MARGIN = 70;

  private final List<Trial> trials;
  private final List<Trial> front;
  private final String metric;
  private final double largest;
  private final double least;
  private final double most;

  private Picture(SearchResult result, String metric) {
    this.trials = Stream.concat(Stream.of(result.original()), result.trials().stream()).toList();
    this.front = Pareto.front(result);
    this.metric = metric;
    this.largest = trials.stream().mapToLong(Trial::size).max().orElse(1);
    double low = trials.stream().mapToDouble(trial -> trial.estimate().lower()).min().orElse(0);
    double high = trials.stream().mapToDouble(trial -> trial.estimate().upper()).max().orElse(1);
    this.least = low;
    this.most = high > low ? high : low + 1;
  }

  public static String svg(SearchResult result, String metric) {
    return new Picture(result, metric).draw();
  }

  private String draw() {
    var svg = new StringBuilder();
    svg.append(
        String.format(
            Locale.ROOT,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\" font-size=\"13\">%n",
            WIDTH,
            HEIGHT));
    svg.append(
        String.format(
            Locale.ROOT, "<rect width=\"%d\" height=\"%d\" fill=\"white\"/>%n", WIDTH, HEIGHT));
    int floor = HEIGHT - MARGIN;
    svg.append(
        String.format(
            Locale.ROOT,
            "<path d=\"M%d %d V%d H%d\" fill=\"none\" stroke=\"#444\"/>%n",
            MARGIN,
            MARGIN / 2,
            floor,
            WIDTH - MARGIN / 2));
    for (int i = 0; i <= 4; i++) {
      double share = i / 4.0;
      svg.append(
          text(
              x(largest * share),
              floor + 20,
              "middle",
              String.format(Locale.ROOT, "%.0f", largest * share / 1024)));
      double figure = least + (most - least) * share;
      svg.append(
          text(MARGIN - 8, y(figure) + 4, "end", String.format(Locale.ROOT, "%.3f", figure)));
    }
    svg.append(text(WIDTH / 2.0, HEIGHT - 20, "middle", "size, KiB"));
    svg.append(text(MARGIN, 20, "start", metric + " on the search rows, with 95 % interval"));
    trials.forEach(trial -> svg.append(dot(trial)));
    return svg.append("</svg>\n").toString();
  }

  private String dot(Trial trial) {
    double x = x((double) trial.size());
    double y = y(trial.estimate().value());
    double radius = Math.max(3, Math.min(16, 5 * Math.sqrt(trial.latency().speedup())));
    String colour = trial.meets() ? "#1a7f37" : "#b35900";
    String title =
        String.format(
            Locale.ROOT,
            "%s: %s %.4f, %.1f KiB, %.2fx",
            trial.name(),
            metric,
            trial.estimate().value(),
            trial.size() / 1024.0,
            trial.latency().speedup());
    return String.format(
            Locale.ROOT,
            "<path d=\"M%.1f %.1f V%.1f\" stroke=\"%s\" stroke-opacity=\"0.4\"/>%n",
            x,
            y(trial.estimate().lower()),
            y(trial.estimate().upper()),
            colour)
        + String.format(
            Locale.ROOT,
            "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"%.1f\" stroke=\"%s\" fill=\"%s\" fill-opacity=\"0.5\"><title>%s</title></circle>%n",
            x,
            y,
            radius,
            colour,
            front.contains(trial) ? colour : "white",
            title);
  }

  private double x(double size) {
    return MARGIN + size / largest * (WIDTH - 1.5 * MARGIN - 20);
  }

  private double y(double figure) {
    double height = HEIGHT - 2.0 * MARGIN;
    return HEIGHT - MARGIN - (figure - least) / (most - least) * height;
  }

  private static String text(double x, double y, String anchor, String text) {
    return String.format(
        Locale.ROOT,
        "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>%n",
        x,
        y,
        anchor,
        text);
  }
}
