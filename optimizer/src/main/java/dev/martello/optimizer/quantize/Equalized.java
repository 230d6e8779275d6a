package dev.martello.optimizer.quantize;

import dev.martello.optimizer.graph.ModelGraph;
import java.util.Map;
import java.util.function.Function;

/**
 * A model with equalized channels.
 *
 * @param ranges of the tensors that are new
 * @param means of each channel of the layers' inputs
 */
record Equalized(ModelGraph graph, Map<String, Range> ranges, Map<String, double[]> means) {
  Function<String, Range> rangesOr(Function<String, Range> others) {
    return tensor -> {
      Range own = ranges.get(tensor);
      return own == null ? others.apply(tensor) : own;
    };
  }
}
