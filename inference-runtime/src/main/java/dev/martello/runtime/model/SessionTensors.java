package dev.martello.runtime.model;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.SequenceInfo;
import ai.onnxruntime.TensorInfo;
import dev.martello.runtime.tensor.ClassMaps;
import dev.martello.runtime.tensor.Datatype;
import dev.martello.sealedmodel.ModelRefused;
import dev.martello.sealedmodel.Reason;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads what a session says of its inputs and outputs, and refuses what could not be served. */
final class SessionTensors {
  private static final String OUTPUT = "output";

  private SessionTensors() {}

  static Map<String, ModelTensor> inputs(Map<String, NodeInfo> nodes) throws ModelRefused {
    return tensors("input", nodes);
  }

  static Map<String, ModelTensor> outputs(Map<String, NodeInfo> nodes) throws ModelRefused {
    return tensors(OUTPUT, nodes);
  }

  private static Map<String, ModelTensor> tensors(String kind, Map<String, NodeInfo> nodes)
      throws ModelRefused {
    Map<String, ModelTensor> tensors = new LinkedHashMap<>();
    for (NodeInfo node : nodes.values()) {
      tensors.put(node.getName(), tensor(kind, node));
    }
    return tensors;
  }

  private static ModelTensor tensor(String kind, NodeInfo node) throws ModelRefused {
    String named = kind + " '" + node.getName() + "'";
    if (kind.equals(OUTPUT)
        && node.getInfo() instanceof SequenceInfo sequence
        && ClassMaps.are(sequence)) {
      return new ModelTensor(node.getName(), Datatype.FP32, List.of(-1L, -1L));
    }
    if (!(node.getInfo() instanceof TensorInfo info)) {
      throw refused(
          named
              + " is no tensor but a map, sequence or optional; export the model with tensors only"
              + " (of the others, class probabilities as skl2onnx gives them are served).");
    }
    Optional<Datatype> datatype = Datatype.of(info.onnxType);
    if (datatype.isEmpty()) {
      throw refused(
          named
              + " has an element type that can't be served here: "
              + info.onnxType.name().replace("ONNX_TENSOR_ELEMENT_DATA_TYPE_", "")
              + ".");
    }
    return new ModelTensor(
        node.getName(), datatype.get(), Arrays.stream(info.getShape()).boxed().toList());
  }

  private static ModelRefused refused(String message) {
    return new ModelRefused(Reason.ModelUnloadable, "model: " + message);
  }
}
