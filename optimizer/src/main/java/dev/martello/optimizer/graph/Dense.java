package dev.martello.optimizer.graph;

import java.util.List;
import java.util.Optional;
import onnx.OnnxMl.NodeProto;

/**
 * A dense layer with constant weights: a Gemm, or a MatMul with the Add of its bias behind it.
 *
 * @param nodes the nodes that it consists of, in order
 * @param weights inputs × outputs
 * @param bias one value an output
 */
public record Dense(
    List<NodeProto> nodes, String input, FloatTensor weights, Optional<FloatTensor> bias) {

  /** The layer that starts with this node, if one does. */
  public static Optional<Dense> of(ModelGraph graph, NodeProto node) {
    if (Nodes.is(node, "MatMul")) {
      return matMul(graph, node);
    }
    return Nodes.is(node, "Gemm") ? gemm(graph, node) : Optional.empty();
  }

  public String output() {
    return nodes.get(nodes.size() - 1).getOutput(0);
  }

  /** Names the layer: what its first node makes. */
  public String id() {
    return Nodes.id(nodes.get(0));
  }

  private static Optional<Dense> matMul(ModelGraph graph, NodeProto node) {
    if (graph.isConstant(node.getInput(0))) {
      return Optional.empty();
    }
    return graph
        .constant(node.getInput(1))
        .filter(weights -> weights.rank() == 2)
        .map(weights -> withBias(graph, node, weights));
  }

  private static Dense withBias(ModelGraph graph, NodeProto node, FloatTensor weights) {
    Optional<NodeProto> add =
        graph.onlyConsumer(node.getOutput(0)).filter(next -> Nodes.is(next, "Add"));
    Optional<FloatTensor> bias = add.flatMap(next -> addend(graph, next, node.getOutput(0)));
    bias = bias.filter(b -> b.rank() == 1 && b.size(0) == weights.size(1));
    List<NodeProto> nodes = bias.isPresent() ? List.of(node, add.orElseThrow()) : List.of(node);
    return new Dense(nodes, node.getInput(0), weights, bias);
  }

  private static Optional<FloatTensor> addend(ModelGraph graph, NodeProto add, String product) {
    return graph.constant(add.getInput(add.getInput(0).equals(product) ? 1 : 0));
  }

  private static Optional<Dense> gemm(ModelGraph graph, NodeProto node) {
    if (Nodes.integer(node, "transA", 0) != 0 || graph.isConstant(node.getInput(0))) {
      return Optional.empty();
    }
    Optional<FloatTensor> weights =
        graph
            .constant(node.getInput(1))
            .filter(constant -> constant.rank() == 2)
            .map(w -> Nodes.integer(node, "transB", 0) == 0 ? w : w.transposed())
            .map(w -> w.times(Nodes.decimal(node, "alpha", 1)));
    if (weights.isEmpty()) {
      return Optional.empty();
    }
    if (Nodes.input(node, 2).isEmpty()) {
      return Optional.of(
          new Dense(List.of(node), node.getInput(0), weights.get(), Optional.empty()));
    }
    int outputs = weights.get().size(1);
    return graph
        .constant(node.getInput(2))
        .filter(
            c -> c.values().length == outputs && c.rank() > 0 && c.size(c.rank() - 1) == outputs)
        .map(c -> new FloatTensor(new int[] {outputs}, c.values()))
        .map(c -> c.times(Nodes.decimal(node, "beta", 1)))
        .map(c -> new Dense(List.of(node), node.getInput(0), weights.get(), Optional.of(c)));
  }
}
