package dev.martello.optimizer.search;

import dev.martello.optimizer.prune.Pruning;
import dev.martello.optimizer.prune.UnitPruning;
import dev.martello.optimizer.quantize.Calibration;
import dev.martello.optimizer.quantize.Layers;
import dev.martello.optimizer.quantize.Quantization.Dynamic;
import dev.martello.optimizer.quantize.Quantization.Static;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import onnx.OnnxMl.ModelProto;

/** Plans worth trying on a model, in the order in which they are tried. */
final class Plans {
  private static final boolean[] EITHER = {true, false};
  private static final double[] SHARES = {0.25, 0.5, 0.75, 0.9};

  private Plans() {}

  static List<Plan> quantizations(Layers layers) {
    var plans = new ArrayList<Plan>();
    if (!layers.dense().isEmpty() || !layers.lstms().isEmpty()) {
      for (boolean perChannel : EITHER) {
        for (boolean symmetric : EITHER) {
          plans.add(Plan.of(new Dynamic(perChannel, symmetric, Set.of())));
        }
      }
    }
    // Per-channel first, which is mostly the more right: a budget may end before the rest.
    for (boolean convolutionsOnly : scopes(layers)) {
      plans.add(
          Plan.of(new Static(Calibration.MIN_MAX, true, false, convolutionsOnly, true, Set.of())));
    }
    for (boolean perChannel : EITHER) {
      for (boolean convolutionsOnly : scopes(layers)) {
        for (Calibration method : Calibration.values()) {
          for (boolean symmetric : new boolean[] {false, true}) {
            plans.add(
                Plan.of(
                    new Static(method, perChannel, symmetric, convolutionsOnly, false, Set.of())));
          }
        }
      }
    }
    return plans;
  }

  private static List<Boolean> scopes(Layers layers) {
    if (layers.convolutions().isEmpty()) {
      return layers.dense().isEmpty() ? List.of() : List.of(false);
    }
    return layers.dense().isEmpty() ? List.of(false) : List.of(false, true);
  }

  static List<Plan> prunings(ModelProto model) {
    if (!UnitPruning.applies(model)) {
      return List.of();
    }
    var plans = new ArrayList<Plan>();
    for (double share : SHARES) {
      for (var saliency : Pruning.Saliency.values()) {
        plans.add(Plan.of(new Pruning(share, saliency)));
      }
    }
    return plans;
  }

  /** Each pruning with each quantization. */
  static List<Plan> together(List<Plan> prunings, List<Plan> quantizations) {
    var plans = new ArrayList<Plan>();
    for (Plan pruning : prunings) {
      for (Plan quantization : quantizations) {
        plans.add(new Plan(pruning.pruning(), quantization.quantization()));
      }
    }
    return plans;
  }

  /** The same quantization with these layers in float. */
  static Plan leaving(Plan plan, List<String> layers) {
    var left = new LinkedHashSet<>(layers);
    return new Plan(plan.pruning(), plan.quantization().map(recipe -> recipe.leaving(left)));
  }

  /** Only this layer in 8 bits. */
  static Plan only(Plan plan, String layer, List<String> layers) {
    return leaving(plan, layers.stream().filter(other -> !other.equals(layer)).toList());
  }
}
