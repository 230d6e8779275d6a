package dev.martello.optimizer.prune;

import dev.martello.optimizer.OptimizationRefused;
import dev.martello.optimizer.data.Split;
import dev.martello.optimizer.graph.Dense;
import dev.martello.optimizer.graph.FloatTensor;
import dev.martello.optimizer.graph.GraphEdit;
import dev.martello.optimizer.graph.ModelGraph;
import dev.martello.optimizer.graph.Nodes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import onnx.OnnxMl.ModelProto;
import onnx.OnnxMl.NodeProto;

/**
 * Removes channels between convolutions and hidden units between dense layers, chain by chain from
 * the input on. The units that stay take over what the others sent on, as far as that is a linear
 * function of their own activations.
 */
public final class UnitPruning {
  private UnitPruning() {}

  /** Whether there is anything to remove. */
  public static boolean applies(ModelProto model) {
    var graph = new ModelGraph(model);
    return !ConvChain.in(graph).isEmpty() || !DenseChain.in(graph).isEmpty();
  }

  public static ModelProto apply(ModelProto model, Pruning pruning, Split.Calibration calibration)
      throws OptimizationRefused {
    ModelProto pruned = model;
    // By what they make: one that has lost most of its units would not be found as worth pruning.
    for (ConvChain listed : ConvChain.in(new ModelGraph(model))) {
      var graph = new ModelGraph(pruned);
      ConvChain chain = ConvChain.at(graph, Nodes.id(listed.first()));
      pruned = ChannelPruning.prune(graph, chain, pruning, calibration);
    }
    for (DenseChain listed : DenseChain.in(new ModelGraph(model))) {
      var graph = new ModelGraph(pruned);
      DenseChain chain = DenseChain.at(graph, listed.first().output());
      pruned = prune(graph, chain, pruning, calibration);
    }
    return pruned;
  }

  private static ModelProto prune(
      ModelGraph graph, DenseChain chain, Pruning pruning, Split.Calibration calibration)
      throws OptimizationRefused {
    Dense first = chain.first();
    Dense second = chain.second();
    var units = HiddenUnits.observe(graph.model(), second.input(), first, calibration);
    int[] kept = Saliencies.kept(chain, pruning, units);
    var takeover = Takeover.of(units, kept, second);
    var edit = new GraphEdit(graph);
    FloatTensor columns = columns(first.weights(), kept);
    Optional<FloatTensor> bias = first.bias().map(values -> columns(values, kept));
    replace(edit, first, columns, bias);
    replace(edit, second, takeover.weights(), Optional.of(takeover.bias()));
    chain.between().forEach(edit::reshape);
    first.nodes().forEach(node -> edit.reshape(Nodes.id(node)));
    return edit.build();
  }

  private static FloatTensor columns(FloatTensor from, int[] kept) {
    int width = from.size(from.rank() - 1);
    int rows = from.values().length / width;
    var values = new float[rows * kept.length];
    for (int r = 0; r < rows; r++) {
      for (int k = 0; k < kept.length; k++) {
        values[r * kept.length + k] = from.values()[r * width + kept[k]];
      }
    }
    int[] shape = from.rank() == 1 ? new int[] {kept.length} : new int[] {rows, kept.length};
    return new FloatTensor(shape, values);
  }

  private static void replace(
      GraphEdit edit, Dense dense, FloatTensor weights, Optional<FloatTensor> bias) {
    NodeProto head = dense.nodes().get(0);
    String stem = dense.id();
    var inputs = new ArrayList<String>();
    inputs.add(dense.input());
    inputs.add(edit.constant(weights.named(edit.fresh(stem + "_pruned"))));
    Optional<String> biasName =
        bias.map(values -> edit.constant(values.named(edit.fresh(stem + "_pruned_bias"))));
    if (Nodes.is(head, "Gemm")) {
      biasName.ifPresent(inputs::add);
      edit.replace(
          head,
          List.of(head.toBuilder().clearInput().addAllInput(inputs).clearAttribute().build()));
      return;
    }
    if (biasName.isEmpty()) {
      edit.replace(head, List.of(head.toBuilder().clearInput().addAllInput(inputs).build()));
      return;
    }
    String product = edit.fresh(stem + "_product");
    dense.nodes().forEach(node -> edit.replace(node, List.of()));
    edit.replace(
        dense.nodes().get(dense.nodes().size() - 1),
        List.of(
            Nodes.make("", "MatMul", inputs, product),
            Nodes.make("", "Add", List.of(product, biasName.get()), dense.output())));
  }
}
