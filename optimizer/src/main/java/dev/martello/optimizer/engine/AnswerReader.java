package dev.martello.optimizer.engine;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.TensorInfo;
import dev.martello.optimizer.OptimizationRefused;
import dev.martello.optimizer.data.Rows;
import dev.martello.runtime.evaluation.data.DataRefused;
import dev.martello.runtime.evaluation.metric.AnswerCollector;
import dev.martello.runtime.evaluation.metric.Answers;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Takes answers from a model, row by row. */
public final class AnswerReader {
  private final AnswerCollector collector;
  private final Optional<String> labels;
  private final Optional<String> floats;

  private AnswerReader(Engine engine) throws OrtException {
    var info = engine.session().getOutputInfo();
    this.labels = first(info, OnnxJavaType.INT64);
    this.floats = first(info, OnnxJavaType.FLOAT);
    this.collector = new AnswerCollector(labels.isPresent());
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
    try {
      return reader.collector.answers(rows.size());
    } catch (DataRefused e) {
      throw new OptimizationRefused(String.valueOf(e.getMessage()), e);
    }
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
