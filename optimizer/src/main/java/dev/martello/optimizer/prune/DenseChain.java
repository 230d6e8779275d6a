package dev.martello.optimizer.prune;

import dev.martello.optimizer.graph.Dense;
import dev.martello.optimizer.graph.ModelGraph;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import onnx.OnnxMl.NodeProto;

/**
 * Two dense layers with nothing between them but functions of each unit alone, and nobody else
 * looking: here a unit can go without anyone noticing its place.
 */
public record DenseChain(Dense first, List<String> between, Dense second) {
  private static final int FEWEST_UNITS = 8;

  public static List<DenseChain> in(ModelGraph graph) {
    return in(graph, FEWEST_UNITS);
  }

  /** The one whose first layer makes this tensor, however few units it has left. */
  static DenseChain at(ModelGraph graph, String output) {
    return in(graph, 1).stream()
        .filter(chain -> chain.first().output().equals(output))
        .findFirst()
        .orElseThrow();
  }

  private static List<DenseChain> in(ModelGraph graph, int fewest) {
    var chains = new ArrayList<DenseChain>();
    for (NodeProto node : graph.nodes()) {
      Dense.of(graph, node)
          .filter(dense -> dense.weights().size(1) >= fewest)
          .flatMap(dense -> from(graph, dense))
          .ifPresent(chains::add);
    }
    return chains;
  }

  private static Optional<DenseChain> from(ModelGraph graph, Dense first) {
    return Passage.from(graph, first.output(), Passage.UNIT_BY_UNIT)
        .flatMap(
            passage ->
                Dense.of(graph, passage.behind())
                    .filter(second -> second.input().equals(passage.last()))
                    .map(second -> new DenseChain(first, passage.tensors(), second)));
  }
}
