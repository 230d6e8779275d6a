package dev.martello.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.martello.runtime.evaluation.SealedDataset;
import dev.martello.runtime.evaluation.data.DataSet;
import dev.martello.runtime.testkit.Keys;
import dev.martello.runtime.testkit.OnnxModels;
import dev.martello.sealedmodel.Evaluation;
import dev.martello.sealedmodel.ModelDescription;
import dev.martello.sealedmodel.ModelFormat;
import dev.martello.sealedmodel.SealRecipient;
import dev.martello.sealedmodel.SealRequest;
import dev.martello.sealedmodel.Sealer;
import dev.martello.sealedmodel.SemVer;
import dev.martello.sealedmodel.SigningKey;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code evaluate}, with a model whose answers are known: class 1 where x0 + x1 + x2 > 1. */
class EvaluationPodTest {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String SECRET_CELL = "42.4711";

  @TempDir Path directory;
  private TestPod pod;
  private final KeyPair dataKey = Keys.p256();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ObjectNode evaluation = JSON.createObjectNode();

  @BeforeEach
  void lay() throws Exception {
    pod = new TestPod(directory, OnnxModels.linear());
    Files.createDirectories(directory.resolve("dataset-key"));
    pod.write("dataset-key/martello.key", Keys.privatePem(dataKey));
    evaluation.put("formatVersion", 1);
    evaluation.putObject("dataset").put("name", "holdout");
    evaluation.put("metric", "accuracy").put("minimum", "0.95").putArray("slices");
    seal(table(100, 0), "dataset", dataKey, pod.signer);
  }

  @Test
  void aGoodModelPasses() throws Exception {
    assertThat(run()).isEqualTo(ExitCode.DRAINED);
    JsonNode message = message();
    assertThat(message.path("reason").asText()).isEqualTo("EvaluationPassed");
    JsonNode figures = message.path("evaluation");
    assertThat(figures.path("value").asDouble()).isEqualTo(1);
    assertThat(figures.path("rows").asInt()).isEqualTo(100);
    assertThat(figures.path("p95Microseconds").asLong()).isPositive();
    assertThat(figures.path("memoryBytes").asLong()).isGreaterThan(10_000_000);
    byte[] model = OnnxModels.linear();
    assertThat(figures.path("model").asText()).isEqualTo("sha256:" + sha256(model));
  }

  @Test
  void theMessageNamesTheReportOnStdout() throws Exception {
    run();
    String[] lines = out.toString(StandardCharsets.UTF_8).split("\n", -1);
    assertThat(lines).hasSize(2);
    assertThat(message().path("evaluation").path("reportSha256").asText())
        .isEqualTo(sha256(lines[0].getBytes(StandardCharsets.UTF_8)));
    JsonNode report = JSON.readTree(lines[0]);
    assertThat(report.path("classes").size()).isEqualTo(2);
    assertThat(report.path("environment").path("deployment").asText()).isEqualTo(TestPod.NAME);
  }

  @Test
  void aModelThatFallsShortIsToldByHowMuch() throws Exception {
    seal(table(100, 10), "dataset", dataKey, pod.signer);
    assertThat(run()).isEqualTo(ExitCode.FELL_SHORT);
    assertThat(message().path("reason").asText()).isEqualTo("EvaluationFellShort");
    assertThat(message().path("message").asText()).contains("is 0.0500 below the minimum 0.95");
  }

  @Test
  void twelveSlicesStillFitIntoTheMessage() throws Exception {
    for (int i = 0; i < 12; i++) {
      ((com.fasterxml.jackson.databind.node.ArrayNode) evaluation.get("slices"))
          .addObject()
          .put("name", "a-slice-with-as-long-a-name-as-can-be-" + (10 + i))
          .put("column", "site")
          .put("from", "-999999999.999999")
          .put("minimum", "0.999999");
    }
    seal(table(97, 31), "dataset", dataKey, pod.signer);
    run();
    assertThat(Files.size(directory.resolve("termination-log"))).isBetween(2000L, 4096L);
    assertThat(message().path("evaluation").path("slices").size()).isEqualTo(12);
  }

