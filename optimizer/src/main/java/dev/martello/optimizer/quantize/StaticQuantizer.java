package dev.martello.optimizer.quantize;

import dev.martello.optimizer.graph.Constants;
import dev.martello.optimizer.graph.Convolution;
import dev.martello.optimizer.graph.Dense;
import dev.martello.optimizer.graph.FloatTensor;
import dev.martello.optimizer.graph.GraphEdit;
import dev.martello.optimizer.graph.ModelGraph;
import dev.martello.optimizer.graph.Nodes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import onnx.OnnxMl.AttributeProto;
import onnx.OnnxMl.ModelProto;
import onnx.OnnxMl.NodeProto;

/**
 * QuantizeLinear and DequantizeLinear around Conv, MatMul and Gemm (QDQ), which ONNX Runtime fuses
 * into 8-bit kernels when it loads the model. Weights are always signed and symmetric, biases
 * 32-bit.
 */
final class StaticQuantizer {
  private static final long OPSET_WITH_AXIS = 13;

  /** Half of what 32 bits hold: the sum of products is added to it. */
  private static final float LARGEST_BIAS = 1 << 30;

  private final ModelGraph graph;
  private final Quantization.Static recipe;
  private final Function<String, Range> ranges;
  private final BiasCorrection correction;
  private final GraphEdit edit;

  /** Before opset 13 the operators have no axis; ONNX Runtime's own ones do, and fuse as well. */
  private final String domain;

  private final Map<String, String> dequantized = new LinkedHashMap<>();
  private final Map<String, Float> scales = new LinkedHashMap<>();

  /** Additions of biases behind a MatMul, with the corrected bias. */
  private final Map<String, NodeProto> additions = new HashMap<>();

  private StaticQuantizer(
      ModelGraph graph,
      Quantization.Static recipe,
      Function<String, Range> ranges,
      BiasCorrection correction) {
    this.graph = graph;
    this.recipe = recipe;
    this.ranges = ranges;
    this.correction = correction;
    this.edit = new GraphEdit(graph);
    this.domain = graph.opset() >= OPSET_WITH_AXIS ? "" : Nodes.MICROSOFT;
  }

  static ModelProto apply(
      ModelGraph graph,
      Quantization.Static recipe,
      Function<String, Range> ranges,
      BiasCorrection correction) {
    var quantizer = new StaticQuantizer(graph, recipe, ranges, correction);
    var chosen = QdqTensors.of(graph, recipe);
    chosen.tensors().forEach(quantizer::surround);
    for (NodeProto node : graph.nodes()) {
      var with = new ArrayList<NodeProto>();
      Dense dense = chosen.dense().get(Nodes.id(node));
      NodeProto changed = quantizer.additions.getOrDefault(Nodes.id(node), node);
      if (dense != null) {
        changed = quantizer.dense(node, dense, with);
      } else if (chosen.convolutions().contains(Nodes.id(node))) {
        changed = quantizer.convolution(node, with);
      }
      with.add(quantizer.rewired(changed));
      quantizer.edit.replace(node, with);
    }
    return quantizer.edit.build();
  }

  private NodeProto rewired(NodeProto node) {
    var inputs =
        node.getInputList().stream().map(input -> dequantized.getOrDefault(input, input)).toList();
    return node.toBuilder().clearInput().addAllInput(inputs).build();
  }

  private void surround(String tensor) {
    Range range = ranges.apply(tensor);
    boolean signed = recipe.symmetric();
    float scale = range.scale(signed);
    String scaleName = edit.constant(scalar(scale).named(edit.fresh(tensor + "_scale")));
    String zeroPoint =
        edit.constant(
            Constants.bytes(
                edit.fresh(tensor + "_zero_point"),
                signed,
                new int[0],
                new byte[] {(byte) range.zeroPoint(signed)}));
    String quantized = edit.fresh(tensor + "_8bit");
    String back = edit.fresh(tensor + "_back");
    edit.follow(
        tensor,
        List.of(
            Nodes.make(domain, "QuantizeLinear", List.of(tensor, scaleName, zeroPoint), quantized),
            Nodes.make(
                domain, "DequantizeLinear", List.of(quantized, scaleName, zeroPoint), back)));
    dequantized.put(tensor, back);
    scales.put(tensor, scale);
  }

  private static FloatTensor scalar(float value) {
    return new FloatTensor(new int[0], new float[] {value});
  }

