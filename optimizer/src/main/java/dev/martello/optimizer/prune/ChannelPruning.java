package dev.martello.optimizer.prune;

import dev.martello.optimizer.OptimizationRefused;
import dev.martello.optimizer.data.Split;
import dev.martello.optimizer.graph.Dense;
import dev.martello.optimizer.graph.FloatTensor;
import dev.martello.optimizer.graph.GraphEdit;
import dev.martello.optimizer.graph.ModelGraph;
import dev.martello.optimizer.graph.Nodes;
import java.util.List;
import onnx.OnnxMl.ModelProto;
import onnx.OnnxMl.NodeProto;

/**
 * Removes channels between two convolutions. What stays takes over as in dense layers, position by
 * position; where the second one pads, that is not exact at the border.
 */
final class ChannelPruning {
  private ChannelPruning() {}

  static ModelProto prune(
      ModelGraph graph, ConvChain chain, Pruning pruning, Split.Calibration calibration)
      throws OptimizationRefused {
    DenseChain dense = chain.asDense();
    Dense second = dense.second();
    int channels = chain.firstWeights().size(0);
    var units = HiddenUnits.observeChannels(graph.model(), second.input(), channels, calibration);
    int[] kept = Saliencies.kept(dense, pruning, units);
    var takeover = Takeover.of(units, kept, second);
    var edit = new GraphEdit(graph);
    replace(graph, edit, chain.first(), rows(chain.firstWeights(), kept), kept);
    replaceSecond(graph, edit, chain, takeover, kept.length);
    chain.between().forEach(edit::reshape);
    return edit.build();
  }

  /** Of the first convolution what makes the kept channels. */
  private static void replace(
      ModelGraph graph, GraphEdit edit, NodeProto first, FloatTensor weights, int[] kept) {
    NodeProto.Builder made = first.toBuilder();
    made.setInput(1, edit.constant(weights.named(edit.fresh(Nodes.id(first) + "_pruned"))));
    graph
        .constant(Nodes.input(first, 2))
        .map(bias -> rows(bias, kept))
        .ifPresent(
            bias ->
                made.setInput(
                    2, edit.constant(bias.named(edit.fresh(Nodes.id(first) + "_pruned_bias")))));
    edit.replace(first, List.of(made.build()));
  }

  /** [kept, out × kernel] back to [out, kept, kernel…]; the bias is the sum over the kernel. */
  private static void replaceSecond(
      ModelGraph graph, GraphEdit edit, ConvChain chain, Takeover takeover, int kept) {
    int[] shape = chain.secondWeights().shape();
    int outs = shape[0];
    int kernel = takeover.weights().size(1) / outs;
    shape[1] = kept;
    var weights = new float[outs * kept * kernel];
    var bias = new float[outs];
    graph
        .constant(Nodes.input(chain.second(), 2))
        .ifPresent(values -> System.arraycopy(values.values(), 0, bias, 0, outs));
    for (int o = 0; o < outs; o++) {
      for (int k = 0; k < kernel; k++) {
        for (int c = 0; c < kept; c++) {
          weights[(o * kept + c) * kernel + k] =
              takeover.weights().values()[(c * outs + o) * kernel + k];
        }
        bias[o] += takeover.bias().values()[o * kernel + k];
      }
    }
    NodeProto second = chain.second();
    String stem = Nodes.id(second);
    NodeProto.Builder made = second.toBuilder().clearInput();
    made.addInput(second.getInput(0));
    made.addInput(
        edit.constant(new FloatTensor(shape, weights).named(edit.fresh(stem + "_pruned"))));
    made.addInput(
        edit.constant(
            new FloatTensor(new int[] {outs}, bias).named(edit.fresh(stem + "_pruned_bias"))));
    edit.replace(second, List.of(made.build()));
  }

  /** These entries along the first axis. */
  private static FloatTensor rows(FloatTensor from, int[] kept) {
    int[] shape = from.shape();
    int width = from.values().length / shape[0];
    shape[0] = kept.length;
    var values = new float[kept.length * width];
    for (int k = 0; k < kept.length; k++) {
      System.arraycopy(from.values(), kept[k] * width, values, k * width, width);
    }
    return new FloatTensor(shape, values);
  }
}
