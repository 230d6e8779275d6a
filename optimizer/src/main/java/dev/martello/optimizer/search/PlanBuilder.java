package dev.martello.optimizer.search;

import dev.martello.optimizer.OptimizationRefused;
import dev.martello.optimizer.data.Split;
import dev.martello.optimizer.engine.Deviation;
import dev.martello.optimizer.prune.Pruning;
import dev.martello.optimizer.prune.UnitPruning;
import dev.martello.optimizer.quantize.Quantizer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import onnx.OnnxMl.ModelProto;
import org.jspecify.annotations.Nullable;

/** Makes the model of a plan; remembers what several plans begin with. */
final class PlanBuilder {
  private final Prepared prepared;
  private final Split.Calibration calibration;
  private final Map<Optional<Pruning>, Quantizer> quantizers = new HashMap<>();
  private final Map<Pruning, ModelProto> pruned = new HashMap<>();
  private @Nullable Deviation deviation;

  PlanBuilder(Prepared prepared, Split.Calibration calibration) {
    this.prepared = prepared;
    this.calibration = calibration;
  }

  byte[] build(Plan plan) throws OptimizationRefused {
    ModelProto model = prepared.model();
    if (plan.pruning().isPresent()) {
      Pruning pruning = plan.pruning().get();
      if (!pruned.containsKey(pruning)) {
        pruned.put(pruning, UnitPruning.apply(model, pruning, calibration));
      }
      model = pruned.getOrDefault(pruning, model);
    }
    if (plan.quantization().isPresent()) {
      ModelProto from = model;
      model =
          quantizers
              .computeIfAbsent(plan.pruning(), which -> new Quantizer(from, calibration))
              .apply(plan.quantization().get());
    }
    return model.toByteArray();
  }

  /** How far a plan's answers are from the float model's. */
  double deviation(Plan plan) throws OptimizationRefused {
    if (deviation == null) {
      deviation = Deviation.from(prepared.original(), calibration);
    }
    return deviation.of(build(plan));
  }
}