  private NodeProto dense(NodeProto node, Dense dense, List<NodeProto> with) {
    boolean biased = Nodes.is(node, "Gemm") && dense.bias().isPresent();
    var weights =
        QuantizedWeights.of(
            dense.weights(),
            1,
            recipe.perChannel(),
            true,
            biased ? floors(node, dense.bias().get()) : new float[0]);
    var inputs = new ArrayList<String>();
    inputs.add(dense.input());
    inputs.add(weight(Nodes.id(node), weights, dense.weights().shape(), 1, with));
    Optional<FloatTensor> bias = correction.ofDense(dense, weights);
    if (biased) {
      inputs.add(bias(node, bias.orElseThrow(), weights, with));
    } else if (dense.nodes().size() > 1 && bias.isPresent() && correction.knows(dense.input())) {
      NodeProto addition = dense.nodes().get(1);
      int which = addition.getInput(0).equals(Nodes.id(node)) ? 1 : 0;
      String name = edit.constant(bias.get().named(edit.fresh(Nodes.id(addition) + "_bias")));
      additions.put(Nodes.id(addition), addition.toBuilder().setInput(which, name).build());
    }
    return node.toBuilder().clearInput().addAllInput(inputs).clearAttribute().build();
  }

  private NodeProto convolution(NodeProto node, List<NodeProto> with) {
    FloatTensor kernel = graph.constant(node.getInput(1)).orElseThrow();
    Optional<FloatTensor> bias = graph.constant(Nodes.input(node, 2));
    var weights =
        QuantizedWeights.of(
            kernel,
            0,
            recipe.perChannel(),
            true,
            bias.map(values -> floors(node, values)).orElse(new float[0]));
    NodeProto.Builder changed = node.toBuilder();
    changed.setInput(1, weight(Nodes.id(node), weights, kernel.shape(), 0, with));
    Optional<FloatTensor> corrected =
        Convolution.of(graph, node)
            .flatMap(convolution -> correction.ofConvolution(convolution, weights));
    corrected
        .or(() -> bias)
        .ifPresent(
            values -> {
              String name = bias(node, values, weights, with);
              String kernelName = changed.getInput(1);
              changed.clearInput().addAllInput(List.of(node.getInput(0), kernelName, name));
            });
    return changed.build();
  }

  /**
   * Of a channel whose weights are all but zero, as training leaves some, the bias would not fit:
   * it is counted in products of the input's and the weights' scale. Such weights become zero
   * instead.
   */
  private float[] floors(NodeProto node, FloatTensor bias) {
    float input = scales.getOrDefault(node.getInput(0), 1f);
    float[] floors = bias.values().clone();
    for (int i = 0; i < floors.length; i++) {
      floors[i] = Math.abs(floors[i]) / LARGEST_BIAS / input;
    }
    return floors;
  }

  private String weight(
      String stem, QuantizedWeights weights, int[] shape, int axis, List<NodeProto> with) {
    String values =
        edit.constant(
            Constants.bytes(edit.fresh(stem + "_weight_8bit"), true, shape, weights.values()));
    String zero = edit.fresh(stem + "_weight_zero_point");
    edit.constant(Constants.bytes(zero, true, shapeOf(weights), weights.zeroPoints()));
    return dequantize(stem + "_weight", values, weights.scales(), zero, axis, with);
  }

  /** Added to sums of products, so its scale is the product of theirs. */
  private String bias(
      NodeProto node, FloatTensor bias, QuantizedWeights weights, List<NodeProto> with) {
    float input = scales.getOrDefault(node.getInput(0), 1f);
    float[] from = bias.values();
    var values = new int[from.length];
    var scale = new float[weights.scales().length];
    for (int i = 0; i < scale.length; i++) {
      scale[i] = input * weights.scale(i);
    }
    for (int i = 0; i < values.length; i++) {
      values[i] = Math.round(from[i] / (input * weights.scale(i)));
    }
    String stem = Nodes.id(node) + "_bias";
    String name = edit.constant(Constants.int32(edit.fresh(stem + "_32bit"), bias.shape(), values));
    String zero = edit.fresh(stem + "_zero_point");
    edit.constant(Constants.int32(zero, shapeOf(weights), new int[scale.length]));
    return dequantize(stem, name, scale, zero, 0, with);
  }

  private int[] shapeOf(QuantizedWeights weights) {
    return recipe.perChannel() ? new int[] {weights.scales().length} : new int[0];
  }

  private String dequantize(
      String stem, String values, float[] scale, String zero, int axis, List<NodeProto> with) {
    int[] shape = recipe.perChannel() ? new int[] {scale.length} : new int[0];
    String scaleName =
        edit.constant(new FloatTensor(shape, scale).named(edit.fresh(stem + "_scale")));
    String back = edit.fresh(stem + "_back");
    AttributeProto[] attributes =
        recipe.perChannel()
            ? new AttributeProto[] {Nodes.attribute("axis", axis)}
            : new AttributeProto[0];
    with.add(
        Nodes.make(domain, "DequantizeLinear", List.of(values, scaleName, zero), back, attributes));
    return back;
  }
}
