package dev.martello.optimizer.engine;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.TensorInfo;
import dev.martello.optimizer.OptimizationRefused;
import dev.martello.optimizer.data.Rows;
import dev.martello.optimizer.metric.Answers;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Takes answers from a model: the class from its first integer output if there is one, else the
 * largest of its first float output's last axis.
 */
public final class AnswerReader {
  private final List<long[]> classes = new ArrayList<>();
  private final List<double[]> scores = new ArrayList<>();
  private final Optional<String> labels;
  private final Optional<String> floats;

  private AnswerReader(Engine engine) throws OrtException {
    var info = engine.session().getOutputInfo();
    this.labels = first(info, OnnxJavaType.INT64);
    this.floats = first(info, OnnxJavaType.FLOAT);
  }

  public static Answers answers(Engine engine, Rows rows) throws OptimizationRefused {
    AnswerReader reader;
    try {
      reader = new AnswerReader(engine);
    } catch (OrtException e) {
      throw new OptimizationRefused("ONNX Runtime can't describe the model: " + e.getMessage(), e);
    }
    Set<String> wanted = new HashSet<>();
    reader.labels.ifPresent(wanted::add);
    reader.floats.ifPresent(wanted::add);
    if (wanted.isEmpty()) {
      throw new OptimizationRefused(
          "the model has neither a float nor an int64 output, so there is nothing to judge");
    }
    // One by one, as requests come: a dynamic range depends on the rows that share a batch.
    Runs.over(engine, rows, 1, wanted, reader::read);
    if (reader.classes.size() != rows.size()) {
      throw new OptimizationRefused(
          "the model gave %d answers for %d rows: its outputs need one entry a row"
              .formatted(reader.classes.size(), rows.size()));
    }
    return new Answers(
        reader.classes.toArray(long[][]::new), reader.scores.toArray(double[][]::new));
  }

  private static Optional<String> first(Map<String, NodeInfo> outputs, OnnxJavaType type) {
    return outputs.values().stream()
        .filter(node -> node.getInfo() instanceof TensorInfo tensor && tensor.type == type)
        .map(NodeInfo::getName)
        .findFirst();
  }

  private void read(Engine.Outputs outputs) {
    floats.ifPresent(name -> readFloats(outputs.tensor(name)));
    labels.ifPresent(name -> readLabels(outputs.tensor(name)));
  }

  private void readLabels(OnnxTensor tensor) {
    var values = tensor.getLongBuffer();
    while (values.hasRemaining()) {
      classes.add(new long[] {values.get()});
    }
  }

  private void readFloats(OnnxTensor tensor) {
    long[] shape = tensor.getInfo().getShape();
    FloatBuffer values = tensor.getFloatBuffer();
    int rows = shape.length == 0 ? 1 : (int) shape[0];
    int last = shape.length < 2 ? 1 : (int) shape[shape.length - 1];
    int length = values.remaining() / Math.max(rows, 1);
    for (int row = 0; row < rows; row++) {
      int steps = length / Math.max(last, 1);
      var chosen = new long[steps];
      for (int step = 0; step < steps; step++) {
        chosen[step] = largest(values, row * length + step * last, last);
      }
      if (labels.isEmpty()) {
        classes.add(chosen);
      }
      scores.add(shape.length <= 2 ? copy(values, row * length, length) : new double[0]);
    }
  }

  /** A single number is a score: more than half is class 1. */
  private static long largest(FloatBuffer values, int from, int count) {
    if (count == 1) {
      return values.get(from) > 0.5f ? 1 : 0;
    }
    int best = 0;
    for (int i = 1; i < count; i++) {
      best = values.get(from + i) > values.get(from + best) ? i : best;
    }
    return best;
  }

  private static double[] copy(FloatBuffer values, int from, int count) {
    var copy = new double[count];
    for (int i = 0; i < count; i++) {
      copy[i] = values.get(from + i);
    }
    return copy;
  }
}
