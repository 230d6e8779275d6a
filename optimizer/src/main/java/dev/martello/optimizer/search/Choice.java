package dev.martello.optimizer.search;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Takes the best of what was tried. */
final class Choice {
  /** A measured time must differ by this much before it counts: machines are noisy. */
  private static final double NOISE = 1.10;

  private static final double NEARLY = 1.05;

  private Choice() {}

  /**
   * Smallest that is not slower, or fastest that is not larger, and only if it gains; if none is
   * faster, the smallest. One that meets the demand by chance only is taken if there is no other.
   */
  static Optional<Trial> best(Trial original, List<Trial> trials, Demand.Target target) {
    List<Trial> meeting =
        trials.stream()
            .filter(Trial::meets)
            .filter(trial -> gains(original, trial, target))
            .toList();
    List<Trial> sure = meeting.stream().filter(Trial::isSure).toList();
    List<Trial> gaining = sure.isEmpty() ? meeting : sure;
    if (gaining.isEmpty() && target == Demand.Target.LATENCY) {
      return best(original, trials, Demand.Target.SIZE);
    }
    return gaining.stream()
        .min(order(target))
        .flatMap(
            best ->
                gaining.stream()
                    .filter(trial -> isNear(trial, best, target))
                    .min(
                        Comparator.comparingDouble(Trial::shortfall).thenComparing(order(target))));
  }

  /** So near the best that being more right counts for more. */
  private static boolean isNear(Trial trial, Trial best, Demand.Target target) {
    return switch (target) {
      case SIZE -> trial.size() <= best.size() * NEARLY;
      case LATENCY -> trial.latency().speedup() * NOISE >= best.latency().speedup();
    };
  }

  private static boolean gains(Trial original, Trial trial, Demand.Target target) {
    return switch (target) {
      case SIZE -> trial.size() < original.size() && trial.latency().speedup() * NOISE >= 1;
      case LATENCY -> trial.latency().speedup() >= NOISE && trial.size() <= original.size();
    };
  }

  static Comparator<Trial> order(Demand.Target target) {
    Comparator<Trial> size = Comparator.comparingLong(Trial::size);
    Comparator<Trial> speed = Comparator.comparingDouble(trial -> -trial.latency().speedup());
    return target == Demand.Target.SIZE ? size.thenComparing(speed) : speed.thenComparing(size);
  }

  /** Why none was taken, and how near the nearest came. */
  static String refusal(Demand demand, List<Trial> trials) {
    boolean anyMeets = trials.stream().anyMatch(Trial::meets);
    if (anyMeets) {
      return "left alone: %d plans meet the demand (%s), and none of them is %s"
          .formatted(
              trials.stream().filter(Trial::meets).count(),
              demand,
              demand.target() == Demand.Target.SIZE
                  ? "smaller without being slower; --target latency, or serve it as it is"
                  : "at least 10 % faster, or smaller without being slower; serve it as it is");
    }
    return trials.stream()
        .min(Comparator.comparingDouble(Trial::shortfall))
        .map(
            near ->
                "none of %d plans meets the demand (%s); the nearest, %s, has %s %.4f, which is %.4f short: allow that or train a model that is less sensitive"
                    .formatted(
                        trials.size(),
                        demand,
                        near.name(),
                        demand.metric().word(),
                        near.estimate().value(),
                        near.shortfall()))
        .orElse("no plan could be tried within the budget: give it more with --budget");
  }
}
