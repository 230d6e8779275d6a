package dev.martello.optimizer.quantize;

import dev.martello.optimizer.graph.Dense;
import dev.martello.optimizer.graph.ModelGraph;
import dev.martello.optimizer.graph.Nodes;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import onnx.OnnxMl.NodeProto;

/**
 * What static quantization touches: the layers, and the tensors that go in and out of them.
 *
 * @param dense by the node that is changed
 */
record QdqTensors(Map<String, Dense> dense, Set<String> convolutions, Set<String> tensors) {
  static QdqTensors of(ModelGraph graph, Quantization.Static recipe) {
    var layers = Layers.of(graph);
    var chosen = new QdqTensors(new HashMap<>(), new HashSet<>(), new LinkedHashSet<>());
    for (NodeProto node : layers.convolutions()) {
      if (!recipe.left().contains(Nodes.id(node))) {
        chosen.convolutions.add(Nodes.id(node));
        chosen.tensors.add(node.getInput(0));
        chosen.tensors.add(output(graph, node, recipe.symmetric()));
      }
    }
    for (Dense layer : layers.dense()) {
      if (!recipe.convolutionsOnly() && !recipe.left().contains(layer.id())) {
        chosen.dense.put(layer.id(), layer);
        chosen.tensors.add(layer.input());
      }
    }
    return chosen;
  }

  /** Every tensor that any recipe could want the range of. */
  static Set<String> candidates(ModelGraph graph) {
    var all = new LinkedHashSet<String>();
    for (boolean symmetric : new boolean[] {true, false}) {
      all.addAll(
          of(
                  graph,
                  new Quantization.Static(
                      Calibration.MIN_MAX, true, symmetric, false, false, Set.of()))
              .tensors());
    }
    return all;
  }

  /** Behind the Relu, which an unsigned range makes needless, so that ONNX Runtime fuses both. */
  static String output(ModelGraph graph, NodeProto node, boolean signed) {
    String output = node.getOutput(0);
    return graph
        .onlyConsumer(output)
        .filter(next -> !signed && Nodes.is(next, "Relu"))
        .map(next -> next.getOutput(0))
        .orElse(output);
  }
}
