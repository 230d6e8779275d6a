package dev.martello.optimizer.search;

import dev.martello.optimizer.OptimizationRefused;
import dev.martello.optimizer.quantize.Layers;
import dev.martello.optimizer.quantize.Quantization;
import dev.martello.runtime.evaluation.metric.Answers;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which layers suffer most from 8 bits: each is quantized alone and the answers compared. */
final class Harm {
  private Harm() {}

  static List<String> mostFirst(Workbench bench, Plan plan, Layers layers, Budget budget)
      throws OptimizationRefused {
    List<String> all = layersOf(plan, layers);
    Map<String, Double> harm = new HashMap<>();
    for (String layer : all) {
      if (budget.isSpent()) {
        break;
      }
      Answers answers = bench.answers(bench.build(Plans.only(plan, layer, all)));
      harm.put(layer, distance(answers, bench.reference()));
    }
    return all.stream()
        .sorted(Comparator.comparingDouble(layer -> -harm.getOrDefault(layer, 0.0)))
        .toList();
  }

  private static List<String> layersOf(Plan plan, Layers layers) {
    boolean qdq = plan.quantization().stream().anyMatch(Quantization.Static.class::isInstance);
    return qdq
        ? new Layers(layers.dense(), layers.convolutions(), List.of()).ids()
        : new Layers(layers.dense(), List.of(), layers.lstms()).ids();
  }

  /** Mean squared difference of the scores; of sequences the share that differs. */
  private static double distance(Answers answers, Answers reference) {
    double sum = 0;
    for (int row = 0; row < answers.rows(); row++) {
      if (answers.width() == 0) {
        sum += answers.agrees(row, reference) ? 0 : 1;
      }
      for (int column = 0; column < answers.width(); column++) {
        double difference = answers.score(row, column) - reference.score(row, column);
        sum += difference * difference;
      }
    }
    return sum / Math.max(1, answers.rows());
  }
}
