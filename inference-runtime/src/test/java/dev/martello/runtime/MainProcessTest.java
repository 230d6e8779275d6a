package dev.martello.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.martello.runtime.testkit.Keys;
import dev.martello.runtime.testkit.OnnxModels;
import dev.martello.runtime.testkit.TestClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program as a pod runs it: exit codes, last words, and what it writes while it lives. */
class MainProcessTest {
  private static final JsonMapper MAPPER = new JsonMapper();

  @TempDir Path directory;
  private TestPod pod;

  @BeforeEach
  void prepare() throws Exception {
    pod = new TestPod(directory, OnnxModels.linear());
  }

  @Test
  void exitsWith3ForAModelThatWasAltered() throws Exception {
    Path bulk = directory.resolve("model/model.onnx.enc");
    byte[] content = Files.readAllBytes(bulk);
    content[content.length / 2] ^= 1;
    Files.write(bulk, content);
    ends(3, "CiphertextAltered", "model.onnx.enc");
  }

  @Test
  void exitsWith3ForAManifestThatWasAltered() throws Exception {
    Path manifest = directory.resolve("model/manifest.json");
    Files.writeString(manifest, Files.readString(manifest).replace("1.2.0", "1.3.0"));
    ends(3, "FilesDoNotMatch", "manifest.json");
  }

  @Test
  void exitsWith3ForASignerThatIsNotTrusted() throws Exception {
    pod.write(
        "settings/signers.json",
        MAPPER
            .createObjectNode()
            .put("formatVersion", 1)
            .set(
                "signers",
                MAPPER
                    .createArrayNode()
                    .add(
                        MAPPER
                            .createObjectNode()
                            .put("name", "other")
                            .put("publicKey", Keys.publicPem(Keys.p256()))))
            .toString());
    ends(3, "SignerUnknown", "model.sig");
  }

  @Test
  void exitsWith3ForAnotherModelByTheSameSigner() throws Exception {
    pod.settings.putObject("model").put("name", "other");
    ends(3, "NameMismatch", "other");
  }

  @Test
  void exitsWith3ForAModelThatIsTooOld() throws Exception {
    pod.settings.putObject("model").put("name", TestPod.NAME).put("minimumVersion", "1.2.1");
    ends(3, "VersionTooOld", "1.2.1");
  }

  @Test
  void exitsWith3ForAKeyThatDoesNotOpen() throws Exception {
    pod.write("key/martello.key", Keys.privatePem(Keys.p256()));
    ends(3, "KeyDoesNotOpen", "key");
  }

  @Test
  void exitsWith3ForAKeyThatIsMissing() throws Exception {
    Files.delete(directory.resolve("key/martello.key"));
    ends(3, "FileMissing", "key/martello.key");
  }

  @Test
  void exitsWith3ForAKeyThatIsNone() throws Exception {
    pod.write("key/martello.key", "hello");
    ends(3, "KeyMalformed", "key/martello.key");
  }

  @Test
  void exitsWith2ForSettingsThatAreNotTheAnnouncedOnes() throws Exception {
    ServeArguments announced = pod.arguments();
    pod.settings.put("namespace", "elsewhere");
    pod.arguments();
    ends(announced, 2, "SettingsRefused", "settings/runtime.json: has SHA-256");
  }

  @Test
  void exitsWith2ForSignersThatAreNotTheAnnouncedOnes() throws Exception {
    ServeArguments announced = pod.arguments();
    Path signers = directory.resolve("settings/signers.json");
    Files.writeString(signers, Files.readString(signers) + " ");
    ends(announced, 2, "SettingsRefused", "settings/signers.json: has SHA-256");
  }

  @Test
  void exitsWith2ForOtherArguments() throws Exception {
    ServeArguments wrong = new ServeArguments("short", "0".repeat(64), Optional.empty());
    ends(wrong, 2, "ArgumentsInvalid", "serve --settings-sha256");
  }

  @Test
  void exitsWith1WithoutACertificate() throws Exception {
    Files.delete(directory.resolve("tls/tls.crt"));
    ends(1, "TlsUnusable", "tls/tls.crt");
  }

