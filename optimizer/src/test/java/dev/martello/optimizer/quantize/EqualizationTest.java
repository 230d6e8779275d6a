package dev.martello.optimizer.quantize;

import static org.assertj.core.api.Assertions.assertThat;

import dev.martello.optimizer.Models;
import dev.martello.optimizer.Tables;
import dev.martello.optimizer.data.Split;
import dev.martello.optimizer.graph.Dense;
import dev.martello.optimizer.graph.FloatTensor;
import dev.martello.optimizer.graph.ModelGraph;
import dev.martello.optimizer.graph.Nodes;
import dev.martello.optimizer.quantize.Quantization.Static;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import onnx.OnnxMl.ModelProto;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EqualizationTest {
  private static final Static PLAIN =
      new Static(Calibration.MIN_MAX, true, false, false, false, Set.of());
  private static final Static EQUALIZED =
      new Static(Calibration.MIN_MAX, true, false, false, true, Set.of());

  @TempDir Path directory;

  /** One channel that is a hundred times as large as the others takes all 8 bits for itself. */
  @Test
  void oneLargeChannelNoLongerCostsTheOthers() throws Exception {
    var model = uneven();
    var quantizer = new Quantizer(model, split().calibration());
    double plain = Tables.distance(model, quantizer.apply(PLAIN), split());
    double equalized = Tables.distance(model, quantizer.apply(EQUALIZED), split());
    assertThat(equalized).isLessThan(plain / 3);
  }

  @Test
  void inFloatItIsTheSameFunctionAndRangesAreThoseThatAreSeen() throws Exception {
    var graph = new ModelGraph(uneven());
    var even = Equalization.apply(graph, EQUALIZED, Channels.of(graph, split().calibration()));
    assertThat(Tables.distance(graph.model(), even.graph().model(), split())).isLessThan(1e-5);
    var seen = Ranges.of(even.graph().model(), even.ranges().keySet(), split().calibration());
    assertThat(even.ranges()).hasSize(5);
    even.ranges()
        .forEach(
            (tensor, range) -> {
              Range actual = seen.range(tensor, Calibration.MIN_MAX);
              assertThat(range.least()).isCloseTo(actual.least(), within(range));
              assertThat(range.most()).isCloseTo(actual.most(), within(range));
            });
  }

  @Test
  void layersThatStayInFloatAreNotTouched() throws Exception {
    var model = uneven();
    var graph = new ModelGraph(model);
    var left = EQUALIZED.leaving(Set.copyOf(Layers.of(graph).ids()));
    assertThat(new Quantizer(model, split().calibration()).apply(left)).isEqualTo(model);
  }

  @Test
  void aBiasTakesBackTheMeanErrorOfRoundedWeights() {
    var weights = new FloatTensor(new int[] {2, 2}, new float[] {63, 1.4f, 0.4f, 63});
    var quantized = QuantizedWeights.of(weights, 1, true, true);
    var bias = new FloatTensor(new int[] {2}, new float[] {10, 20});
    var layer = new Dense(List.of(), "x", weights, java.util.Optional.of(bias));
    var correction = BiasCorrection.by(Map.of("x", new double[] {5, 100}));
    // 0.4 became 0, and its input is 100 on average; 1.4 became 1, with 5.
    assertThat(correction.ofDense(layer, quantized).orElseThrow().values())
        .containsExactly(new float[] {50, 22}, org.assertj.core.api.Assertions.within(1e-4f));
    assertThat(BiasCorrection.NONE.ofDense(layer, quantized)).contains(bias);
  }

  private static org.assertj.core.data.Offset<Float> within(Range range) {
    return org.assertj.core.api.Assertions.within((range.most() - range.least()) * 1e-4f);
  }

  private static ModelProto uneven() {
    var factors = new float[] {100, 1, 1, 1};
    var back = new float[] {0.01f, 1, 1, 1};
    return new Models(9)
        .input("x", -1, 1, 6, 6)
        .weight("k1", 4, 1, 3, 3)
        .weight("c1", 4)
        .weight("k2", 4, 1, 3, 3)
        .weight("w", 4, 5)
        .weight("b", 5)
        .constant(new FloatTensor(new int[] {4, 1, 1}, factors).named("up"))
        .constant(new FloatTensor(new int[] {4, 1, 1}, back).named("down"))
        .node("Conv", List.of("x", "k1", "c1"), "a")
        .node("Mul", List.of("a", "up"), "large")
        .node("Conv", List.of("large", "k2"), "b1", Nodes.attribute("group", 4))
        .node("Relu", List.of("b1"), "b2")
        .node("Mul", List.of("b2", "down"), "c")
        .node("GlobalAveragePool", List.of("c"), "pool")
        .node("Flatten", List.of("pool"), "flat")
        .node("MatMul", List.of("flat", "w"), "p")
        .node("Add", List.of("p", "b"), "y")
        .output("y", -1, 5)
        .build();
  }

  private Split split() throws Exception {
    return Split.of(Tables.unlabelled(directory, 300, 36), 1);
  }
}
