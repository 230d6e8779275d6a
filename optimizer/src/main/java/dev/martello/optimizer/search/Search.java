package dev.martello.optimizer.search;

import dev.martello.optimizer.OptimizationRefused;
import dev.martello.optimizer.data.Split;
import dev.martello.optimizer.graph.ModelGraph;
import dev.martello.optimizer.quantize.Layers;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Tries plans in rounds: constants folded; 8 bits; the 8 bits that cost too much with the layers
 * that suffer most in float; fewer hidden units; both. Only the chosen model meets the unseen rows;
 * if it fails there, nothing is chosen, since a second try would make them seen.
 */
public final class Search {
  private static final int BEST = 3;

  private final Prepared prepared;
  private final Demand demand;
  private final Budget budget;
  private final Progress progress;
  private final Journal journal;
  private final Workbench bench;
  private final Map<String, Trial> trials = new HashMap<>();
  private final List<Trial> inOrder = new ArrayList<>();
  private final Map<String, Plan> plans = new HashMap<>();
  private boolean complete = true;

  private Search(
      Prepared prepared,
      Demand demand,
      Budget budget,
      Progress progress,
      Journal journal,
      Workbench bench) {
    this.prepared = prepared;
    this.demand = demand;
    this.budget = budget;
    this.progress = progress;
    this.journal = journal;
    this.bench = bench;
  }

  public static SearchResult run(
      Prepared prepared,
      Split split,
      Demand demand,
      Budget budget,
      Progress progress,
      Journal journal)
      throws OptimizationRefused, IOException, InterruptedException {
    try (var bench = new Workbench(prepared, split, demand)) {
      return new Search(prepared, demand, budget, progress, journal, bench).run();
    }
  }

  private SearchResult run() throws OptimizationRefused, IOException, InterruptedException {
    if (demand.shortOfBound(bench.baseline()) > 0) {
      throw new OptimizationRefused(
          "the float model itself has %s %.4f on the search rows, which does not meet %s: train a better one"
              .formatted(demand.metric().word(), bench.baseline().value(), demand));
    }
    Trial original = trial("float", prepared::original);
    trials.put(original.sha256(), original);
    Layers layers = Layers.of(new ModelGraph(prepared.model()));
    List<Plan> quantizations = Plans.quantizations(layers);
    List<Plan> prunings = Plans.prunings(prepared.model());
    tryAll(List.of(Plan.FOLDED));
    tryAll(quantizations);
    var eightBits = new ArrayList<>(quantizations);
    for (Plan plan : worthMending(quantizations, original)) {
      mend(plan, layers, eightBits);
    }
    tryAll(prunings);
    tryAll(Plans.together(leastHarmful(prunings), leastHarmful(eightBits)));
    return new SearchResult(original, List.copyOf(inOrder), complete, outcome(original));
  }

  private SearchResult.Outcome outcome(Trial original) throws OptimizationRefused {
    var best = Choice.best(original, inOrder, demand.target());
    if (best.isEmpty()) {
      return new SearchResult.None(Choice.refusal(demand, inOrder));
    }
    Trial trial = best.get();
    Plan plan = plans.get(trial.name());
    if (plan == null) {
      throw new IllegalStateException("a trial without a plan: " + trial.name());
    }
    var chosen = bench.judge(trial, bench.builder().build(plan));
    double shortfall = demand.shortfall(chosen.unseen(), chosen.unseenOriginal());
    if (shortfall > 0) {
      return new SearchResult.None(
          "the chosen plan, %s, does not hold on the unseen rows: %s %.4f (float %.4f), %.4f short of the demand (%s): give more evaluation data, or a stricter --max-drop for the search to keep away from the edge"
              .formatted(
                  trial.name(),
                  demand.metric().word(),
                  chosen.unseen().value(),
                  chosen.unseenOriginal().value(),
                  shortfall,
                  demand));
    }
    return chosen;
  }

  private void tryAll(List<Plan> round)
      throws OptimizationRefused, IOException, InterruptedException {
    for (Plan plan : round) {
      if (attempt(plan).isEmpty()) {
        return;
      }
    }
  }

  /** Empty if the budget is spent. */
  private Optional<Trial> attempt(Plan plan)
      throws OptimizationRefused, IOException, InterruptedException {
    String name = plan.toString();
    if (budget.isSpent() && journal.recall(name).isEmpty()) {
      complete = false;
      return Optional.empty();
    }
    boolean isNew = plans.putIfAbsent(name, plan) == null;
    progress.starts(inOrder.size() + 1, name);
    Trial trial = trial(name, () -> bench.builder().build(plan));
    if (!trial.name().equals(name)) {
      progress.skipped(name, "same bytes as " + trial.name());
    } else if (isNew) {
      trials.put(trial.sha256(), trial);
      inOrder.add(trial);
      progress.tried(trial);
    }
    return Optional.of(trial);
  }

  /** Those that are right are added to the others. */
  private void mend(Plan plan, Layers layers, List<Plan> eightBits)
      throws OptimizationRefused, IOException, InterruptedException {
    List<String> worstFirst = Harm.mostFirst(bench.builder(), plan, layers, budget::isSpent);
    complete &= !worstFirst.isEmpty();
    Mending.bisect(
        worstFirst.size(),
        count -> {
          Plan mended = Plans.leaving(plan, worstFirst.subList(0, count));
          eightBits.add(mended);
          return attempt(mended);
        });
  }

  /** Makes a model. */
  private interface Maker {
    byte[] make() throws OptimizationRefused;
  }

  /**
   * What was measured before, or is measured now; of an earlier plan if that has the same bytes.
   */
  private Trial trial(String name, Maker maker)
      throws OptimizationRefused, IOException, InterruptedException {
    var before = journal.recall(name);
    if (before.isPresent()) {
      return before.get();
    }
    byte[] model = maker.make();
    String sha256 = sha256(model);
    Trial same = trials.get(sha256);
    Trial trial = same == null ? bench.measure(name, sha256, model) : same;
    journal.keep(name, trial);
    return trial;
  }

  private Stream<Trial> of(List<Plan> round) {
    var names = round.stream().map(Plan::toString).toList();
    return inOrder.stream().filter(trial -> names.contains(trial.name()));
  }

  private List<Plan> leastHarmful(List<Plan> round) {
    return of(round)
        .filter(Trial::meets)
        .sorted(Choice.order(demand.target()))
        .limit(BEST)
        .flatMap(trial -> Stream.ofNullable(plans.get(trial.name())))
        .toList();
  }

  /**
   * Of those that are not right, and would be better than the best that is, the most right dynamic
   * and the most right static one: two of a kind suffer in the same layers.
   */
  private List<Plan> worthMending(List<Plan> round, Trial original) {
    Comparator<Trial> order = Choice.order(demand.target());
    Trial best =
        of(round)
            .filter(Trial::isSure)
            .min(order)
            .filter(trial -> order.compare(trial, original) < 0)
            .orElse(original);
    Set<Class<?>> kinds = new HashSet<>();
    return of(round)
        .filter(trial -> !trial.isSure() && order.compare(trial, best) < 0)
        .sorted(Comparator.comparingDouble(Trial::shortfall))
        .flatMap(trial -> Stream.ofNullable(plans.get(trial.name())))
        .filter(plan -> kinds.add(plan.quantization().orElseThrow().getClass()))
        .toList();
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
