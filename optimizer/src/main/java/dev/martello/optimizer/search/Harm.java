package dev.martello.optimizer.search;

import dev.martello.optimizer.OptimizationRefused;
import dev.martello.optimizer.graph.Dense;
import dev.martello.optimizer.quantize.Layers;
import dev.martello.optimizer.quantize.Quantization;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** Which layers suffer most from 8 bits: each is quantized alone and run over a few rows. */
final class Harm {
  private Harm() {}

  /** Empty if there was no time for all. */
  static List<String> mostFirst(
      PlanBuilder builder, Plan plan, Layers layers, BooleanSupplier isLate)
      throws OptimizationRefused {
    List<String> all = layersOf(plan, layers);
    Map<String, Double> harm = new HashMap<>();
    for (String layer : all) {
      if (isLate.getAsBoolean()) {
        return List.of();
      }
      harm.put(layer, builder.deviation(Plans.only(plan, layer, all)));
    }
    return all.stream()
        .sorted(Comparator.comparingDouble(layer -> -harm.getOrDefault(layer, 0.0)))
        .toList();
  }

  private static List<String> layersOf(Plan plan, Layers layers) {
    if (plan.quantization().orElse(null) instanceof Quantization.Static qdq) {
      var dense = qdq.convolutionsOnly() ? List.<Dense>of() : layers.dense();
      return new Layers(dense, layers.convolutions(), List.of()).ids();
    }
    return new Layers(layers.dense(), List.of(), layers.lstms()).ids();
  }
}
