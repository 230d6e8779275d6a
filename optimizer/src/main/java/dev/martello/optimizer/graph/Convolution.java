package dev.martello.optimizer.graph;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import onnx.OnnxMl.NodeProto;

/**
 * A convolution with constant weights.
 *
 * @param kernel outputs × inputs of a group × window
 * @param bias one value an output
 */
public record Convolution(NodeProto node, FloatTensor kernel, Optional<FloatTensor> bias) {
  /** The convolution that the node is, if all its weights are constant floats. */
  public static Optional<Convolution> of(ModelGraph graph, NodeProto node) {
    if (!Nodes.is(node, "Conv") || graph.isConstant(node.getInput(0))) {
      return Optional.empty();
    }
    String biasName = Nodes.input(node, 2);
    Optional<FloatTensor> bias = graph.constant(biasName);
    return graph
        .constant(node.getInput(1))
        .filter(kernel -> kernel.rank() > 2 && (biasName.isEmpty() || bias.isPresent()))
        .map(kernel -> new Convolution(node, kernel, bias));
  }

  public int outputs() {
    return kernel.size(0);
  }

  private int groups() {
    return Math.toIntExact(Nodes.integer(node, "group", 1));
  }

  public int inputs() {
    return kernel.size(1) * groups();
  }

  /** Each channel by itself. */
  public boolean isDepthwise() {
    return groups() > 1 && kernel.size(1) == 1 && outputs() == groups();
  }

  /** True if a factor of each input channel can be taken into the weights. */
  public boolean takesScaledInputs() {
    return groups() == 1 || isDepthwise();
  }

  boolean isPadded() {
    return node.getAttributeList().stream()
        .anyMatch(
            attribute ->
                switch (attribute.getName()) {
                  case "pads" -> attribute.getIntsList().stream().anyMatch(size -> size != 0);
                  case "auto_pad" -> attribute.getS().toStringUtf8().startsWith("SAME");
                  default -> false;
                });
  }

  /** How many values of the kernel belong to one output and one input of its group. */
  public int window() {
    return kernel.values().length / outputs() / kernel.size(1);
  }

  /** The input channel that a value of the kernel is multiplied with. */
  public int inputOf(int index) {
    int within = index / window() % kernel.size(1);
    return isDepthwise() ? index / window() : within;
  }

  public int outputOf(int index) {
    return index / window() / kernel.size(1);
  }

  /** One value for all channels, or one for each; empty if it is neither. */
  Optional<double[]> perChannel(FloatTensor constant, int channels) {
    float[] values = constant.values();
    int behind = kernel.rank() - 2;
    int axis = constant.rank() - 1 - behind;
    boolean each = values.length == channels && axis >= 0 && constant.size(axis) == channels;
    // A tensor of higher rank would give the answer one more axis.
    if (constant.rank() > kernel.rank() || (values.length != 1 && !each)) {
      return Optional.empty();
    }
    var all = new double[channels];
    Arrays.setAll(all, i -> values[values.length == 1 ? 0 : i]);
    return Optional.of(all);
  }

  /** The same layer of a new input and output, with what is in front and behind taken in. */
  NodeProto folded(Affine front, Affine behind, GraphEdit edit, String input, String output) {
    float[] from = kernel.values();
    var values = new float[from.length];
    var sums = new double[outputs()];
    for (int i = 0; i < sums.length; i++) {
      sums[i] = bias.isPresent() ? bias.get().values()[i] : 0;
    }
    for (int i = 0; i < from.length; i++) {
      int in = inputOf(i);
      int out = outputOf(i);
      if (takesScaledInputs()) {
        sums[out] += from[i] * front.shift()[in];
        values[i] = (float) (from[i] * front.scale()[in] * behind.scale()[out]);
      } else {
        values[i] = (float) (from[i] * behind.scale()[out]);
      }
    }
    var shifted = new float[sums.length];
    for (int i = 0; i < sums.length; i++) {
      shifted[i] = (float) (sums[i] * behind.scale()[i] + behind.shift()[i]);
    }
    String weights = edit.fresh(output + "_folded_weight");
    String biases = edit.fresh(output + "_folded_bias");
    edit.constant(new FloatTensor(kernel.shape(), values).named(weights));
    edit.constant(new FloatTensor(new int[] {shifted.length}, shifted).named(biases));
    return node.toBuilder()
        .clearInput()
        .addAllInput(List.of(input, weights, biases))
        .setOutput(0, output)
        .build();
  }
}
