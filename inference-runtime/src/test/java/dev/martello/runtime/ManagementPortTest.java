package dev.martello.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.martello.runtime.testkit.Authority;
import dev.martello.runtime.testkit.OnnxModels;
import dev.martello.runtime.testkit.TestClient;
import dev.martello.runtime.testkit.TokenIssuer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Signature;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ManagementPortTest {
  private static final JsonMapper MAPPER = new JsonMapper();
  private static final String NONCE = "0123456789abcdef".repeat(4);

  @TempDir static Path directory;
  private static TestPod pod;

  @BeforeAll
  static void start() throws Exception {
    pod =
        new TestPod(directory, OnnxModels.linear())
            .demandingClients("app.example")
            .takingTokens(TokenIssuer.p256("k1"), "demo:app")
            .start();
  }

  @AfterAll
  static void stop() {
    pod.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/livez", "/readyz"})
  void answersProbesWithoutACertificate(String path) throws Exception {
    try (TestClient kubelet = pod.management()) {
      assertThat(kubelet.get(path).statusCode()).isEqualTo(200);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/metrics", "/evidence?nonce=00"})
  void keepsTheRestFromThoseWithoutACertificate(String path) throws Exception {
    try (TestClient nobody = pod.management()) {
      assertThat(nobody.get(path).statusCode()).isEqualTo(403);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/metrics", "/evidence?nonce=00"})
  void keepsTheRestFromCertificatesThatAreNotForClients(String path) throws Exception {
    try (TestClient unlimited = pod.management(pod.operator.issue(List.of(), "x.example"))) {
      assertThat(unlimited.get(path).statusCode()).isEqualTo(403);
    }
  }

  @Test
  void turnsAwayServingCertificatesAndOtherAuthorities() {
    for (Authority.Identity identity :
        List.of(pod.serving, pod.clients.issue(List.of(Authority.CLIENT), "app.example"))) {
      try (TestClient client = pod.management(identity)) {
        assertThatThrownBy(() -> client.get("/livez")).isInstanceOf(IOException.class);
      }
    }
  }

  @Test
  void demandsANonceForEvidence() throws Exception {
    try (TestClient operator = pod.management(pod.operatorIdentity())) {
      assertThat(operator.get("/evidence").statusCode()).isEqualTo(400);
      assertThat(operator.get("/evidence?nonce=XYZ").statusCode()).isEqualTo(400);
      assertThat(operator.get("/evidence?nonce=0123456789abcdef").statusCode()).isEqualTo(400);
      for (String more :
          List.of("probing=maybe", "operatorPort=localhost:80", "operatorPort=192.0.2.1:0")) {
        assertThat(operator.get("/evidence?nonce=" + NONCE + "&" + more).statusCode())
            .as(more)
            .isEqualTo(400);
      }
      assertThat(operator.get("/other").statusCode()).isEqualTo(404);
      assertThat(operator.post("/livez", "").statusCode()).isEqualTo(405);
    }
  }

  @Test
  void countsRequestsInMetrics() throws Exception {
    Authority.Identity app = pod.clients.issue(List.of(Authority.CLIENT), "app.example");
    try (TestClient client = pod.client(app);
        TestClient operator = pod.management(pod.operatorIdentity())) {
      client.get("/v2/nothing");
      client.post(
          "/v2/models/linear/infer",
          "{\"inputs\":[{\"name\":\"x\",\"datatype\":\"FP32\",\"shape\":[1,3],\"data\":[1,2,3]}]}");
      String metrics = metricsAfterBothCalls(operator);
      assertThat(metrics)
          .contains("martello_requests_total{port=\"inference\",code=\"404\"} 1")
          .contains("martello_requests_total{port=\"inference\",code=\"200\"} 1")
          .contains("martello_requests_in_flight{port=\"inference\"} 0")
          .contains("martello_inference_duration_seconds_count 1")
          .contains("martello_inference_duration_seconds_bucket{le=\"+Inf\"} 1")
          .contains("martello_model_info{name=\"linear\",version=\"1.2.0\",digest=\"sha256:")
          .contains("martello_access_log_dropped_total 0")
          .contains("martello_requests_rejected_total{reason=\"queue-full\"} 0")
          .contains("martello_batch_calls_bucket{le=\"1\"} 1")
          .contains("martello_queue_duration_seconds_count 1")
          .contains("martello_onnxruntime_duration_seconds_count 1")
          .containsPattern("martello_batch_rows_limit (1|32)\n")
          .contains("nv_inference_request_success{model=\"linear\",version=\"1.2.0\"} 1")
          .contains("nv_inference_exec_count{model=\"linear\",version=\"1.2.0\"} 1")
          .contains("request_predict_seconds_count{model_name=\"linear\"} 1")
          .contains("process_cpu_seconds_total ");
      // Every sample's family was declared, once.
      Set<String> families = new TreeSet<>();
      for (String line : metrics.lines().toList()) {
        if (line.startsWith("# TYPE ")) {
          assertThat(families.add(line.split(" ")[2])).as(line).isTrue();
        } else if (!line.startsWith("#")) {
          String name = line.split("[{ ]")[0];
          assertThat(families)
              .as(line)
              .containsAnyOf(name, name.replaceFirst("_(bucket|sum|count)$", ""));
          assertThat(Double.parseDouble(line.substring(line.lastIndexOf(' ')))).isNotNegative();
        }
      }
    }
  }

  /** A caller may have his answer before the server has counted it. */
  private static String metricsAfterBothCalls(TestClient operator) throws Exception {
    String metrics = operator.get("/metrics").body();
    for (int i = 0; i < 200 && !countsBothCalls(metrics); i++) {
      Thread.sleep(50);
      metrics = operator.get("/metrics").body();
    }
    return metrics;
  }

  private static boolean countsBothCalls(String metrics) {
    return metrics.contains("martello_requests_total{port=\"inference\",code=\"404\"} 1")
        && metrics.contains("martello_requests_total{port=\"inference\",code=\"200\"} 1")
        && metrics.contains("martello_requests_in_flight{port=\"inference\"} 0");
  }

  /** What the operator reads: the agreed keys, no more and no less but those that say so. */
  @Test
  void givesEvidenceInTheAgreedShape() throws Exception {
    JsonNode evidence = evidence();
    JsonNode agreed =
        MAPPER.readTree(Files.readAllBytes(Path.of("..", "docs", "contracts", "evidence.json")));
    Set<String> dependsOnTheHost =
        Set.of(
            "/egress/target",
            "/operatorPort/target",
            "/cgroup/memoryLimitBytes",
            "/cgroup/cpuMillis");
    Set<String> expected = keys("", agreed);
    Set<String> actual = keys("", evidence);
    assertThat(expected).containsAll(actual);
    expected.removeAll(dependsOnTheHost);
    assertThat(actual).containsAll(expected);
    assertThat(order(evidence)).isEqualTo(order(agreed));
  }

  @Test
  void givesEvidenceOfWhatReallyHolds() throws Exception {
    JsonNode evidence = evidence();
    assertThat(evidence.path("nonce").textValue()).isEqualTo(NONCE);
    assertThat(evidence.at("/pod/name").textValue()).isEqualTo("linear-0");
    assertThat(evidence.at("/settings/sha256").textValue())
        .isEqualTo(pod.arguments().settingsSha256());
    assertThat(evidence.at("/model/name").textValue()).isEqualTo("linear");
    assertThat(evidence.at("/model/cipher").textValue()).isEqualTo("AES256_GCM_HKDF_64KB");
    assertThat(evidence.at("/model/recipients/0/keyId").textValue())
        .isEqualTo(evidence.at("/model/recipientKeyId").textValue());
    assertThat(evidence.at("/model/evaluation/rows").intValue()).isEqualTo(171);
    assertThat(evidence.at("/model/onnxRuntime").textValue()).isEqualTo("1.28.0");
    assertThat(evidence.at("/tls/certificateSha256").textValue()).hasSize(64);
    assertThat(evidence.at("/tls/tls13").textValue()).isEqualTo("Accepted");
    assertThat(evidence.at("/tls/tls12").textValue()).isEqualTo("Refused");
    assertThat(evidence.at("/tls/plaintext").textValue()).isEqualTo("Refused");
    assertThat(evidence.at("/egress/outcome").textValue()).isEqualTo("NotTried");
    assertThat(evidence.at("/process/shell").textValue())
        .isEqualTo(Files.isExecutable(Path.of("/bin/sh")) ? "Accepted" : "Refused");
    assertThat(evidence.path("accessLog").textValue()).isEqualTo("all");
  }

  private static JsonNode evidence() throws Exception {
    return evidence("");
  }

  /** The document in an envelope whose signature holds under the certificate of the handshake. */
  private static JsonNode evidence(String more) throws Exception {
    try (TestClient operator = pod.management(pod.operatorIdentity())) {
      return opened(operator.get("/evidence?nonce=" + NONCE + more).body());
    }
  }

  private static JsonNode opened(String envelope) throws Exception {
    JsonNode json = MAPPER.readTree(envelope);
    byte[] document = json.path("payload").binaryValue();
    String type = "application/vnd.martello.evidence.v1+json";
    assertThat(json.path("payloadType").textValue()).isEqualTo(type);
    Signature signature = Signature.getInstance("SHA256withECDSA");
    signature.initVerify(pod.serving.certificate());
    signature.update(
        "DSSEv1 %d %s %d "
            .formatted(type.length(), type, document.length)
            .getBytes(StandardCharsets.US_ASCII));
    signature.update(document);
    assertThat(signature.verify(json.at("/signatures/0/sig").binaryValue())).isTrue();
    JsonNode evidence = MAPPER.readTree(document);
    assertThat(json.at("/signatures/0/keyid").textValue())
        .isEqualTo(evidence.at("/tls/certificateSha256").textValue());
    return evidence;
  }

  @Test
  void triesTheOperatorsPortUnlessToldNotTo() throws Exception {
    try (ServerSocket listening = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      String target = "127.0.0.1:" + listening.getLocalPort();
      JsonNode tried = evidence("&operatorPort=" + target).path("operatorPort");
      assertThat(tried.path("target").textValue()).isEqualTo(target);
      assertThat(tried.path("outcome").textValue()).isEqualTo("Accepted");
      JsonNode off = evidence("&probing=off&operatorPort=" + target).path("operatorPort");
      assertThat(off.path("outcome").textValue()).isEqualTo("NotTried");
    }
  }

  private static Set<String> keys(String path, JsonNode node) {
    Set<String> keys = new TreeSet<>();
    node.properties()
        .forEach(
            field -> {
              keys.add(path + "/" + field.getKey());
              keys.addAll(keys(path + "/" + field.getKey(), field.getValue()));
            });
    for (int i = 0; node.isArray() && i < node.size(); i++) {
      keys.addAll(keys(path + "/" + i, node.get(i)));
    }
    return keys;
  }

  private static List<String> order(JsonNode node) {
    List<String> names = new java.util.ArrayList<>();
    node.fieldNames().forEachRemaining(names::add);
    return names;
  }
}
