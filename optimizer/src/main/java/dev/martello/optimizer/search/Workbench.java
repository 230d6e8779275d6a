package dev.martello.optimizer.search;

import dev.martello.optimizer.OptimizationRefused;
import dev.martello.optimizer.data.Rows;
import dev.martello.optimizer.data.Split;
import dev.martello.optimizer.engine.AnswerReader;
import dev.martello.optimizer.engine.Engine;
import dev.martello.optimizer.engine.Latency;
import dev.martello.optimizer.engine.Memory;
import dev.martello.runtime.evaluation.data.DataRefused;
import dev.martello.runtime.evaluation.metric.Answers;
import dev.martello.runtime.evaluation.metric.Estimate;
import dev.martello.runtime.evaluation.metric.Judged;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/** Measures models beside the float model. */
final class Workbench implements AutoCloseable {
  private final Split split;
  private final Demand demand;
  private final Engine original;
  private final Answers reference;
  private final Estimate baseline;
  private final Path scratch;
  private final PlanBuilder builder;

  Workbench(Prepared prepared, Split split, Demand demand) throws OptimizationRefused, IOException {
    this.builder = new PlanBuilder(prepared, split.calibration());
    this.split = split;
    this.demand = demand;
    this.original = Engine.load(prepared.original());
    this.reference = AnswerReader.answers(original, split.search().rows(), demand.ctcBlank());
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

  PlanBuilder builder() {
    return builder;
  }

  Trial measure(String name, String sha256, byte[] model)
      throws OptimizationRefused, IOException, InterruptedException {
    Rows rows = split.search().rows();
    Answers answers;
    Latency latency;
    try (var engine = Engine.load(model)) {
      answers = AnswerReader.answers(engine, rows, demand.ctcBlank(), this::isOutOfReach);
      latency = Latency.of(engine, original, rows);
    }
    Rows seen = rows.first(answers.rows());
    Estimate estimate = estimate(answers, reference, seen);
    double doubt =
        demand
            .metric()
            .doubt(
                judged(answers, reference, seen), judged(reference, reference, seen), split.seed());
    Path file = Files.write(scratch.resolve("candidate.onnx"), model);
    var memory = seen.size() < rows.size() ? OptionalLong.empty() : Memory.bytes(file);
    double shortfall = demand.shortfall(estimate, baseline);
    return new Trial(name, sha256, model.length, estimate, shortfall, doubt, latency, memory);
  }

  private boolean isOutOfReach(Answers answers) {
    Rows rows = split.search().rows();
    Estimate some = estimate(answers, reference, rows.first(answers.rows()));
    return demand.isOutOfReach(some, rows.size(), baseline);
  }

  /** The last word: only for the one chosen model. */
  SearchResult.Chosen judge(Trial trial, byte[] model) throws OptimizationRefused {
    Rows rows = split.unseen().rows();
    Answers floats = AnswerReader.answers(original, rows, demand.ctcBlank());
    try (var engine = Engine.load(model)) {
      Answers answers = AnswerReader.answers(engine, rows, demand.ctcBlank());
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
    return demand.metric().estimate(judged(answers, floats, rows), split.seed());
  }

  private static Judged judged(Answers answers, Answers floats, Rows rows) {
    double[] labels = rows.data().isLabelled() ? rows.labels() : new double[0];
    return new Judged(answers, labels, floats);
  }

  @Override
  public void close() throws IOException {
    original.close();
    Files.deleteIfExists(scratch.resolve("candidate.onnx"));
    Files.delete(scratch);
  }
}
