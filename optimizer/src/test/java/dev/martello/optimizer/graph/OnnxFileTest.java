package dev.martello.optimizer.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.martello.optimizer.Models;
import dev.martello.optimizer.OptimizationRefused;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import onnx.OnnxMl.TensorProto;
import org.junit.jupiter.api.Test;

class OnnxFileTest {
  private static final Path EXAMPLE = Path.of("..", "examples", "breast-cancer", "model.onnx");

  @Test
  void writesBackTheSameBytes() throws Exception {
    byte[] bytes = Files.readAllBytes(EXAMPLE);
    assertThat(OnnxFile.parse(bytes, "example").toByteArray()).isEqualTo(bytes);
  }

  @Test
  void keepsFieldsOfALaterFormat() throws Exception {
    var bytes = new ByteArrayOutputStream();
    bytes.writeBytes(Models.mlp(1, 4, 4, 2).toByteArray());
    bytes.writeBytes(new byte[] {(byte) 0xFA, 0x3F, 3, 'n', 'e', 'w'}); // field 1023, length 3
    assertThat(OnnxFile.parse(bytes.toByteArray(), "later").toByteArray())
        .isEqualTo(bytes.toByteArray());
  }

  @Test
  void refusesWhatIsNoModel() {
    assertThatThrownBy(
            () -> OnnxFile.parse("not a model".getBytes(StandardCharsets.UTF_8), "notes.txt"))
        .isInstanceOf(OptimizationRefused.class)
        .hasMessageContaining("notes.txt");
    assertThatThrownBy(() -> OnnxFile.parse(new byte[0], "empty.onnx"))
        .hasMessageContaining("empty.onnx has no graph");
  }

  @Test
  void refusesWeightsInAnotherFile() {
    var model =
        new Models(1)
            .input("x", -1, 2)
            .constant(
                TensorProto.newBuilder()
                    .setName("w")
                    .setDataLocation(TensorProto.DataLocation.EXTERNAL)
                    .build())
            .node("MatMul", java.util.List.of("x", "w"), "y")
            .build();
    assertThatThrownBy(() -> OnnxFile.parse(model.toByteArray(), "m.onnx"))
        .hasMessageContaining("weight w in another file");
  }

  @Test
  void liftsConstantNodesAndOldInitializers() {
    var weight = new FloatTensor(new int[] {2, 2}, new float[] {1, 2, 3, 4}).named("");
    var constant =
        Nodes.make(
            "",
            "Constant",
            java.util.List.of(),
            "w",
            onnx.OnnxMl.AttributeProto.newBuilder()
                .setName("value")
                .setType(onnx.OnnxMl.AttributeProto.AttributeType.TENSOR)
                .setT(weight)
                .build());
    var model =
        new Models(1)
                .input("x", -1, 2)
                .input("b", 2)
                .weight("b", 2)
                .node(constant)
                .node("MatMul", java.util.List.of("x", "w"), "p")
                .node("Add", java.util.List.of("p", "b"), "y")
                .output("y", -1, 2)
                .build()
                .toBuilder()
                .setIrVersion(3)
                .build();
    var graph = new ModelGraph(ConstantLifting.lift(model));
    var dense = Dense.of(graph, graph.nodes().get(0)).orElseThrow();
    assertThat(dense.weights().values()).containsExactly(1, 2, 3, 4);
    assertThat(dense.bias()).isPresent();
    assertThat(graph.model().getIrVersion()).isEqualTo(4);
    assertThat(graph.model().getGraph().getInputCount()).isEqualTo(1);
  }
}
