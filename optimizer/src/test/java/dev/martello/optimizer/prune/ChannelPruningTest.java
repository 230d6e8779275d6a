package dev.martello.optimizer.prune;

import static org.assertj.core.api.Assertions.assertThat;

import dev.martello.optimizer.Models;
import dev.martello.optimizer.Tables;
import dev.martello.optimizer.data.Split;
import dev.martello.optimizer.graph.FloatTensor;
import dev.martello.optimizer.graph.ModelGraph;
import dev.martello.optimizer.graph.Nodes;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import onnx.OnnxMl.ModelProto;
import onnx.OnnxMl.TensorProto;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows of 64 numbers as pictures of 8 × 8, through two convolutions with 16 channels between. */
class ChannelPruningTest {
  @TempDir Path directory;

  @Test
  void removesChannelsAndPropagatesTheirShapes() throws Exception {
    ModelProto model = model(weights(7, 16, 1, 3, 3), true, 1);
    for (var saliency : Pruning.Saliency.values()) {
      var pruned = UnitPruning.apply(model, new Pruning(0.5, saliency), split().calibration());
      var chain = ConvChain.in(new ModelGraph(pruned)).getFirst();
      assertThat(chain.firstWeights().shape()).containsExactly(8, 1, 3, 3);
      assertThat(chain.secondWeights().shape()).containsExactly(12, 8, 3, 3);
      assertThat(pruned.getSerializedSize()).isLessThan(model.getSerializedSize() * 7 / 10);
      // It runs, and is another model, though not quite another.
      assertThat(Tables.distance(model, pruned, split())).isBetween(1e-8, 0.5);
      assertThat(UnitPruning.apply(model, new Pruning(0.5, saliency), split().calibration()))
          .isEqualTo(pruned);
    }
  }

  /** Half of the channels never change: their share moves into the bias, and nothing is lost. */
  @Test
  void aChannelThatNeverChangesIsTakenOverWhole() throws Exception {
    float[] some = weights(7, 16, 1, 3, 3);
    java.util.Arrays.fill(some, 8 * 9, some.length, 0);
    ModelProto model = model(some, true, 0);
    var pruning = new Pruning(0.5, Pruning.Saliency.ACTIVATION);
    var pruned = UnitPruning.apply(model, pruning, split().calibration());
    assertThat(ConvChain.in(new ModelGraph(pruned)).getFirst().firstWeights().size(0)).isEqualTo(8);
    assertThat(Tables.distance(model, pruned, split())).isLessThan(1e-6);
  }

  @Test
  void convolutionsThatAreLeftWithFewChannelsAreFoundAgain() throws Exception {
    var model =
        new Models(3)
            .input("x", -1, 64)
            .constant(picture())
            .weight("w1", 16, 1, 3, 3)
            .weight("w2", 12, 16, 3, 3)
            .weight("w3", 2, 12, 3, 3)
            .node("Reshape", List.of("x", "picture"), "p")
            .node("Conv", List.of("p", "w1"), "c1")
            .node("Relu", List.of("c1"), "r1")
            .node("Conv", List.of("r1", "w2"), "c2")
            .node("Relu", List.of("c2"), "r2")
            .node("Conv", List.of("r2", "w3"), "c3")
            .node("GlobalAveragePool", List.of("c3"), "g")
            .node("Flatten", List.of("g"), "y")
            .output("y", -1, 2)
            .build();
    var pruning = new Pruning(0.9, Pruning.Saliency.ACTIVATION);
    var pruned = new ModelGraph(UnitPruning.apply(model, pruning, split().calibration()));
    assertThat(ConvChain.at(pruned, "c1").firstWeights().shape()).containsExactly(2, 1, 3, 3);
    assertThat(ConvChain.at(pruned, "c2").firstWeights().shape()).containsExactly(1, 2, 3, 3);
    assertThat(Tables.distance(model, pruned.model(), split())).isPositive();
  }

  private static TensorProto picture() {
    return TensorProto.newBuilder()
        .setName("picture")
        .setDataType(TensorProto.DataType.INT64_VALUE)
        .addDims(4)
        .addAllInt64Data(List.of(-1L, 1L, 8L, 8L))
        .build();
  }

  @Test
  void groupsAndOnlookersAreLeftAlone() {
    ModelProto model = model(weights(7, 16, 1, 3, 3), true, 1);
    assertThat(ConvChain.in(new ModelGraph(model))).hasSize(1);
    var shown = model.getGraph().toBuilder();
    shown.addOutput(model.getGraph().getOutput(0).toBuilder().setName("r"));
    assertThat(ConvChain.in(new ModelGraph(model.toBuilder().setGraph(shown).build()))).isEmpty();
    var grouped = model.getGraph().toBuilder();
    for (int i = 0; i < grouped.getNodeCount(); i++) {
      if (grouped.getNode(i).getOpType().equals("Conv")) {
        grouped.setNode(
            i, grouped.getNode(i).toBuilder().addAttribute(Nodes.attribute("group", 2)));
      }
    }
    assertThat(ConvChain.in(new ModelGraph(model.toBuilder().setGraph(grouped).build()))).isEmpty();
  }

  private static ModelProto model(float[] first, boolean bias, long padding) {
    var models =
        new Models(3)
            .input("x", -1, 64)
            .constant(picture())
            .constant(new FloatTensor(new int[] {16, 1, 3, 3}, first).named("w1"))
            .weight("b1", 16)
            .weight("w2", 12, 16, 3, 3)
            .weight("b2", 12)
            .weight("w3", 12, 3)
            .node("Reshape", List.of("x", "picture"), "p")
            .node("Conv", List.of("p", "w1", "b1"), "c1", pads(1))
            .node("Relu", List.of("c1"), "r")
            .node("MaxPool", List.of("r"), "m", Models.integers("kernel_shape", 2, 2))
            .node("Conv", bias ? List.of("m", "w2", "b2") : List.of("m", "w2"), "c2", pads(padding))
            .node("Relu", List.of("c2"), "r2")
            .node("GlobalAveragePool", List.of("r2"), "g")
            .node("Flatten", List.of("g"), "f")
            .node("MatMul", List.of("f", "w3"), "y")
            .output("y", -1, 3);
    return models.build();
  }

  private static onnx.OnnxMl.AttributeProto pads(long by) {
    return Models.integers("pads", by, by, by, by);
  }

  private static float[] weights(long seed, int... shape) {
    int count = 1;
    for (int size : shape) {
      count *= size;
    }
    var random = new Random(seed);
    var values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian() / 3;
    }
    return values;
  }

  private Split split() throws Exception {
    return Split.of(Tables.unlabelled(directory, 300, 64), 1);
  }
}
