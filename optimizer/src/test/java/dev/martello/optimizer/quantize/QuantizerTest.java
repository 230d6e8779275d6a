package dev.martello.optimizer.quantize;

import static org.assertj.core.api.Assertions.assertThat;

import dev.martello.optimizer.Models;
import dev.martello.optimizer.Tables;
import dev.martello.optimizer.data.Split;
import dev.martello.optimizer.graph.FloatTensor;
import dev.martello.optimizer.graph.ModelGraph;
import dev.martello.optimizer.graph.Nodes;
import dev.martello.optimizer.quantize.Quantization.Dynamic;
import dev.martello.optimizer.quantize.Quantization.Static;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import onnx.OnnxMl.AttributeProto;
import onnx.OnnxMl.ModelProto;
import onnx.OnnxMl.NodeProto;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QuantizerTest {
  private static final Static EQUALIZED =
      new Static(Calibration.MIN_MAX, true, false, false, true, Set.of());

  @TempDir Path directory;

  @Test
  void denseLayersStayCloseInEveryForm() throws Exception {
    var model = Models.mlp(3, 16, 64, 64, 5);
    for (Quantization recipe : recipes()) {
      ModelProto small = quantized(model, recipe, 16);
      assertThat(Tables.distance(model, small, split(16)))
          .as(recipe.toString())
          .isBetween(1e-8, 0.01);
      assertThat(small.getSerializedSize()).isLessThan(model.getSerializedSize() / 2);
    }
  }

  @Test
  void gemmKeepsItsTransposedWeightsAndItsFactors() throws Exception {
    var model =
        new Models(4)
            .input("x", -1, 16)
            .weight("w", 8, 16)
            .weight("b", 8)
            .node(
                "Gemm",
                List.of("x", "w", "b"),
                "y",
                Nodes.attribute("transB", 1),
                AttributeProto.newBuilder()
                    .setName("alpha")
                    .setType(AttributeProto.AttributeType.FLOAT)
                    .setF(0.5f)
                    .build())
            .output("y", -1, 8)
            .build();
    for (Quantization recipe : recipes()) {
      assertThat(Tables.distance(model, quantized(model, recipe, 16), split(16)))
          .as(recipe.toString())
          .isBetween(1e-8, 0.03);
    }
  }

  @Test
  void convolutionsStayCloseWithNewAndOldOperatorSets() throws Exception {
    for (long opset : new long[] {17, 11}) {
      var model = convolutions(opset);
      for (Quantization recipe : recipes()) {
        if (recipe instanceof Static) {
          ModelProto small = quantized(model, recipe, 36);
          assertThat(Tables.distance(model, small, split(36)))
              .as("%s, opset %d", recipe, opset)
              .isBetween(1e-8, 0.04);
          assertThat(small.getOpsetImport(0).getVersion()).isEqualTo(opset);
        }
      }
    }
  }

  @Test
  void lstmStaysClose() throws Exception {
    var lstm =
        Nodes.make(
                "", "LSTM", List.of("t", "w", "r", "b"), "all", Nodes.attribute("hidden_size", 12))
            .toBuilder()
            .addOutput("last")
            .build();
    var model =
        new Models(5)
            .opset(11)
            .input("x", -1, 4, 6)
            .weight("w", 1, 48, 6)
            .weight("r", 1, 48, 12)
            .weight("b", 1, 96)
            .node("Transpose", List.of("x"), "t", Models.integers("perm", 1, 0, 2))
            .node(lstm)
            .node("Squeeze", List.of("last"), "y", Models.integers("axes", 0))
            .output("y", -1, 12)
            .build();
    for (boolean symmetric : new boolean[] {true, false}) {
      var small = quantized(model, new Dynamic(false, symmetric, Set.of()), 24);
      assertThat(operators(small)).contains("DynamicQuantizeLSTM").doesNotContain("LSTM");
      assertThat(Tables.distance(model, small, split(24))).isBetween(1e-8, 0.02);
    }
  }

  /** Else two products of bytes, added in 16 bits, would saturate on x86 without VNNI. */
  @Test
  void signedWeightsStayIn7Bits() throws Exception {
    var weights = new FloatTensor(new int[] {2, 2}, new float[] {-4, 1, 2, 4});
    for (boolean perChannel : new boolean[] {true, false}) {
      for (byte value : QuantizedWeights.of(weights, 1, perChannel, true).values()) {
        assertThat(value).isBetween((byte) -63, (byte) 63);
      }
    }
  }

  /** Training leaves channels with weights near zero, which answer with their bias alone. */
  @Test
  void aChannelWithoutWeightsKeepsItsBias() throws Exception {
    var kernel = new FloatTensor(new int[] {2, 1, 3, 3}, new float[18]);
    Arrays.fill(kernel.values(), 0, 9, 0.5f);
    Arrays.fill(kernel.values(), 9, 18, 1e-30f);
    var model =
        new Models(8)
            .input("x", -1, 1, 6, 6)
            .constant(kernel.named("k"))
            .constant(new FloatTensor(new int[] {2}, new float[] {0.25f, 3}).named("b"))
            .node("Conv", List.of("x", "k", "b"), "c")
            .node("GlobalAveragePool", List.of("c"), "pool")
            .node("Flatten", List.of("pool"), "y")
            .output("y", -1, 2)
            .build();
    for (Quantization recipe : recipes()) {
      if (recipe instanceof Static) {
        assertThat(Tables.distance(model, quantized(model, recipe, 36), split(36)))
            .as(recipe.toString())
            .isBetween(1e-8, 0.05);
      }
    }
  }

  @Test
  void leavesLayersInFloatThatItIsTold() throws Exception {
    var model = Models.mlp(3, 16, 64, 64, 5);
    var all = Layers.of(new ModelGraph(model)).ids();
    var recipe = new Dynamic(true, true, Set.copyOf(all.subList(0, 2)));
    var small = quantized(model, recipe, 16);
    assertThat(operators(small)).filteredOn("MatMul"::equals).hasSize(2);
    assertThat(operators(small)).filteredOn("DynamicQuantizeMatMul"::equals).hasSize(1);
  }

  @Test
  void theSameRecipeGivesTheSameBytes() throws Exception {
    var model = convolutions(17);
    for (Quantization recipe : recipes()) {
      assertThat(quantized(model, recipe, 36).toByteArray())
          .isEqualTo(quantized(model, recipe, 36).toByteArray());
    }
  }

  @Test
  void changesNothingInsideSubgraphs() throws Exception {
    var model = withSubgraph();
    NodeProto branch = branch(model);
    for (Quantization recipe : recipes()) {
      ModelProto small = quantized(model, recipe, 8);
      assertThat(branch(small).getAttributeList()).isEqualTo(branch.getAttributeList());
      assertThat(small.getGraph().getInitializerList())
          .as("the weight that the subgraph reads is still there")
          .anyMatch(tensor -> tensor.getName().equals("w"));
      assertThat(Tables.distance(model, small, split(8))).isBetween(1e-8, 0.06);
    }
  }

  @Test
  void percentileCutsWhatMinMaxKeeps() throws Exception {
    var model = Models.mlp(3, 16, 64, 5);
    var split = Split.of(Tables.unlabelled(directory, 4000, 16), 1);
    var ranges = Ranges.of(model, Set.of("x", "h1"), split.calibration());
    Range all = ranges.range("h1", Calibration.MIN_MAX);
    Range most = ranges.range("h1", Calibration.PERCENTILE);
    assertThat(most.most()).isPositive().isLessThan(all.most());
    assertThat(all.least()).isZero();
  }

  /** The same weights in the outer graph and, captured, in both branches of an If. */
  private static ModelProto withSubgraph() {
    var captured = new Models(1).node("MatMul", List.of("h", "w"), "a").output("a", -1, 8).graph();
    var identity = new Models(1).node("Identity", List.of("h"), "a2").output("a2", -1, 8).graph();
    var branch =
        Nodes.make(
            "",
            "If",
            List.of("positive"),
            "y",
            graph("then_branch", captured),
            graph("else_branch", identity));
    return new Models(6)
        .opset(11)
        .input("x", -1, 8)
        .weight("w", 8, 8)
        .constant(new FloatTensor(new int[0], new float[] {0}).named("zero"))
        .node("MatMul", List.of("x", "w"), "h")
        .node("ReduceSum", List.of("h"), "sum", Nodes.attribute("keepdims", 0))
        .node("Greater", List.of("sum", "zero"), "positive")
        .node(branch)
        .output("y", -1, 8)
        .build();
  }

  private static AttributeProto graph(String name, onnx.OnnxMl.GraphProto graph) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.GRAPH)
        .setG(graph)
        .build();
  }

  private static NodeProto branch(ModelProto model) {
    return model.getGraph().getNodeList().stream()
        .filter(node -> node.getOpType().equals("If"))
        .findFirst()
        .orElseThrow();
  }

  private static ModelProto convolutions(long opset) {
    return new Models(7)
        .opset(opset)
        .input("x", -1, 1, 6, 6)
        .weight("k1", 8, 1, 3, 3)
        .weight("c1", 8)
        .weight("k2", 8, 8, 3, 3)
        .weight("w", 8, 5)
        .weight("b", 5)
        .node("Conv", List.of("x", "k1", "c1"), "a")
        .node("Relu", List.of("a"), "a1")
        .node("Conv", List.of("a1", "k2"), "b1")
        .node("GlobalAveragePool", List.of("b1"), "pool")
        .node("Flatten", List.of("pool"), "flat")
        .node("Gemm", List.of("flat", "w", "b"), "y")
        .output("y", -1, 5)
        .build();
  }

  private static List<Quantization> recipes() {
    var recipes = new ArrayList<Quantization>();
    for (boolean perChannel : new boolean[] {true, false}) {
      for (boolean symmetric : new boolean[] {true, false}) {
        recipes.add(new Dynamic(perChannel, symmetric, Set.of()));
        for (Calibration method : Calibration.values()) {
          recipes.add(new Static(method, perChannel, symmetric, false, false, Set.of()));
        }
      }
    }
    recipes.add(EQUALIZED);
    return recipes;
  }

  private static List<String> operators(ModelProto model) {
    return model.getGraph().getNodeList().stream().map(NodeProto::getOpType).toList();
  }

  private Split split(int columns) throws Exception {
    return Split.of(Tables.unlabelled(directory, 300, columns), 1);
  }

  private ModelProto quantized(ModelProto model, Quantization recipe, int columns)
      throws Exception {
    return new Quantizer(model, split(columns).calibration()).apply(recipe);
  }
}