  @Test
  void servesDrainsAndExitsWith0OnSigterm() throws Exception {
    Path out = directory.resolve("out");
    Path err = directory.resolve("err");
    Process process =
        pod.process(pod.arguments())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    try (TestClient kubelet = pod.management(pod.operatorIdentity());
        TestClient client = pod.client()) {
      awaitReady(process, kubelet);
      client.send(client.request("/v2/models/linear").header("x-request-id", "first"));
      JsonNode evidence =
          MAPPER.readTree(
              MAPPER
                  .readTree(kubelet.get("/evidence?nonce=" + "ab".repeat(32)).body())
                  .path("payload")
                  .binaryValue());
      assertThat(evidence.at("/process/dumpable").booleanValue()).isFalse();
      assertThat(evidence.at("/process/coreLimit").longValue()).isZero();
      try (TestClient nobody = pod.management()) {
        assertThat(nobody.get("/evidence?nonce=" + "ab".repeat(32)).statusCode()).isEqualTo(403);
      }
      process.destroy(); // SIGTERM
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    assertThat(process.exitValue()).isZero();
    assertThat(Files.exists(directory.resolve("termination-log"))).isFalse();
    assertThat(err)
        .content(StandardCharsets.UTF_8)
        .matches("start: \\d+ ms \\(java \\d+, .*settings \\d+, verify \\d+, .*tls \\d+, .*\\)\\R");
    List<JsonNode> lines = Files.readAllLines(out).stream().map(MainProcessTest::json).toList();
    assertThat(lines).allMatch(line -> line.path("model").textValue().startsWith("sha256:"));
    assertThat(lines)
        .filteredOn(line -> line.path("requestId").textValue().equals("first"))
        .singleElement()
        .satisfies(
            line -> {
              assertThat(line.path("port").textValue()).isEqualTo("inference");
              assertThat(line.path("method").textValue()).isEqualTo("GET");
              assertThat(line.path("path").textValue()).isEqualTo("/v2/models/{name}");
              assertThat(line.path("status").intValue()).isEqualTo(200);
              assertThat(line.path("caller").textValue()).isEqualTo("-");
              assertThat(line.path("bytesOut").intValue()).isPositive();
            });
    assertThat(lines)
        .filteredOn(line -> line.path("status").intValue() == 403)
        .singleElement()
        .matches(line -> line.path("path").textValue().equals("/evidence"))
        .matches(line -> line.path("caller").textValue().equals("-"));
    assertThat(lines)
        .anyMatch(
            line ->
                line.path("path").textValue().equals("/evidence")
                    && line.path("caller").textValue().equals("martello-operator"));
  }

  /** Whatever callers send, and wherever they put it, no log holds it. */
  @Test
  void nothingThatCallersSendIsLogged() throws Exception {
    String planted = "planted-personal-data-4711";
    Path out = directory.resolve("out");
    Path err = directory.resolve("err");
    Process process =
        pod.process(pod.arguments())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    String infer = "/v2/models/linear/infer";
    String input =
        "{\"name\":\"x\",\"datatype\":\"FP32\",\"shape\":[1,3],\"data\":[1,2,3],\"parameters\":{\"a\":\"%s\"}}";
    try (TestClient kubelet = pod.management(pod.operatorIdentity());
        TestClient client = pod.client()) {
      awaitReady(process, kubelet);
      for (String body :
          List.of(
              "{\"parameters\":{\"p\":\"%s\"},\"inputs\":[" + input + "]}",
              "{\"inputs\":[{\"name\":\"%s\",\"datatype\":\"FP32\",\"shape\":[1],\"data\":[1]}]}",
              "{\"inputs\":[{\"name\":\"x\",\"datatype\":\"BYTES\",\"shape\":[1],\"data\":[\"%s\"]}]}",
              "{\"inputs\":[\"%s\"",
              "%s")) {
        client.post(infer, body.replace("%s", planted));
      }
      client.get(infer + "?patient=" + planted);
      client.get("/v2/models/" + planted);
      client.get("/" + planted);
      client.send(client.request("/v2").header("x-patient", planted).header("cookie", planted));
      process.destroy();
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    assertThat(Files.readAllLines(out)).hasSizeGreaterThanOrEqualTo(9);
    assertThat(Files.readString(out) + Files.readString(err)).doesNotContain(planted);
  }

  static void awaitReady(Process process, TestClient kubelet) throws Exception {
    while (process.isAlive()) {
      try {
        if (kubelet.get("/readyz").statusCode() == 200) {
          return;
        }
      } catch (IOException e) {
        Thread.sleep(50); // not listening yet
      }
    }
    throw new AssertionError("ended with " + process.exitValue());
  }

  private void ends(int code, String reason, String said) throws Exception {
    ends(pod.arguments(), code, reason, said);
  }

  /** The last words are the agreed ones: the same keys as the contract's, in one line. */
  private void ends(ServeArguments arguments, int code, String reason, String said)
      throws Exception {
    Process process = pod.process(arguments).redirectErrorStream(true).start();
    String output;
    try {
      output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    assertThat(process.exitValue()).as(output).isEqualTo(code);
    List<String> lines = Files.readAllLines(directory.resolve("termination-log"));
    assertThat(lines).hasSize(1);
    JsonNode agreed =
        MAPPER.readTree(Files.readAllBytes(Path.of("..", "docs", "contracts", "termination.json")));
    JsonNode line = json(lines.get(0));
    assertThat(line.fieldNames()).toIterable().containsExactlyElementsOf(agreed::fieldNames);
    assertThat(line.path("reason").textValue()).isEqualTo(reason);
    assertThat(line.path("message").textValue()).contains(said);
    assertThat(output.strip()).isEqualTo(lines.get(0));
  }

  private static JsonNode json(String line) {
    try {
      return MAPPER.readTree(line);
    } catch (IOException e) {
      throw new AssertionError(line, e);
    }
  }
}