  @Test
  void nothingOfTheDataIsTold() throws Exception {
    seal(table(100, 3) + "1,1," + SECRET_CELL + ",1,cat\n", "dataset", dataKey, pod.signer);
    refused("DatasetRefused", "what was sealed is no table");
    seal(table(100, 3) + "1,1," + SECRET_CELL + ",1,1\n", "dataset", dataKey, pod.signer);
    run();
    assertThat(out.toString(StandardCharsets.UTF_8)).doesNotContain(SECRET_CELL);
    assertThat(message().toString()).doesNotContain(SECRET_CELL);
  }

  @Test
  void aSignedReportStandsInWhereThatSuffices() throws Exception {
    report("accuracy", 0.96, dataSha256());
    evaluation.put("signedReportSuffices", true);
    // Nothing is opened.
    Files.delete(directory.resolve("dataset-key/martello.key"));
    Files.delete(directory.resolve("key/martello.key"));
    assertThat(run()).isEqualTo(ExitCode.DRAINED);
    JsonNode figures = message().path("evaluation");
    assertThat(figures.path("by").asText()).isEqualTo("signer");
    assertThat(figures.path("value").asDouble()).isEqualTo(0.96);
    assertThat(figures.path("rows").asInt()).isEqualTo(171);
    assertThat(figures.has("p95Microseconds")).isFalse();
    assertThat(figures.path("model").asText()).isEqualTo("sha256:" + sha256(OnnxModels.linear()));
  }

  @Test
  void aReportThatDoesNotSayAllIsMeasuredAnew() throws Exception {
    report("accuracy", 0.96, dataSha256());
    assertMeasured();
    evaluation.put("signedReportSuffices", true);
    report("accuracy", 0.96, "7".repeat(64));
    assertMeasured();
    report("accuracy", 0.94, dataSha256());
    assertMeasured();
    report("f1", 0.96, dataSha256());
    assertMeasured();
    report("accuracy", 0.96, dataSha256());
    evaluation.put("maximumP95Microseconds", "600000000");
    assertMeasured();
  }

  @Test
  void aStandInStillNeedsDataOfASigner() throws Exception {
    report("accuracy", 0.96, dataSha256());
    evaluation.put("signedReportSuffices", true);
    seal(table(100, 0), "dataset", dataKey, Keys.p256());
    refused("DatasetSignerUnknown", "dataset: ");
  }

  private void assertMeasured() throws Exception {
    assertThat(run()).isEqualTo(ExitCode.DRAINED);
    assertThat(message().path("evaluation").has("by")).isFalse();
    assertThat(message().path("evaluation").path("value").asDouble()).isEqualTo(1);
  }

  private String dataSha256() throws Exception {
    return sha256(Files.readAllBytes(directory.resolve("plain.csv")));
  }

  private void report(String metric, double value, String dataSha256) throws Exception {
    delete(directory.resolve("model"));
    pod.seal(
        OnnxModels.linear(),
        new Evaluation(metric, value, value - 0.01, value + 0.01, 171, dataSha256));
  }

  @Test
  void dataOfAnotherSignerIsRefused() throws Exception {
    seal(table(100, 0), "dataset", dataKey, Keys.p256());
    refused("DatasetSignerUnknown", "dataset: ");
  }

  @Test
  void dataForAnotherKeyIsRefused() throws Exception {
    seal(table(100, 0), "dataset", Keys.p256(), pod.signer);
    refused("DatasetKeyDoesNotOpen", "dataset: ");
  }

  @Test
  void otherDataThanAskedIsRefused() throws Exception {
    evaluation.putObject("dataset").put("name", "easy");
    refused("DatasetNameMismatch", "'holdout'");
  }

