package dev.martello.optimizer.graph;

import static org.assertj.core.api.Assertions.assertThat;

import dev.martello.optimizer.Models;
import dev.martello.optimizer.Tables;
import dev.martello.optimizer.data.Split;
import java.nio.file.Path;
import java.util.List;
import onnx.OnnxMl.ModelProto;
import onnx.OnnxMl.NodeProto;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AffineFoldingTest {
  @TempDir Path directory;

  @Test
  void whatIsBehindAConvolutionGoesIntoItsWeights() throws Exception {
    var model =
        image()
            .weight("k", 4, 1, 3, 3)
            .node("Conv", List.of("x", "k"), "c")
            .constant(scalar("two", 2))
            .node("Mul", List.of("two", "c"), "m")
            .weight("each", 4, 1, 1)
            .node("Sub", List.of("m", "each"), "s")
            .node("Div", List.of("s", "two"), "d");
    var folded = folded(behind(model, "d"));
    assertThat(operators(folded)).containsExactly("Conv", "GlobalAveragePool", "Flatten");
  }

  @Test
  void whatIsInFrontGoesInUnlessItWouldChangeThePadding() throws Exception {
    var plain =
        image()
            .constant(scalar("two", 2))
            .constant(scalar("one", 1))
            .node("Relu", List.of("x"), "r")
            .node("Mul", List.of("r", "two"), "m")
            .node("Add", List.of("m", "one"), "a")
            .weight("k", 4, 1, 3, 3);
    var open = folded(behind(plain.node("Conv", List.of("a", "k"), "c"), "c"));
    assertThat(operators(open)).doesNotContain("Mul", "Add");

    var padded =
        image()
            .constant(scalar("two", 2))
            .constant(scalar("one", 1))
            .node("Relu", List.of("x"), "r")
            .node("Add", List.of("r", "one"), "a")
            .node("Mul", List.of("a", "two"), "m")
            .weight("k", 4, 1, 3, 3)
            .node("Conv", List.of("m", "k"), "c", Models.integers("pads", 1, 1, 1, 1));
    assertThat(operators(folded(behind(padded, "c")))).contains("Add").doesNotContain("Mul");
  }

  @Test
  void depthwiseConvolutionsTakeEachChannelsFactor() throws Exception {
    var model =
        image()
            .weight("k", 4, 1, 3, 3)
            .node("Conv", List.of("x", "k"), "c")
            .node("Relu", List.of("c"), "r")
            .weight("each", 1, 4, 1, 1)
            .node("Mul", List.of("r", "each"), "m")
            .weight("k2", 4, 1, 3, 3)
            .node("Conv", List.of("m", "k2"), "c2", Nodes.attribute("group", 4));
    assertThat(operators(folded(behind(model, "c2")))).doesNotContain("Mul");
  }

  @Test
  void leavesWhatOthersReadOrWhatIsNoFactorOfAChannel() throws Exception {
    var shared =
        image()
            .weight("k", 4, 1, 3, 3)
            .node("Conv", List.of("x", "k"), "c")
            .constant(scalar("two", 2))
            .node("Mul", List.of("c", "two"), "m")
            .node("Add", List.of("m", "c"), "d");
    assertThat(operators(folded(behind(shared, "d")))).contains("Mul", "Add");

    var wide =
        image()
            .weight("k", 4, 1, 3, 3)
            .node("Conv", List.of("x", "k"), "c")
            .weight("columns", 4)
            .node("Mul", List.of("c", "columns"), "m");
    assertThat(operators(folded(behind(wide, "m")))).contains("Mul");
  }

  private static Models image() {
    return new Models(3).input("x", -1, 1, 6, 6);
  }

  private static ModelProto behind(Models model, String tensor) {
    return model
        .node("GlobalAveragePool", List.of(tensor), "pool")
        .node("Flatten", List.of("pool"), "y")
        .output("y", -1, 4)
        .build();
  }

  private static onnx.OnnxMl.TensorProto scalar(String name, float value) {
    return new FloatTensor(new int[] {1}, new float[] {value}).named(name);
  }

  /** Folded, and still the same function. */
  private ModelProto folded(ModelProto model) throws Exception {
    ModelProto folded = AffineFolding.fold(model);
    var split = Split.of(Tables.unlabelled(directory, 200, 36), 1);
    assertThat(Tables.distance(model, folded, split)).isLessThan(1e-6);
    return folded;
  }

  private static List<String> operators(ModelProto model) {
    return model.getGraph().getNodeList().stream().map(NodeProto::getOpType).toList();
  }
}
