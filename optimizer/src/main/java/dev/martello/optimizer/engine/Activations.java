package dev.martello.optimizer.engine;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import dev.martello.optimizer.OptimizationRefused;
import dev.martello.optimizer.data.Split;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import onnx.OnnxMl.ModelProto;
import onnx.OnnxMl.TensorProto;
import onnx.OnnxMl.TypeProto;
import onnx.OnnxMl.ValueInfoProto;

/** Looks at tensors inside a model while it runs over the calibration rows. */
public final class Activations {
  private static final int BATCH = 16;

  private Activations() {}

  /** Sees one tensor of one batch. */
  public interface Observer {
    void see(String tensor, long[] shape, FloatBuffer values);
  }

  public static void observe(
      ModelProto model, Set<String> tensors, Split.Calibration calibration, Observer observer)
      throws OptimizationRefused {
    var graph = model.getGraph().toBuilder();
    var type =
        TypeProto.newBuilder()
            .setTensorType(
                TypeProto.Tensor.newBuilder().setElemType(TensorProto.DataType.FLOAT_VALUE));
    List<String> inputs = new ArrayList<>();
    graph.getInputList().forEach(input -> inputs.add(input.getName()));
    List<String> outputs = new ArrayList<>();
    graph.getOutputList().forEach(output -> outputs.add(output.getName()));
    for (String tensor : tensors) {
      if (!outputs.contains(tensor) && !inputs.contains(tensor)) {
        graph.addOutput(ValueInfoProto.newBuilder().setName(tensor).setType(type));
        outputs.add(tensor);
      }
    }
    try (var engine = Engine.load(model.toBuilder().setGraph(graph).build().toByteArray())) {
      var wanted = new HashSet<>(tensors);
      wanted.retainAll(outputs);
      Runs.over(
          engine,
          calibration.rows(),
          BATCH,
          wanted.isEmpty() ? Set.copyOf(engine.outputNames()) : wanted,
          seen -> wanted.forEach(name -> see(observer, name, seen.tensor(name))));
      observeInputs(engine, inputs, tensors, calibration, observer);
    }
  }

  private static void see(Observer observer, String name, OnnxTensor tensor) {
    observer.see(name, tensor.getInfo().getShape(), tensor.getFloatBuffer());
  }

  /** An input can't be an output too, so its values are taken from the data. */
  private static void observeInputs(
      Engine engine,
      List<String> inputs,
      Set<String> tensors,
      Split.Calibration calibration,
      Observer observer)
      throws OptimizationRefused {
    var feed = new Feed(engine.inputs(), calibration.rows().data().features());
    for (String input : inputs) {
      if (tensors.contains(input)) {
        for (int row = 0; row < calibration.rows().size(); row++) {
          try (var fed = feed.tensors(calibration.rows(), row, 1)) {
            OnnxTensor tensor = fed.byName().get(input);
            if (tensor != null) {
              see(observer, input, tensor);
            }
          } catch (OrtException e) {
            throw new OptimizationRefused("ONNX Runtime refuses the data: " + e.getMessage(), e);
          }
        }
      }
    }
  }
}
