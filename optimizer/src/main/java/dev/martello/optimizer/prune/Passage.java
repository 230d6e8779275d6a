package dev.martello.optimizer.prune;

import dev.martello.optimizer.graph.ModelGraph;
import dev.martello.optimizer.graph.Nodes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import onnx.OnnxMl.NodeProto;

/**
 * From a tensor on, through functions of each unit alone, to the node behind them; nobody else
 * looks at any of it.
 *
 * @param tensors the first one and what each function makes of it, in order
 */
record Passage(List<String> tensors, NodeProto behind) {
  static final Set<String> UNIT_BY_UNIT =
      Set.of(
          "Relu",
          "LeakyRelu",
          "Elu",
          "Selu",
          "Celu",
          "Sigmoid",
          "HardSigmoid",
          "Tanh",
          "Gelu",
          "Softplus",
          "Softsign",
          "Identity",
          "HardSwish",
          "Mish",
          "ThresholdedRelu",
          "Swish");

  static Optional<Passage> from(ModelGraph graph, String first, Set<String> passable) {
    var tensors = new ArrayList<String>();
    String tensor = first;
    tensors.add(tensor);
    for (Optional<NodeProto> next = graph.onlyConsumer(tensor);
        next.isPresent();
        next = graph.onlyConsumer(tensor)) {
      NodeProto node = next.get();
      if (!passable.contains(node.getOpType()) || !node.getDomain().isEmpty()) {
        return Optional.of(new Passage(List.copyOf(tensors), node));
      }
      if (!node.getInput(0).equals(tensor) || node.getOutputCount() != 1) {
        return Optional.empty();
      }
      tensor = Nodes.id(node);
      tensors.add(tensor);
    }
    return Optional.empty();
  }

  String last() {
    return tensors.get(tensors.size() - 1);
  }
}
