package dev.martello.optimizer.quantize;

import dev.martello.optimizer.graph.Dense;
import dev.martello.optimizer.graph.ModelGraph;
import dev.martello.optimizer.graph.Nodes;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import onnx.OnnxMl.NodeProto;

/**
 * The layers of the outer graph that have an 8-bit form: all weights constant and 32-bit floats.
 */
public record Layers(List<Dense> dense, List<NodeProto> convolutions, List<NodeProto> lstms) {
  public static Layers of(ModelGraph graph) {
    var layers = new Layers(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    for (NodeProto node : graph.nodes()) {
      Dense.of(graph, node).ifPresent(layers.dense::add);
      if (Nodes.is(node, "Conv") && isConvolution(graph, node)) {
        layers.convolutions.add(node);
      }
      if (Nodes.is(node, "LSTM") && isLstm(graph, node)) {
        layers.lstms.add(node);
      }
    }
    return layers;
  }

  private static boolean isConvolution(ModelGraph graph, NodeProto node) {
    String bias = Nodes.input(node, 2);
    return graph.constant(node.getInput(1)).isPresent()
        && !graph.isConstant(node.getInput(0))
        && (bias.isEmpty() || graph.constant(bias).isPresent());
  }

  private static boolean isLstm(ModelGraph graph, NodeProto node) {
    return graph.constant(node.getInput(1)).isPresent()
        && graph.constant(node.getInput(2)).isPresent()
        && Nodes.integer(node, "layout", 0) == 0;
  }

  public boolean isEmpty() {
    return dense.isEmpty() && convolutions.isEmpty() && lstms.isEmpty();
  }

  public List<String> ids() {
    return Stream.concat(
            dense.stream().map(Dense::id),
            Stream.concat(convolutions.stream(), lstms.stream()).map(Nodes::id))
        .toList();
  }

  /** Why a model without such layers is left alone. */
  public static String absence(ModelGraph graph) {
    var operators = new TreeSet<String>();
    graph.nodes().forEach(node -> operators.add(node.getOpType()));
    if (operators.stream().anyMatch(operator -> operator.startsWith("TreeEnsemble"))) {
      return "its weights are the thresholds of a tree ensemble, which ONNX Runtime has no 8-bit form of";
    }
    if (graph.hasSubgraphs()) {
      return "its weights are inside If, Loop or Scan subgraphs, which are not changed";
    }
    if (operators.contains("GRU")) {
      return "its weights are those of a GRU, which ONNX Runtime has no 8-bit kernel for on CPUs";
    }
    return "it has no MatMul, Gemm, Conv or LSTM with constant float weights, only " + operators;
  }
}
