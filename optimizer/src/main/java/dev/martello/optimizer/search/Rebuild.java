package dev.martello.optimizer.search;

import dev.martello.optimizer.OptimizationRefused;
import dev.martello.optimizer.data.Rows;
import dev.martello.optimizer.data.Split;
import dev.martello.optimizer.engine.AnswerReader;
import dev.martello.optimizer.engine.Engine;
import dev.martello.optimizer.graph.ModelGraph;
import dev.martello.optimizer.prune.UnitPruning;
import dev.martello.optimizer.quantize.Layers;
import dev.martello.optimizer.quantize.Quantizer;
import dev.martello.runtime.evaluation.data.DataRefused;
import dev.martello.runtime.evaluation.metric.Answers;
import dev.martello.runtime.evaluation.metric.Estimate;
import dev.martello.runtime.evaluation.metric.Judged;
import dev.martello.runtime.evaluation.metric.Metric;
import java.util.ArrayList;
import java.util.List;
import onnx.OnnxMl.ModelProto;

/** Makes the model of a plan by its name alone: what a search chose, without searching again. */
public final class Rebuild {
  private Rebuild() {}

  /**
   * The same bytes as the search made of the same model, data and seed.
   *
   * @param name as the search's report has it; not of a plan that leaves layers in float
   */
  public static byte[] of(Prepared prepared, Split split, String name) throws OptimizationRefused {
    Plan plan =
        known(prepared.model()).stream()
            .filter(one -> one.toString().equals(name))
            .findFirst()
            .orElseThrow(
                () ->
                    new OptimizationRefused(
                        "plan '%s' is none that this model has: copy it from report.json; plans with layers in float can't be named"
                            .formatted(name)));
    ModelProto model = prepared.model();
    if (plan.pruning().isPresent()) {
      model = UnitPruning.apply(model, plan.pruning().get(), split.calibration());
    }
    if (plan.quantization().isPresent()) {
      model = new Quantizer(model, split.calibration()).apply(plan.quantization().get());
    }
    return model.toByteArray();
  }

  /** Its figure on the rows that neither calibration nor search has seen. */
  public static Estimate judge(byte[] model, Prepared prepared, Split split, Metric metric)
      throws OptimizationRefused {
    Rows rows = split.unseen().rows();
    double[] labels = rows.data().isLabelled() ? rows.labels() : new double[0];
    try (var smaller = Engine.load(model);
        var original = Engine.load(prepared.original())) {
      Answers reference = AnswerReader.answers(original, rows);
      metric.demand(rows.data(), reference);
      Answers answers = AnswerReader.answers(smaller, rows);
      return metric.estimate(new Judged(answers, labels, reference), split.seed());
    } catch (DataRefused e) {
      throw new OptimizationRefused(String.valueOf(e.getMessage()), e);
    }
  }

  private static List<Plan> known(ModelProto model) {
    List<Plan> quantizations = Plans.quantizations(Layers.of(new ModelGraph(model)));
    List<Plan> prunings = Plans.prunings(model);
    var all = new ArrayList<>(quantizations);
    all.addAll(prunings);
    all.addAll(Plans.together(prunings, quantizations));
    return all;
  }
}
