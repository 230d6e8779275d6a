package dev.martello.optimizer.quantize;

import dev.martello.optimizer.graph.Constants;
import dev.martello.optimizer.graph.Dense;
import dev.martello.optimizer.graph.FloatTensor;
import dev.martello.optimizer.graph.GraphEdit;
import dev.martello.optimizer.graph.ModelGraph;
import dev.martello.optimizer.graph.Nodes;
import java.util.ArrayList;
import java.util.List;
import onnx.OnnxMl.ModelProto;
import onnx.OnnxMl.NodeProto;

/**
 * 8-bit weights now, 8-bit activations at each run: ONNX Runtime's DynamicQuantizeMatMul for MatMul
 * and Gemm, DynamicQuantizeLSTM for LSTM. Convolutions stay in float, since ConvInteger is several
 * times slower than Conv.
 */
final class DynamicQuantizer {
  private final ModelGraph graph;
  private final Quantization.Dynamic recipe;
  private final GraphEdit edit;

  private DynamicQuantizer(ModelGraph graph, Quantization.Dynamic recipe) {
    this.graph = graph;
    this.recipe = recipe;
    this.edit = new GraphEdit(graph);
  }

  static ModelProto apply(ModelGraph graph, Quantization.Dynamic recipe) {
    var quantizer = new DynamicQuantizer(graph, recipe);
    var layers = Layers.of(graph);
    for (Dense dense : layers.dense()) {
      if (!recipe.left().contains(dense.id())) {
        quantizer.replace(dense);
      }
    }
    for (NodeProto lstm : layers.lstms()) {
      if (!recipe.left().contains(Nodes.id(lstm))) {
        quantizer.replaceLstm(lstm);
      }
    }
    return quantizer.edit.build();
  }

  private void replace(Dense dense) {
    var weights = QuantizedWeights.of(dense.weights(), 1, recipe.perChannel(), recipe.symmetric());
    String stem = dense.id();
    var inputs = new ArrayList<String>();
    inputs.add(dense.input());
    inputs.add(values(stem + "_weight", weights, dense.weights().shape()));
    int[] shape = recipe.perChannel() ? new int[] {weights.scales().length} : new int[0];
    inputs.addAll(parameters(stem + "_weight", weights, shape));
    dense
        .bias()
        .ifPresent(bias -> inputs.add(edit.constant(bias.named(edit.fresh(stem + "_bias")))));
    dense.nodes().forEach(node -> edit.replace(node, List.of()));
    NodeProto last = dense.nodes().get(dense.nodes().size() - 1);
    edit.replace(
        last,
        List.of(Nodes.make(Nodes.MICROSOFT, "DynamicQuantizeMatMul", inputs, dense.output())));
  }

  private void replaceLstm(NodeProto lstm) {
    var inputs = new ArrayList<String>();
    for (int i = 0; i < 8; i++) {
      inputs.add(Nodes.input(lstm, i));
    }
    for (int i = 1; i <= 2; i++) {
      FloatTensor weights = turned(graph.constant(lstm.getInput(i)).orElseThrow());
      // One scale a direction: the channels of an LSTM are its directions here.
      var quantized = QuantizedWeights.of(weights, 0, true, recipe.symmetric());
      String stem = Nodes.id(lstm) + (i == 1 ? "_weight" : "_recurrence");
      inputs.set(i, values(stem, quantized, weights.shape()));
      inputs.addAll(parameters(stem, quantized, new int[] {weights.size(0)}));
    }
    edit.replace(
        lstm,
        List.of(
            lstm.toBuilder()
                .setDomain(Nodes.MICROSOFT)
                .setOpType("DynamicQuantizeLSTM")
                .clearInput()
                .addAllInput(inputs)
                .build()));
  }

  private String values(String stem, QuantizedWeights weights, int[] shape) {
    return edit.constant(
        Constants.bytes(edit.fresh(stem + "_8bit"), recipe.symmetric(), shape, weights.values()));
  }

  private List<String> parameters(String stem, QuantizedWeights weights, int[] shape) {
    return List.of(
        edit.constant(new FloatTensor(shape, weights.scales()).named(edit.fresh(stem + "_scale"))),
        edit.constant(
            Constants.bytes(
                edit.fresh(stem + "_zero_point"),
                recipe.symmetric(),
                shape,
                weights.zeroPoints())));
  }

  /** Each direction's matrix with rows and columns exchanged, as the 8-bit LSTM wants it. */
  private static FloatTensor turned(FloatTensor weights) {
    int rows = weights.size(1);
    int columns = weights.size(2);
    float[] from = weights.values();
    var to = new float[from.length];
    for (int i = 0; i < from.length; i++) {
      int direction = i / (rows * columns);
      int row = i / columns % rows;
      to[direction * rows * columns + i % columns * rows + row] = from[i];
    }
    return new FloatTensor(new int[] {weights.size(0), columns, rows}, to);
  }
}
