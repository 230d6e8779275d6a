package dev.martello.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.martello.runtime.testkit.OnnxModels;
import dev.martello.sealedmodel.ModelDescription;
import dev.martello.sealedmodel.ModelFormat;
import dev.martello.sealedmodel.ModelRefused;
import dev.martello.sealedmodel.Reason;
import dev.martello.sealedmodel.Tensor;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelInspectorTest {
  @TempDir Path directory;

  @Test
  void describesTensorsOpsetsAndPrecision() throws Exception {
    Path file = Files.write(directory.resolve("m.onnx"), OnnxModels.linear());
    ModelDescription description = ModelInspector.describe(file);
    assertThat(description.inputs()).containsExactly(new Tensor("x", "FP32", List.of(-1L, 3L)));
    assertThat(description.outputs()).containsExactly(new Tensor("y", "FP32", List.of(-1L, 2L)));
    assertThat(description.opsets()).containsOnlyKeys("ai.onnx").containsValue(17);
    assertThat(description.precision()).isEqualTo("FP32");
  }

  /** As ONNX Runtime writes them into the models that it saves, and so martello optimize. */
  @Test
  void leavesOutDomainsThatNoOperatorIsOf() throws Exception {
    Path optimized = Path.of("..", "examples", "digits", "smaller.onnx");
    assertThat(new String(Files.readAllBytes(optimized), StandardCharsets.ISO_8859_1))
        .contains("ai.onnx.preview");
    assertThat(ModelInspector.describe(optimized).opsets())
        .containsKeys("ai.onnx", "com.microsoft")
        .doesNotContainKey("ai.onnx.preview");
  }

  @Test
  void takesThePrecisionOfAModelWithoutWeightsFromItsInputs() throws Exception {
    assertThat(describe(OnnxModels.identity(OnnxModels.INT64, 2)).precision()).isEqualTo("INT64");
  }

  @Test
  void refusesWhatIsNotAModel() {
    refused("hello".getBytes(), "no ONNX file");
    refused(new byte[0], "ONNX");
    byte[] cut = java.util.Arrays.copyOf(OnnxModels.linear(), 60);
    refused(cut, "no ONNX file");
  }

  @Test
  void refusesWhatOnnxRuntimeRefuses() {
    refused(
        OnnxModels.node("NoSuchOperator", OnnxModels.FLOAT, OnnxModels.FLOAT, 2),
        "ONNX Runtime 1.28.0 does not load it");
  }

  @Test
  void refusesOutputsThatAreNoTensorsByName() {
    refused(OnnxModels.sequence(), "output 'probabilities' is no tensor");
  }

  @Test
  void refusesWeightsInOtherFiles() {
    refused(OnnxModels.external(), "weights in another file");
  }

  @Test
  void convertsToTheSameBytesEveryTime() throws Exception {
    Path onnx = Files.write(directory.resolve("m.onnx"), OnnxModels.linear());
    ModelDescription converted = ModelInspector.convert(onnx, directory.resolve("a.ort"));
    assertThat(converted).isEqualTo(ModelInspector.describe(onnx).in(ModelFormat.ORT));
    ModelInspector.convert(onnx, directory.resolve("b.ort"));
    assertThat(directory.resolve("a.ort")).hasSameBinaryContentAs(directory.resolve("b.ort"));
  }

  @Test
  void refusesAFileThatIsNotThere() {
    assertThatExceptionOfType(ModelRefused.class)
        .isThrownBy(() -> ModelInspector.describe(directory.resolve("none.onnx")))
        .matches(refused -> refused.reason() == Reason.FileMissing)
        .withMessageContaining("none.onnx");
  }

  private static void refused(byte[] model, String said) {
    assertThatExceptionOfType(ModelRefused.class)
        .isThrownBy(() -> describe(model))
        .matches(refused -> refused.reason() == Reason.ModelUnloadable)
        .withMessageContaining(said);
  }

  private static ModelDescription describe(byte[] model) throws ModelRefused {
    return ModelInspector.describe(ByteBuffer.allocateDirect(model.length).put(model).flip());
  }
}
