package dev.martello.optimizer.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.martello.optimizer.Models;
import dev.martello.optimizer.OptimizationRefused;
import dev.martello.optimizer.Tables;
import dev.martello.optimizer.data.Split;
import dev.martello.optimizer.graph.FloatTensor;
import dev.martello.optimizer.graph.ModelGraph;
import dev.martello.optimizer.quantize.Layers;
import dev.martello.optimizer.quantize.Quantization.Dynamic;
import dev.martello.runtime.evaluation.metric.Metric;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import onnx.OnnxMl.ModelProto;
import onnx.OnnxMl.TensorProto;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RebuildTest {
  private static final String PER_TENSOR = "dynamic per-tensor symmetric";

  @TempDir Path directory;

  @Test
  void theLayerThatSuffersMostComesFirstAndIsTheOneLeftInFloat() throws Exception {
    var prepared = Prepared.of(withOneSensitiveLayer().toByteArray(), "test.onnx");
    var split = Split.of(Tables.unlabelled(directory, 400, 12), 1);
    var builder = new PlanBuilder(prepared, split.calibration());
    Layers layers = Layers.of(new ModelGraph(prepared.model()));
    Plan whole = Plan.of(new Dynamic(false, true, Set.of()));
    assertThat(whole).hasToString(PER_TENSOR);
    List<String> worstFirst = Harm.mostFirst(builder, whole, layers, () -> false);
    String second = layers.dense().get(1).id();
    assertThat(worstFirst).hasSize(3).startsWith(second);

    Plan mended = Plans.leaving(whole, List.of(second));
    assertThat(mended).hasToString(PER_TENSOR + ", 1 in float");
    assertThat(builder.deviation(mended)).isLessThan(builder.deviation(whole) / 10);
    assertThat(Rebuild.of(prepared, split, mended.toString())).isEqualTo(builder.build(mended));
    assertThat(Rebuild.of(prepared, split, PER_TENSOR)).isEqualTo(builder.build(whole));
  }

  @Test
  void refusesPlansThatTheModelDoesNotHave() throws Exception {
    var prepared = Prepared.of(Models.mlp(1, 12, 64, 3).toByteArray(), "test.onnx");
    var split = Split.of(Tables.unlabelled(directory, 400, 12), 1);
    for (String name : List.of("dynamic", PER_TENSOR + ", 2 in float", "float, 1 in float")) {
      assertThatThrownBy(() -> Rebuild.of(prepared, split, name))
          .as(name)
          .isInstanceOf(OptimizationRefused.class)
          .hasMessageContaining("copy it from report.json");
    }
  }

  /** Steps that only move are the same text. */
  @Test
  void sequencesAreJudgedStepByStepOrAsCtcReadsThem() throws Exception {
    var model =
        new Models(4)
            .input("x", -1, 12)
            .weight("w", 12, 40)
            .constant(shape("shape", -1, 20, 2))
            .node("MatMul", List.of("x", "w"), "p")
            .node("Reshape", List.of("p", "shape"), "y")
            .output("y", -1, 20, 2)
            .build();
    var prepared = Prepared.of(model.toByteArray(), "test.onnx");
    var split = Split.of(Tables.unlabelled(directory, 1000, 12), 1);
    byte[] small = Rebuild.of(prepared, split, PER_TENSOR);
    double steps = judged(small, prepared, split, OptionalLong.empty());
    double text = judged(small, prepared, split, OptionalLong.of(0));
    assertThat(text).isGreaterThan(steps).isLessThan(1);
  }

  private static double judged(byte[] small, Prepared prepared, Split split, OptionalLong blank)
      throws Exception {
    return Rebuild.judge(small, prepared, split, Metric.AGREEMENT, blank).value();
  }

  private static TensorProto shape(String name, long... sizes) {
    var shape = TensorProto.newBuilder().setName(name).addDims(sizes.length);
    shape.setDataType(TensorProto.DataType.INT64_VALUE);
    for (long size : sizes) {
      shape.addInt64Data(size);
    }
    return shape.build();
  }

  /** A weight that nothing passes through makes the one scale of its layer useless. */
  private static ModelProto withOneSensitiveLayer() {
    var first = new FloatTensor(new int[] {12, 2}, new float[24]);
    for (int i = 0; i < 24; i += 2) {
      first.values()[i] = i % 4 == 0 ? 0.5f : -0.25f;
    }
    return new Models(2)
        .input("x", -1, 12)
        .constant(first.named("w1"))
        .constant(new FloatTensor(new int[] {2, 2}, new float[] {1, 0.5f, 1000, 0}).named("w2"))
        .constant(new FloatTensor(new int[] {2, 2}, new float[] {1, -1, 0.5f, 1}).named("w3"))
        .node("MatMul", List.of("x", "w1"), "p1")
        .node("Relu", List.of("p1"), "h1")
        .node("MatMul", List.of("h1", "w2"), "p2")
        .node("Relu", List.of("p2"), "h2")
        .node("MatMul", List.of("h2", "w3"), "p3")
        .node("Softmax", List.of("p3"), "y")
        .output("y", -1, 2)
        .build();
  }
}
