package dev.martello.optimizer.engine;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import dev.martello.optimizer.OptimizationRefused;
import dev.martello.optimizer.data.Rows;
import dev.martello.runtime.evaluation.data.DataRefused;
import dev.martello.runtime.evaluation.metric.AnswerCollector;
import dev.martello.runtime.evaluation.metric.Answers;
import java.util.HashSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Predicate;

/** Takes answers from a model, row by row. */
public final class AnswerReader {
  private static final int AT_ONCE = 32;

  private final AnswerCollector collector;
  private final Optional<String> labels;
  private final Optional<String> floats;

  private AnswerReader(Engine engine) throws OptimizationRefused {
    this.labels = engine.firstOutput(OnnxJavaType.INT64);
    this.floats = engine.firstOutput(OnnxJavaType.FLOAT);
    this.collector = new AnswerCollector(labels.isPresent());
  }

  /**
   * Of all rows.
   *
   * @param ctcBlank the class that CTC leaves out, if sequences are to be read that way
   */
  public static Answers answers(Engine engine, Rows rows, OptionalLong ctcBlank)
      throws OptimizationRefused {
    return answers(engine, rows, ctcBlank, some -> false);
  }

  /**
   * Of all rows, or of the first so many that settle the matter.
   *
   * @param ctcBlank the class that CTC leaves out, if sequences are to be read that way
   */
  public static Answers answers(
      Engine engine, Rows rows, OptionalLong ctcBlank, Predicate<Answers> settled)
      throws OptimizationRefused {
    var reader = new AnswerReader(engine);
    Set<String> wanted = new HashSet<>();
    reader.labels.ifPresent(wanted::add);
    reader.floats.ifPresent(wanted::add);
    if (wanted.isEmpty()) {
      throw new OptimizationRefused(
          "the model has neither a float nor an int64 output, so there is nothing to judge");
    }
    try {
      for (int from = 0; ; from += AT_ONCE) {
        int to = Math.min(from + AT_ONCE, rows.size());
        // One by one, as requests come: a dynamic range depends on the rows that share a batch.
        Runs.over(engine, rows.between(from, to), 1, wanted, reader::read);
        Answers taken = reader.collector.answers(to);
        Answers some = ctcBlank.isPresent() ? taken.decoded(ctcBlank.getAsLong()) : taken;
        if (to == rows.size() || settled.test(some)) {
          return some;
        }
      }
    } catch (DataRefused e) {
      throw new OptimizationRefused(String.valueOf(e.getMessage()), e);
    }
  }

  private void read(Engine.Outputs outputs) {
    floats.ifPresent(name -> readFloats(outputs.tensor(name)));
    labels.ifPresent(name -> readLabels(outputs.tensor(name)));
  }

  private void readLabels(OnnxTensor tensor) {
    var values = tensor.getLongBuffer();
    var labels = new long[values.remaining()];
    values.get(labels);
    collector.addLabels(labels);
  }

  private void readFloats(OnnxTensor tensor) {
    var values = tensor.getFloatBuffer();
    var floats = new float[values.remaining()];
    values.get(floats);
    collector.addFloats(tensor.getInfo().getShape(), floats);
  }
}
