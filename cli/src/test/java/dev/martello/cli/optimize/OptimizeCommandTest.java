package dev.martello.cli.optimize;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.martello.cli.Invocation;
import dev.martello.cli.Sha256;
import dev.martello.sealedmodel.Evaluation;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OptimizeCommandTest {
  private static final Path EXAMPLE = Path.of("..", "examples", "breast-cancer");
  private static final Path MODEL = EXAMPLE.resolve("model.onnx");
  private static final Path DATA = EXAMPLE.resolve("evaluation.csv");

  @TempDir Path directory;

  /** The example is too small to gain: 8-bit weights take more room than they save. */
  @Test
  void leavesAloneWhatGainsNothingAndSaysWhatItMeasured() throws Exception {
    Path out = directory.resolve("out");
    var run =
        Invocation.of(
            "optimize",
            MODEL,
            "--evaluation",
            DATA,
            "--metric",
            "accuracy",
            "--minimum",
            "0.9",
            "--max-drop",
            "0.05",
            "--out",
            out);
    assertThat(run.refusal()).contains("left alone").contains("smaller");
    assertThat(run.out()).contains("171 rows").contains("static MinMax");
    assertThat(out.resolve("model.onnx")).doesNotExist();
    assertThat(out.resolve("evaluation.json")).doesNotExist();
    var report = new ObjectMapper().readTree(out.resolve("report.json").toFile());
    assertThat(report.get("everyPlanTried").asBoolean()).isTrue();
    // So few rows that MinMax and Percentile make the same models: 12 plans, 8 different models.
    assertThat(report.get("plans").size()).isBetween(6, 12);
    assertThat(report.get("refused").asText()).contains("left alone");
    assertThat(report.get("datasetSha256").asText()).isEqualTo(Sha256.of(DATA));
    assertThat(out.resolve("plans.svg")).content().startsWith("<svg");
  }

  @Test
  void writesAModelAndAReportThatSealAccepts() throws Exception {
    Path out = directory.resolve("out");
    var model = Files.write(directory.resolve("mlp.onnx"), TinyMlp.bytes());
    var run =
        Invocation.of(
            "optimize",
            model,
            "--evaluation",
            TinyMlp.data(directory),
            "--metric",
            "agreement",
            "--minimum",
            "0.8",
            "--max-drop",
            "0.2",
            "--out",
            out);
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.lastLine()).isEqualTo(out.resolve("model.onnx").toString());
    assertThat(Files.size(out.resolve("model.onnx"))).isLessThan(Files.size(model));
    var evaluation =
        Evaluation.parse(Files.readAllBytes(out.resolve("evaluation.json")), "evaluation.json");
    assertThat(evaluation.metric()).isEqualTo("agreement");
    assertThat(evaluation.value()).isBetween(0.8, 1.0);
    assertThat(evaluation.rows()).isBetween(100L, 300L);
  }

  @Test
  void refusesAnOutputThatIsThere() {
    var run =
        Invocation.of(
            "optimize", MODEL, "--evaluation", DATA, "--metric", "accuracy", "--out", directory);
    assertThat(run.refusal()).contains("exists already");
  }

  @Test
  void minimumIsNotForErrors() {
    var run =
        Invocation.of(
            "optimize",
            MODEL,
            "--evaluation",
            DATA,
            "--metric",
            "rmse",
            "--minimum",
            "1",
            "--out",
            directory.resolve("out"));
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("use --maximum with rmse");
  }

  @Test
  void saysWhatTheMetricNeeds() {
    var run =
        Invocation.of(
            "optimize",
            MODEL,
            "--evaluation",
            DATA,
            "--metric",
            "rmse",
            "--out",
            directory.resolve("out"));
    assertThat(run.refusal()).contains("rmse needs an output of at most 1 floats");
  }
}
