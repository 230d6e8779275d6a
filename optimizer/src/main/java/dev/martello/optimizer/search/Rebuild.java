package dev.martello.optimizer.search;

import dev.martello.optimizer.OptimizationRefused;
import dev.martello.optimizer.data.Rows;
import dev.martello.optimizer.data.Split;
import dev.martello.optimizer.engine.AnswerReader;
import dev.martello.optimizer.engine.Engine;
import dev.martello.optimizer.graph.ModelGraph;
import dev.martello.optimizer.quantize.Layers;
import dev.martello.runtime.evaluation.data.DataRefused;
import dev.martello.runtime.evaluation.metric.Answers;
import dev.martello.runtime.evaluation.metric.Estimate;
import dev.martello.runtime.evaluation.metric.Judged;
import dev.martello.runtime.evaluation.metric.Metric;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import onnx.OnnxMl.ModelProto;

/** Makes the model of a plan by its name alone: what a search chose, without searching again. */
public final class Rebuild {
  private static final Pattern PARTLY =
      Pattern.compile("(?<plan>.*), (?<count>[0-9]{1,6}) in float");

  private Rebuild() {}

  /**
   * The same bytes as the search made of the same model, data and seed.
   *
   * @param name as the search's report has it; of one that leaves layers in float, which ones is
   *     found again as the search found it
   */
  public static byte[] of(Prepared prepared, Split split, String name) throws OptimizationRefused {
    var builder = new PlanBuilder(prepared, split.calibration());
    Matcher partly = PARTLY.matcher(name);
    if (!partly.matches()) {
      return builder.build(named(prepared.model(), name));
    }
    Plan whole = named(prepared.model(), partly.group("plan"));
    Layers layers = Layers.of(new ModelGraph(prepared.model()));
    Plan unpruned = new Plan(Optional.empty(), whole.quantization());
    List<String> worstFirst = Harm.mostFirst(builder, unpruned, layers, () -> false);
    int count = Integer.parseInt(partly.group("count"));
    if (count >= worstFirst.size()) {
      throw new OptimizationRefused(
          "plan '%s' leaves %d layers in float, and the model has %d: copy it from report.json"
              .formatted(name, count, worstFirst.size()));
    }
    return builder.build(Plans.leaving(whole, worstFirst.subList(0, count)));
  }

  private static Plan named(ModelProto model, String name) throws OptimizationRefused {
    return known(model).stream()
        .filter(one -> one.toString().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new OptimizationRefused(
                    "plan '%s' is none that this model has: copy it from report.json"
                        .formatted(name)));
  }

  /**
   * Its figure on the rows that neither calibration nor search has seen.
   *
   * @param ctcBlank the class that CTC leaves out, if sequences are compared as it reads them
   */
  public static Estimate judge(
      byte[] model, Prepared prepared, Split split, Metric metric, OptionalLong ctcBlank)
      throws OptimizationRefused {
    Rows rows = split.unseen().rows();
    double[] labels = rows.data().isLabelled() ? rows.labels() : new double[0];
    try (var smaller = Engine.load(model);
        var original = Engine.load(prepared.original())) {
      Answers reference = AnswerReader.answers(original, rows, ctcBlank);
      metric.demand(rows.data(), reference);
      Answers answers = AnswerReader.answers(smaller, rows, ctcBlank);
      return metric.estimate(new Judged(answers, labels, reference), split.seed());
    } catch (DataRefused e) {
      throw new OptimizationRefused(String.valueOf(e.getMessage()), e);
    }
  }

  private static List<Plan> known(ModelProto model) {
    List<Plan> quantizations = Plans.quantizations(Layers.of(new ModelGraph(model)));
    List<Plan> prunings = Plans.prunings(model);
    var all = new ArrayList<>(quantizations);
    all.add(Plan.FOLDED);
    all.addAll(prunings);
    all.addAll(Plans.together(prunings, quantizations));
    return all;
  }
}