  @Test
  void aModelIsNoData() throws Exception {
    copy("model", "dataset");
    evaluation.putObject("dataset").put("name", TestPod.NAME);
    refused("DatasetManifestInvalid", "it is a sealed model");
  }

  @Test
  void dataThatDoesNotFitIsRefused() throws Exception {
    seal("a,label\n1,1\n2,0\n", "dataset", dataKey, pod.signer);
    refused("DatasetRefused", "1 numbers a row, input x takes shape");
    seal("a,b,c\n1,1,2\n2,0,3\n", "dataset", dataKey, pod.signer);
    refused("DatasetRefused", "the data has no label");
  }

  @Test
  void agreementIsWithAReferenceModel() throws Exception {
    copy("model", "reference");
    Files.createDirectories(directory.resolve("reference-key"));
    pod.write("reference-key/martello.key", Keys.privatePem(pod.recipient));
    evaluation.put("metric", "agreement");
    evaluation.putObject("reference").put("name", TestPod.NAME);
    seal(table(100, 50), "dataset", dataKey, pod.signer);
    assertThat(run()).isEqualTo(ExitCode.DRAINED);
    assertThat(message().path("evaluation").path("value").asDouble()).isEqualTo(1);
    pod.write("reference-key/martello.key", Keys.privatePem(dataKey));
    refused("ReferenceKeyDoesNotOpen", "reference: ");
  }

  /** Two steps of class 1 beside one are the same text to CTC, and different step by step. */
  @Test
  void sequencesAgreeStepByStepOrAsCtcReadsThem() throws Exception {
    var report = new Evaluation("accuracy", 0.97, 0.95, 0.98, 171, "7".repeat(64));
    delete(directory.resolve("model"));
    pod.seal(OnnxModels.node("Abs", 1, 1, -1, 3, 2), report);
    copy("model", "reference");
    delete(directory.resolve("model"));
    pod.seal(OnnxModels.identity(1, -1, 3, 2), report);
    Files.createDirectories(directory.resolve("reference-key"));
    pod.write("reference-key/martello.key", Keys.privatePem(pod.recipient));
    evaluation.put("metric", "agreement");
    evaluation.putObject("reference").put("name", TestPod.NAME);
    // Of the second step the reference sees the blank, class 0, before class 1.
    seal("a,b,c,d,e,f\n0,1,-5,1,1,0\n0,2,-5,1,1,0\n", "dataset", dataKey, pod.signer);
    assertThat(run()).isEqualTo(ExitCode.FELL_SHORT);
    assertThat(message().path("evaluation").path("value").asDouble()).isZero();
    evaluation.put("ctcBlank", 0);
    assertThat(run()).isEqualTo(ExitCode.DRAINED);
    assertThat(message().path("evaluation").path("value").asDouble()).isEqualTo(1);
  }

  @Test
  void otherSettingsThanAnnouncedAreRefused() throws Exception {
    EvaluateArguments announced = arguments();
    evaluation.put("minimum", "0.1");
    arguments();
    assertThatExceptionOfType(dev.martello.runtime.settings.SettingsRefused.class)
        .isThrownBy(() -> EvaluationPod.run(new PodLayout(directory), announced, System.out))
        .withMessageContaining("evaluation.json: has SHA-256");
  }

  @Test
  void onlyTheJudgedModelServes() throws Exception {
    ServeArguments plain = pod.arguments();
    ServeArguments judged =
        new ServeArguments(
            plain.settingsSha256(),
            plain.signersSha256(),
            Optional.of(sha256(OnnxModels.linear())));
    judged.requireEvaluated(sha256(OnnxModels.linear()));
    assertThatExceptionOfType(StartRefused.class)
        .isThrownBy(() -> judged.requireEvaluated(sha256(OnnxModels.wide(2))))
        .withMessageContaining("but the evaluation judged")
        .satisfies(refused -> assertThat(refused.code()).isEqualTo(ExitCode.REFUSED))
        .satisfies(refused -> assertThat(refused.reason()).isEqualTo("NotEvaluated"));
    ServeArguments another =
        new ServeArguments(
            plain.settingsSha256(), plain.signersSha256(), Optional.of("0".repeat(64)));
    assertThatExceptionOfType(StartRefused.class)
        .isThrownBy(
            () ->
                PodServer.start(
                    new PodLayout(directory), another, TestPod.environment(), part -> {}));
  }

