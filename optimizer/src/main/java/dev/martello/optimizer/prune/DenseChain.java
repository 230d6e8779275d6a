package dev.martello.optimizer.prune;

import dev.martello.optimizer.graph.Dense;
import dev.martello.optimizer.graph.ModelGraph;
import dev.martello.optimizer.graph.Nodes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import onnx.OnnxMl.NodeProto;

/**
 * Two dense layers with nothing between them but functions of each unit alone, and nobody else
 * looking: here a unit can go without anyone noticing its place.
 */
public record DenseChain(Dense first, List<String> between, Dense second) {
  private static final Set<String> UNIT_BY_UNIT =
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
  private static final int FEWEST_UNITS = 8;

  public static List<DenseChain> in(ModelGraph graph) {
    var chains = new ArrayList<DenseChain>();
    for (NodeProto node : graph.nodes()) {
      Dense.of(graph, node)
          .filter(dense -> dense.weights().size(1) >= FEWEST_UNITS)
          .flatMap(dense -> from(graph, dense))
          .ifPresent(chains::add);
    }
    return chains;
  }

  private static Optional<DenseChain> from(ModelGraph graph, Dense first) {
    var between = new ArrayList<String>();
    String tensor = first.output();
    between.add(tensor);
    for (Optional<NodeProto> next = graph.onlyConsumer(tensor);
        next.isPresent();
        next = graph.onlyConsumer(tensor)) {
      NodeProto node = next.get();
      if (!UNIT_BY_UNIT.contains(node.getOpType()) || !node.getDomain().isEmpty()) {
        String entered = tensor;
        return Dense.of(graph, node)
            .filter(second -> second.input().equals(entered))
            .map(second -> new DenseChain(first, between, second));
      }
      tensor = Nodes.id(node);
      between.add(tensor);
    }
    return Optional.empty();
  }
}
