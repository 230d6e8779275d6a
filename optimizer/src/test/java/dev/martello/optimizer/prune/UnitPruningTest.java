package dev.martello.optimizer.prune;

import static org.assertj.core.api.Assertions.assertThat;

import dev.martello.optimizer.Models;
import dev.martello.optimizer.Tables;
import dev.martello.optimizer.data.Split;
import dev.martello.optimizer.graph.FloatTensor;
import dev.martello.optimizer.graph.ModelGraph;
import java.nio.file.Path;
import java.util.List;
import onnx.OnnxMl.ModelProto;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnitPruningTest {
  @TempDir Path directory;

  @Test
  void removesUnitsAndPropagatesTheirShapes() throws Exception {
    var model = Models.mlp(2, 10, 64, 32, 4);
    for (var saliency : Pruning.Saliency.values()) {
      var pruned = UnitPruning.apply(model, new Pruning(0.5, saliency), split().calibration());
      var chains = DenseChain.in(new ModelGraph(pruned));
      assertThat(chains).hasSize(2);
      assertThat(chains.get(0).first().weights().shape()).containsExactly(10, 32);
      assertThat(chains.get(1).first().weights().shape()).containsExactly(32, 16);
      assertThat(chains.get(1).second().weights().shape()).containsExactly(16, 4);
      assertThat(pruned.getSerializedSize()).isLessThan(model.getSerializedSize() * 6 / 10);
      assertThat(Tables.distance(model, pruned, split())).isBetween(1e-8, 0.2);
    }
  }

  @Test
  void layersThatAreLeftWithFewUnitsAreFoundAgain() throws Exception {
    var model = Models.mlp(2, 10, 64, 32, 4);
    var pruning = new Pruning(0.9, Pruning.Saliency.MAGNITUDE);
    var pruned = UnitPruning.apply(model, pruning, split().calibration());
    assertThat(DenseChain.at(new ModelGraph(pruned), "s1").first().weights().shape())
        .containsExactly(10, 6);
    assertThat(DenseChain.at(new ModelGraph(pruned), "s2").first().weights().shape())
        .containsExactly(6, 3);
  }

  /** 16 units, each there twice: what goes is wholly taken over by its twin. */
  @Test
  void whatStaysTakesOverFromItsTwin() throws Exception {
    var half = new FloatTensor(new int[] {10, 16}, values(160));
    var twins = new float[10 * 32];
    for (int row = 0; row < 10; row++) {
      for (int unit = 0; unit < 32; unit++) {
        twins[row * 32 + unit] = half.values()[row * 16 + unit % 16];
      }
    }
    var model =
        new Models(3)
            .input("x", -1, 10)
            .constant(new FloatTensor(new int[] {10, 32}, twins).named("w1"))
            .weight("w2", 32, 3)
            .node("MatMul", List.of("x", "w1"), "h")
            .node("Tanh", List.of("h"), "t")
            .node("MatMul", List.of("t", "w2"), "y")
            .output("y", -1, 3)
            .build();
    var pruning = new Pruning(0.5, Pruning.Saliency.ACTIVATION);
    var graph = new ModelGraph(model);
    var chain = DenseChain.in(graph).get(0);
    var units = HiddenUnits.observe(model, "t", chain.first(), split().calibration());
    int[] kept = new int[16];
    for (int i = 0; i < 16; i++) {
      kept[i] = i % 2 == 0 ? i : i + 16; // one of each pair
    }
    java.util.Arrays.sort(kept);
    var takeover = Takeover.of(units, kept, chain.second());
    float[] old = chain.second().weights().values();
    for (int k = 0; k < kept.length; k++) {
      int twin = (kept[k] + 16) % 32;
      for (int o = 0; o < 3; o++) {
        float sum = old[kept[k] * 3 + o] + old[twin * 3 + o];
        assertThat(takeover.weights().values()[k * 3 + o])
            .isCloseTo(sum, org.assertj.core.api.Assertions.within(0.15f));
      }
    }
    assertThat(UnitPruning.apply(model, pruning, split().calibration()).getSerializedSize())
        .isLessThan(model.getSerializedSize());
  }

  @Test
  void aHiddenTensorThatIsAnOutputTooKeepsItsUnits() {
    ModelProto model = Models.mlp(2, 10, 64, 4);
    var shown = model.getGraph().toBuilder();
    shown.addOutput(shown.getOutput(0).toBuilder().setName("h1"));
    var graph = new ModelGraph(model.toBuilder().setGraph(shown).build());
    assertThat(DenseChain.in(graph)).isEmpty();
  }

  @Test
  void thePlanGivesTheSameBytesTwice() throws Exception {
    var model = Models.mlp(2, 10, 64, 32, 4);
    var pruning = new Pruning(0.25, Pruning.Saliency.ACTIVATION);
    assertThat(UnitPruning.apply(model, pruning, split().calibration()).toByteArray())
        .isEqualTo(UnitPruning.apply(model, pruning, split().calibration()).toByteArray());
  }

  private static float[] values(int count) {
    var random = new java.util.Random(1);
    var values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian() / 3;
    }
    return values;
  }

  private Split split() throws Exception {
    return Split.of(Tables.unlabelled(directory, 1000, 10), 1);
  }
}