  private ExitCode run() throws Exception {
    out.reset();
    return EvaluationPod.run(
        new PodLayout(directory), arguments(), new PrintStream(out, true, StandardCharsets.UTF_8));
  }

  private void refused(String reason, String words) throws Exception {
    EvaluateArguments arguments = arguments();
    assertThatExceptionOfType(StartRefused.class)
        .isThrownBy(() -> EvaluationPod.run(new PodLayout(directory), arguments, System.out))
        .withMessageContaining(words)
        .satisfies(refused -> assertThat(refused.reason()).isEqualTo(reason))
        .satisfies(refused -> assertThat(refused.code()).isEqualTo(ExitCode.REFUSED));
  }

  private EvaluateArguments arguments() throws Exception {
    ServeArguments serve = pod.arguments();
    pod.write("settings/evaluation.json", evaluation.toString());
    return EvaluateArguments.parse(
        "evaluate",
        "--settings-sha256=" + serve.settingsSha256(),
        "--signers-sha256=" + serve.signersSha256(),
        "--evaluation-sha256="
            + sha256(Files.readAllBytes(directory.resolve("settings/evaluation.json"))));
  }

  private JsonNode message() throws Exception {
    return JSON.readTree(Files.readAllBytes(directory.resolve("termination-log")));
  }

  /** Rows of which so many have the wrong label. */
  private static String table(int rows, int wrong) {
    StringBuilder text = new StringBuilder("x0,x1,x2,slice:site,label\n");
    for (int row = 0; row < rows; row++) {
      int right = row % 2;
      int sign = right == 1 ? 1 : -1;
      int label = row < wrong ? 1 - right : right;
      text.append("%d,%d,%d,%d,%d%n".formatted(sign * (row + 1), sign, sign, row % 3, label));
    }
    return text.toString();
  }

  private void seal(String table, String into, KeyPair recipient, KeyPair signer) throws Exception {
    delete(directory.resolve(into));
    Path plain = Files.writeString(directory.resolve("plain.csv"), table);
    ModelDescription description;
    try {
      description = SealedDataset.describe(DataSet.read(plain, Optional.empty()));
    } catch (dev.martello.runtime.evaluation.data.DataRefused sealedAllTheSame) {
      description =
          new ModelDescription(
              ModelFormat.ONNX, List.of(), List.of(), java.util.Map.of(), "DATASET");
    }
    Sealer.seal(
        new SealRequest(
            plain,
            "holdout",
            SemVer.parse("1.0.0"),
            description,
            Optional.empty(),
            Optional.empty(),
            List.of(
                SealRecipient.parse(
                    Keys.publicPem(recipient).getBytes(StandardCharsets.US_ASCII), "recipient")),
            SigningKey.parse(Keys.privatePem(signer).getBytes(StandardCharsets.US_ASCII), "signer"),
            directory.resolve(into)));
  }

  private void copy(String from, String to) throws Exception {
    delete(directory.resolve(to));
    Files.createDirectories(directory.resolve(to));
    try (var files = Files.list(directory.resolve(from))) {
      for (Path file : files.toList()) {
        Files.copy(file, directory.resolve(to).resolve(file.getFileName()));
      }
    }
  }

  private static void delete(Path folder) throws Exception {
    if (Files.isDirectory(folder)) {
      try (var files = Files.list(folder)) {
        for (Path file : files.toList()) {
          Files.delete(file);
        }
      }
      Files.delete(folder);
    }
  }

  private static String sha256(byte[] content) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
  }
}
