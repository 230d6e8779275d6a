package dev.martello.optimizer.quantize;

import dev.martello.optimizer.graph.Convolution;
import dev.martello.optimizer.graph.Dense;
import dev.martello.optimizer.graph.FloatTensor;
import dev.martello.optimizer.graph.GraphEdit;
import dev.martello.optimizer.graph.ModelGraph;
import dev.martello.optimizer.graph.Nodes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import onnx.OnnxMl.NodeProto;

/**
 * Divides each channel of a layer's input by a number of its own and multiplies the weights by it,
 * and the other way round behind a convolution: the same function, but one scale for all channels
 * then fits each. The numbers are those of Xiao and others (SmoothQuant, 2022) with α = ½, and of
 * depthwise convolutions, whose weights have a scale for each channel anyway, the ranges alone.
 */
final class Equalization {
  /** A range is not taken for less than a step of the widest one: calibration saw but some rows. */
  private static final float LEAST = 1f / 256;

  private final ModelGraph graph;
  private final Quantization.Static recipe;
  private final Channels channels;
  private final GraphEdit edit;
  private final Equalized found;

  private Equalization(ModelGraph graph, Quantization.Static recipe, Channels channels) {
    this.graph = graph;
    this.recipe = recipe;
    this.channels = channels;
    this.edit = new GraphEdit(graph);
    this.found = new Equalized(graph, new HashMap<>(), new HashMap<>());
  }

  static Equalized apply(ModelGraph graph, Quantization.Static recipe, Channels channels) {
    var equalization = new Equalization(graph, recipe, channels);
    var chosen = QdqTensors.of(graph, recipe);
    for (NodeProto node : graph.nodes()) {
      Dense dense = chosen.dense().get(Nodes.id(node));
      if (dense != null) {
        equalization.dense(node, dense);
      } else if (chosen.convolutions().contains(Nodes.id(node))) {
        Convolution.of(graph, node).ifPresent(equalization::convolution);
      }
    }
    return new Equalized(
        new ModelGraph(equalization.edit.build()),
        equalization.found.ranges(),
        equalization.found.means());
  }

  private void dense(NodeProto node, Dense dense) {
    FloatTensor weights = dense.weights();
    var ranges = channels.of(dense.input(), false, weights.size(0));
    if (ranges.isEmpty()) {
      return;
    }
    int outputs = weights.size(1);
    var magnitudes = new float[weights.size(0)];
    float[] values = weights.values().clone();
    for (int i = 0; i < values.length; i++) {
      magnitudes[i / outputs] = Math.max(magnitudes[i / outputs], Math.abs(values[i]));
    }
    float[] scales = shared(ranges.get().magnitudes(), magnitudes);
    for (int i = 0; i < values.length; i++) {
      values[i] *= scales[i / outputs];
    }
    var inputs = new ArrayList<String>();
    var with = new ArrayList<NodeProto>();
    inputs.add(divided(Nodes.id(node), dense.input(), ranges.get(), scales, 0, with));
    inputs.add(constant(Nodes.id(node) + "_even_weight", weights.shape(), values));
    if (Nodes.is(node, "Gemm")) {
      dense
          .bias()
          .ifPresent(
              bias ->
                  inputs.add(constant(Nodes.id(node) + "_even_bias", bias.shape(), bias.values())));
    }
    with.add(node.toBuilder().clearInput().addAllInput(inputs).clearAttribute().build());
    edit.replace(node, with);
  }

