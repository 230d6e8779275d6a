package dev.martello.optimizer.search;

import dev.martello.optimizer.OptimizationRefused;
import dev.martello.optimizer.data.Rows;
import dev.martello.optimizer.data.Split;
import dev.martello.optimizer.engine.AnswerReader;
import dev.martello.optimizer.engine.Engine;
import dev.martello.optimizer.engine.Latency;
import dev.martello.optimizer.engine.Memory;
import dev.martello.optimizer.prune.Pruning;
import dev.martello.optimizer.prune.UnitPruning;
import dev.martello.optimizer.quantize.Quantizer;
import dev.martello.runtime.evaluation.data.DataRefused;
import dev.martello.runtime.evaluation.metric.Answers;
import dev.martello.runtime.evaluation.metric.Estimate;
import dev.martello.runtime.evaluation.metric.Judged;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import onnx.OnnxMl.ModelProto;

/** Makes the model of a plan and measures it beside the float model. */
final class Workbench implements AutoCloseable {
  private final Prepared prepared;
  private final Split split;
  private final Demand demand;
  private final Engine original;
  private final Answers reference;
  private final Estimate baseline;
  private final Path scratch;
  private final Map<Optional<Pruning>, Quantizer> quantizers = new HashMap<>();
  private final Map<Pruning, ModelProto> pruned = new HashMap<>();

  Workbench(Prepared prepared, Split split, Demand demand) throws OptimizationRefused, IOException {
    this.prepared = prepared;
    this.split = split;
    this.demand = demand;
    this.original = Engine.load(prepared.original());
    this.reference = AnswerReader.answers(original, split.search().rows());
    Rows rows = split.search().rows();
    try {
      demand.metric().demand(rows.data(), reference);
    } catch (DataRefused e) {
      throw new OptimizationRefused(String.valueOf(e.getMessage()), e);
    }
    this.baseline = estimate(reference, reference, rows);
    this.scratch = Files.createTempDirectory("martello-optimize");
  }

  Estimate baseline() {
    return baseline;
  }

  Answers reference() {
    return reference;
  }

  byte[] build(Plan plan) throws OptimizationRefused {
    ModelProto model = prepared.model();
    if (plan.pruning().isPresent()) {
      Pruning pruning = plan.pruning().get();
      if (!pruned.containsKey(pruning)) {
        pruned.put(pruning, UnitPruning.apply(model, pruning, split.calibration()));
      }
      model = pruned.getOrDefault(pruning, model);
    }
    if (plan.quantization().isPresent()) {
      ModelProto from = model;
      model =
          quantizers
              .computeIfAbsent(plan.pruning(), which -> new Quantizer(from, split.calibration()))
              .apply(plan.quantization().get());
    }
    return model.toByteArray();
  }

  Answers answers(byte[] model) throws OptimizationRefused {
    try (var engine = Engine.load(model)) {
      return AnswerReader.answers(engine, split.search().rows());
    }
  }

  Trial measure(String name, String sha256, byte[] model)
      throws OptimizationRefused, IOException, InterruptedException {
    Rows rows = split.search().rows();
    Estimate estimate;
    Latency latency;
    try (var engine = Engine.load(model)) {
      estimate = estimate(AnswerReader.answers(engine, rows), reference, rows);
      latency = Latency.of(engine, original, rows);
    }
    Path file = Files.write(scratch.resolve("candidate.onnx"), model);
    var memory = Memory.bytes(file);
    double shortfall = demand.shortfall(estimate, baseline);
    return new Trial(name, sha256, model.length, estimate, shortfall, latency, memory);
  }

  /** The last word: only for the one chosen model. */
  SearchResult.Chosen judge(Trial trial, byte[] model) throws OptimizationRefused {
    Rows rows = split.unseen().rows();
    Answers floats = AnswerReader.answers(original, rows);
    try (var engine = Engine.load(model)) {
      Answers answers = AnswerReader.answers(engine, rows);
      return new SearchResult.Chosen(
          trial,
          model,
          estimate(answers, floats, rows),
          estimate(floats, floats, rows),
          answers,
          floats);
    }
  }

  private Estimate estimate(Answers answers, Answers floats, Rows rows) {
    double[] labels = rows.data().isLabelled() ? rows.labels() : new double[0];
    return demand.metric().estimate(new Judged(answers, labels, floats), split.seed());
  }

  @Override
  public void close() throws IOException {
    original.close();
    Files.deleteIfExists(scratch.resolve("candidate.onnx"));
    Files.delete(scratch);
  }
}
