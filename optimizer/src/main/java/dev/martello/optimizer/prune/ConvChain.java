package dev.martello.optimizer.prune;

import dev.martello.optimizer.graph.Dense;
import dev.martello.optimizer.graph.FloatTensor;
import dev.martello.optimizer.graph.ModelGraph;
import dev.martello.optimizer.graph.Nodes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import onnx.OnnxMl.NodeProto;

/**
 * Two plain convolutions with nothing between them but functions of each channel alone, and nobody
 * else looking. Weights are [out, in, kernel…]; what is not plain (groups) is none.
 */
record ConvChain(
    NodeProto first,
    FloatTensor firstWeights,
    List<String> between,
    NodeProto second,
    FloatTensor secondWeights) {
  private static final int FEWEST_CHANNELS = 8;
  private static final Set<String> CHANNEL_BY_CHANNEL =
      union(
          Passage.UNIT_BY_UNIT,
          Set.of("Clip", "MaxPool", "AveragePool", "GlobalAveragePool", "GlobalMaxPool"));

  static List<ConvChain> in(ModelGraph graph) {
    return in(graph, FEWEST_CHANNELS);
  }

  /** The one whose first convolution makes this tensor, however few channels it has left. */
  static ConvChain at(ModelGraph graph, String output) {
    return in(graph, 1).stream()
        .filter(chain -> Nodes.id(chain.first()).equals(output))
        .findFirst()
        .orElseThrow();
  }

  private static List<ConvChain> in(ModelGraph graph, int fewest) {
    var chains = new ArrayList<ConvChain>();
    for (NodeProto node : graph.nodes()) {
      weights(graph, node)
          .filter(weights -> weights.size(0) >= fewest)
          .flatMap(weights -> from(graph, node, weights))
          .ifPresent(chains::add);
    }
    return chains;
  }

  private static Optional<ConvChain> from(ModelGraph graph, NodeProto first, FloatTensor weights) {
    return Passage.from(graph, Nodes.id(first), CHANNEL_BY_CHANNEL)
        .filter(passage -> passage.behind().getInput(0).equals(passage.last()))
        .flatMap(
            passage ->
                weights(graph, passage.behind())
                    .filter(second -> second.size(1) == weights.size(0))
                    .map(
                        second ->
                            new ConvChain(
                                first, weights, passage.tensors(), passage.behind(), second)));
  }

  private static Optional<FloatTensor> weights(ModelGraph graph, NodeProto node) {
    if (!Nodes.is(node, "Conv") || Nodes.integer(node, "group", 1) != 1) {
      return Optional.empty();
    }
    String bias = Nodes.input(node, 2);
    return bias.isEmpty() || graph.constant(bias).isPresent()
        ? graph.constant(node.getInput(1)).filter(weights -> weights.rank() > 2)
        : Optional.empty();
  }

  /** The same as matrices, so that channels are chosen and taken over as units are. */
  DenseChain asDense() {
    int channels = firstWeights.size(0);
    int width = firstWeights.values().length / channels;
    var in = new FloatTensor(new int[] {channels, width}, firstWeights.values()).transposed();
    int outs = secondWeights.size(0);
    int kernel = secondWeights.values().length / outs / channels;
    var out = new float[secondWeights.values().length];
    for (int o = 0; o < outs; o++) {
      for (int c = 0; c < channels; c++) {
        for (int k = 0; k < kernel; k++) {
          out[(c * outs + o) * kernel + k] =
              secondWeights.values()[(o * channels + c) * kernel + k];
        }
      }
    }
    return new DenseChain(
        new Dense(List.of(first), first.getInput(0), in, Optional.empty()),
        between,
        new Dense(
            List.of(second),
            second.getInput(0),
            new FloatTensor(new int[] {channels, outs * kernel}, out),
            Optional.empty()));
  }

  private static Set<String> union(Set<String> some, Set<String> more) {
    var all = new HashSet<>(some);
    all.addAll(more);
    return Set.copyOf(all);
  }
}