  private void convolution(Convolution layer) {
    NodeProto node = layer.node();
    String id = Nodes.id(node);
    int behind = layer.kernel().rank() - 2;
    var with = new ArrayList<NodeProto>();
    float[] values = layer.kernel().values().clone();
    String input = node.getInput(0);
    var ranges = channels.of(input, true, layer.inputs());
    if (ranges.isPresent() && layer.takesScaledInputs()) {
      float[] scales = scales(layer, ranges.get());
      for (int i = 0; i < values.length; i++) {
        values[i] *= scales[layer.inputOf(i)];
      }
      input = divided(id, input, ranges.get(), scales, behind, with);
    }
    String last = QdqTensors.output(graph, node, recipe.symmetric());
    var outputs = channels.of(last, true, layer.outputs());
    if (outputs.isEmpty()) {
      with.add(rewired(layer, input, id, values, new float[0]));
      edit.replace(node, with);
      return;
    }
    float[] scales = spread(outputs.get().magnitudes());
    for (int i = 0; i < values.length; i++) {
      values[i] /= scales[layer.outputOf(i)];
    }
    String even = edit.fresh(id + "_even");
    String evenLast = even;
    with.add(rewired(layer, input, even, values, scales));
    var behindAll = new ArrayList<NodeProto>();
    if (!last.equals(id)) {
      evenLast = edit.fresh(last + "_even");
      behindAll.add(Nodes.make("", "Relu", List.of(even), evenLast));
    }
    found.ranges().put(evenLast, outputs.get().dividedBy(scales).whole());
    String factors = constant(last + "_even_factor", shape(scales.length, behind), scales);
    behindAll.add(Nodes.make("", "Mul", List.of(evenLast, factors), last));
    if (last.equals(id)) {
      with.addAll(behindAll);
    } else {
      edit.replace(graph.producer(last).orElseThrow(), behindAll);
    }
    edit.replace(node, with);
  }

  private NodeProto rewired(
      Convolution layer, String input, String output, float[] kernel, float[] scales) {
    var inputs = new ArrayList<String>();
    inputs.add(input);
    inputs.add(constant(output + "_weight", layer.kernel().shape(), kernel));
    Optional<FloatTensor> bias = layer.bias();
    if (bias.isPresent()) {
      float[] values = bias.get().values().clone();
      for (int i = 0; i < scales.length; i++) {
        values[i] /= scales[i];
      }
      inputs.add(constant(output + "_bias", bias.get().shape(), values));
    }
    return layer.node().toBuilder().clearInput().addAllInput(inputs).setOutput(0, output).build();
  }

  private static float[] scales(Convolution layer, ChannelRanges ranges) {
    if (layer.isDepthwise()) {
      return spread(ranges.magnitudes());
    }
    float[] kernel = layer.kernel().values();
    var magnitudes = new float[layer.inputs()];
    for (int i = 0; i < kernel.length; i++) {
      int in = layer.inputOf(i);
      magnitudes[in] = Math.max(magnitudes[in], Math.abs(kernel[i]));
    }
    return shared(ranges.magnitudes(), magnitudes);
  }

  /** Puts the division in front and says what comes of it. */
  private String divided(
      String id,
      String input,
      ChannelRanges ranges,
      float[] scales,
      int behind,
      List<NodeProto> with) {
    var factors = new float[scales.length];
    for (int i = 0; i < factors.length; i++) {
      factors[i] = 1 / scales[i];
    }
    String name = edit.fresh(id + "_even_input");
    String by = constant(name + "_factor", shape(factors.length, behind), factors);
    with.add(Nodes.make("", "Mul", List.of(input, by), name));
    ChannelRanges divided = ranges.dividedBy(scales);
    found.ranges().put(name, divided.whole());
    found.means().put(name, divided.mean());
    return name;
  }

  private String constant(String stem, int[] shape, float[] values) {
    return edit.constant(new FloatTensor(shape, values).named(edit.fresh(stem)));
  }

  /** One axis of channels and so many of length 1 behind it. */
  private static int[] shape(int channels, int behind) {
    var shape = new int[1 + behind];
    Arrays.fill(shape, 1);
    shape[0] = channels;
    return shape;
  }

  /** Half of the unevenness goes into the weights. */
  private static float[] shared(float[] activations, float[] weights) {
    var scales = new float[activations.length];
    for (int i = 0; i < scales.length; i++) {
      scales[i] = (float) Math.sqrt(activations[i] / Math.max(weights[i], Float.MIN_NORMAL));
    }
    return spread(scales);
  }

  /** The largest becomes 1. */
  private static float[] spread(float[] magnitudes) {
    float most = 0;
    for (float magnitude : magnitudes) {
      most = Math.max(most, magnitude);
    }
    var scales = new float[magnitudes.length];
    for (int i = 0; i < scales.length; i++) {
      scales[i] = most > 0 ? Math.max(magnitudes[i] / most, LEAST) : 1;
    }
    return scales;
  }
}
