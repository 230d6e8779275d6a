package dev.martello.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.martello.runtime.settings.SettingsRefused;
import dev.martello.runtime.testkit.Authority;
import dev.martello.runtime.testkit.OnnxModels;
import dev.martello.runtime.testkit.TestClient;
import dev.martello.runtime.testkit.TokenIssuer;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What groups of callers see of the same answers, and how often they may ask. */
class CallerLimitsTest {
  private static final JsonMapper MAPPER = new JsonMapper();
  private static final String INFER = "/v2/models/linear/infer";
  private static final String ROWS =
      "{\"inputs\":[{\"name\":\"x\",\"datatype\":\"%s\",\"shape\":[2,3],"
          + "\"data\":[0.125,0.25,0.625,0.75,0.2421875,0.0078125]}]%s}";
  private static final String SUM =
      "{\"inputs\":[{\"name\":\"a\",\"datatype\":\"INT64\",\"shape\":[2],\"data\":[1,2]},"
          + "{\"name\":\"b\",\"datatype\":\"INT64\",\"shape\":[2],\"data\":[3,4]}]%s}";

  @TempDir Path directory;

  /** Callers by certificate, with these groups. */
  private TestPod pod(byte[] model, String groups) throws Exception {
    TestPod pod = new TestPod(directory, model).demandingClients();
    ((ObjectNode) pod.settings.get("access")).set("limits", MAPPER.readTree(groups));
    return pod;
  }

  private static TestClient as(TestPod pod, String name) {
    return pod.client(pod.clients.issue(List.of(Authority.CLIENT), name));
  }

  private static String data(TestClient client, String body) throws Exception {
    HttpResponse<String> response = client.post(INFER, body);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return MAPPER.readTree(response.body()).at("/outputs/0/data").toString();
  }

  @Test
  void scoresAreLimitedForThoseWhomAGroupMeans() throws Exception {
    String groups =
        """
        [{"name":"partners","identities":["partner.example"],"outputs":{"top":1,"hideScores":true}},
         {"name":"staff","identities":["staff.example"]},
         {"name":"others","outputs":{"top":2,"decimals":1}}]""";
    for (int type : List.of(OnnxModels.FLOAT, OnnxModels.DOUBLE)) {
      String datatype = type == OnnxModels.FLOAT ? "FP32" : "FP64";
      String body = ROWS.formatted(datatype, "");
      try (TestPod pod = pod(OnnxModels.identity(type, -1, 3), groups).start();
          TestClient partner = as(pod, "partner.example");
          TestClient staff = as(pod, "staff.example");
          TestClient other = as(pod, "other.example")) {
        assertThat(data(partner, body)).isEqualTo("[0.0,0.0,1.0,1.0,0.0,0.0]");
        assertThat(data(staff, body)).isEqualTo("[0.125,0.25,0.625,0.75,0.2421875,0.0078125]");
        assertThat(data(other, body)).isEqualTo("[0.0,0.2,0.6,0.8,0.2,0.0]");
        assertThat(pod.management(pod.operatorIdentity()).get("/metrics").body())
            .contains("martello_answers_limited_total{limits=\"partners\"} 1")
            .contains("martello_answers_limited_total{limits=\"staff\"} 0")
            .contains("martello_answers_limited_total{limits=\"others\"} 1");
      }
      deleteModel();
    }
  }

  private void deleteModel() throws Exception {
    try (var files = Files.list(directory.resolve("model"))) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(directory.resolve("model"));
  }

  /** The binary extension and gRPC carry the same numbers. */
  @Test
  void inEveryFormOfAnAnswer() throws Exception {
    String groups = "[{\"name\":\"all\",\"outputs\":{\"top\":1,\"decimals\":1}}]";
    try (TestPod pod = pod(OnnxModels.identity(OnnxModels.FLOAT, -1, 3), groups).start();
        TestClient client = as(pod, "a.example")) {
      HttpResponse<byte[]> binary =
          client.sendForBytes(
              client
                  .request(INFER)
                  .POST(
                      HttpRequest.BodyPublishers.ofString(
                          ROWS.formatted(
                              "FP32", ",\"parameters\":{\"binary_data_output\":true}"))));
      assertThat(last(binary.body(), 6)).containsExactly(0f, 0f, 0.6f, 0.8f, 0f, 0f);
      HttpResponse<byte[]> grpc = grpc(client);
      assertThat(last(grpc.body(), 6)).containsExactly(0f, 0f, 0.6f, 0.8f, 0f, 0f);
    }
  }

  /** The answer's last numbers: raw contents are at its end, by either protocol. */
  private static float[] last(byte[] body, int count) {
    ByteBuffer tail =
        ByteBuffer.wrap(body, body.length - count * Float.BYTES, count * Float.BYTES)
            .order(ByteOrder.LITTLE_ENDIAN);
    float[] numbers = new float[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = tail.getFloat();
    }
    return numbers;
  }

  /** ModelInfer, written by hand: model_name, inputs and raw_input_contents. */
  private static HttpResponse<byte[]> grpc(TestClient tls) throws Exception {
    ByteBuffer raw = ByteBuffer.allocate(24).order(ByteOrder.LITTLE_ENDIAN);
    for (float number : new float[] {0.125f, 0.25f, 0.625f, 0.75f, 0.2421875f, 0.0078125f}) {
      raw.putFloat(number);
    }
    byte[] input =
        joined(
            field(1, "x".getBytes(StandardCharsets.UTF_8)),
            field(2, "FP32".getBytes(StandardCharsets.UTF_8)),
            field(3, new byte[] {2, 3}));
    byte[] message =
        joined(
            field(1, "linear".getBytes(StandardCharsets.UTF_8)),
            field(5, input),
            field(7, raw.array()));
    byte[] framed = joined(new byte[] {0, 0, 0, 0, (byte) message.length}, message);
    try (HttpClient client =
        HttpClient.newBuilder().sslContext(tls.tls()).version(HttpClient.Version.HTTP_2).build()) {
      return client.send(
          tls.request("/inference.GRPCInferenceService/ModelInfer")
              .header("content-type", "application/grpc")
              .POST(HttpRequest.BodyPublishers.ofByteArray(framed))
              .build(),
          HttpResponse.BodyHandlers.ofByteArray());
    }
  }

  private static byte[] field(int number, byte[] content) {
    return joined(new byte[] {(byte) (number << 3 | 2), (byte) content.length}, content);
  }

  private static byte[] joined(byte[]... parts) {
    ByteBuffer all = ByteBuffer.allocate(Arrays.stream(parts).mapToInt(p -> p.length).sum());
    for (byte[] part : parts) {
      all.put(part);
    }
    return all.array();
  }

  @Test
  void outputsThatAreNotShown() throws Exception {
    String groups = "[{\"name\":\"all\",\"outputs\":{\"names\":[\"copy\"]}}]";
    try (TestPod pod = pod(OnnxModels.twoOutputs(), groups).start();
        TestClient client = as(pod, "a.example")) {
      JsonNode outputs =
          MAPPER.readTree(client.post(INFER, SUM.formatted("")).body()).get("outputs");
      assertThat(outputs).hasSize(1);
      assertThat(outputs.at("/0/name").textValue()).isEqualTo("copy");
      String byName = SUM.formatted(",\"outputs\":[{\"name\":\"copy\"},{\"name\":\"sum\"}]");
      HttpResponse<String> refused = client.post(INFER, byName);
      assertThat(refused.statusCode()).isEqualTo(403);
      assertThat(refused.body()).contains("output 'sum' is not shown to this caller");
    }
  }

  @Test
  void aGroupThatNamesWhatTheModelDoesNotHaveIsRefusedAtStart() throws Exception {
    TestPod pod =
        pod(OnnxModels.twoOutputs(), "[{\"name\":\"g\",\"outputs\":{\"names\":[\"copi\"]}}]");
    assertThatThrownBy(pod::start)
        .isInstanceOf(SettingsRefused.class)
        .hasMessageContaining("'g': outputs.names: the model has no output [copi]");
  }

  @Test
  void tooManyCallsAreToldWhenToComeAgain() throws Exception {
    String groups = "[{\"name\":\"slow\",\"rate\":{\"requestsPerMinute\":2}}]";
    try (TestPod pod = pod(OnnxModels.identity(OnnxModels.FLOAT, -1, 3), groups).start();
        TestClient one = as(pod, "one.example");
        TestClient two = as(pod, "two.example")) {
      String body = ROWS.formatted("FP32", "");
      assertThat(one.post(INFER, body).statusCode()).isEqualTo(200);
      assertThat(one.post(INFER, "{}").statusCode()).as("mistakes count too").isEqualTo(400);
      HttpResponse<String> late = one.post(INFER, body);
      assertThat(late.statusCode()).isEqualTo(429);
      assertThat(Integer.parseInt(late.headers().firstValue("retry-after").orElse("")))
          .isBetween(1, 30);
      assertThat(grpc(one).headers().firstValue("grpc-status"))
          .as("RESOURCE_EXHAUSTED")
          .contains("8");
      assertThat(one.get("/v2/models/linear").statusCode()).as("metadata is free").isEqualTo(200);
      assertThat(two.post(INFER, body).statusCode()).isEqualTo(200);
      assertThat(pod.management(pod.operatorIdentity()).get("/metrics").body())
          .contains("martello_rate_refusals_total{limits=\"slow\"} 2")
          .contains("martello_callers_remembered{limits=\"slow\"} 2")
          .contains("martello_requests_rejected_total{reason=\"rate\"} 2");
    }
  }

  /** One big request pays like many small ones. */
  @Test
  void rowsCount() throws Exception {
    String groups = "[{\"name\":\"slow\",\"rate\":{\"rowsPerMinute\":3}}]";
    try (TestPod pod = pod(OnnxModels.identity(OnnxModels.FLOAT, -1, 3), groups).start();
        TestClient client = as(pod, "one.example")) {
      String body = ROWS.formatted("FP32", "");
      assertThat(client.post(INFER, body).statusCode()).isEqualTo(200);
      assertThat(client.post(INFER, body).statusCode()).isEqualTo(200);
      assertThat(client.post(INFER, body).statusCode()).isEqualTo(429);
    }
  }

  @Test
  void aTokensAccountBelongsToItsGroupAndTheLogSaysSo() throws Exception {
    TokenIssuer issuer = TokenIssuer.p256("k1");
    TestPod pod =
        new TestPod(directory, OnnxModels.identity(OnnxModels.FLOAT, -1, 3))
            .takingTokens(issuer, "shop:checkout", "shop:report");
    ArrayNode groups = ((ObjectNode) pod.settings.get("access")).putArray("limits");
    groups.add(
        MAPPER.readTree(
            "{\"name\":\"reports\",\"serviceAccounts\":[\"system:serviceaccount:shop:report\"],"
                + "\"outputs\":{\"decimals\":0},\"rate\":{\"requestsPerMinute\":1}}"));
    Path output = directory.resolve("output");
    Process process =
        pod.process(pod.arguments())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try (TestClient client = pod.client()) {
      assertThat(ask(client, issuer, "checkout", 300).body()).contains("0.125");
      assertThat(ask(client, issuer, "report", 1).body()).contains("[0.0,0.0,1.0,1.0,0.0,0.0]");
      assertThat(ask(client, issuer, "report", 1).statusCode()).isEqualTo(429);
      process.destroy();
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      List<String> lines =
          Files.readAllLines(output).stream().filter(line -> line.contains("/infer")).toList();
      assertThat(lines).hasSize(3);
      assertThat(lines.get(0)).contains("\"status\":200").doesNotContain("\"limits\"");
      assertThat(lines.get(1)).contains("\"status\":200").contains("\"limits\":\"reports\"");
      assertThat(lines.get(2))
          .contains("\"status\":429")
          .contains("\"limits\":\"reports\"")
          .contains("\"refusal\":\"RateLimited\"");
    } finally {
      process.destroyForcibly();
    }
  }

  /** Tries again while the port is closed. */
  private static HttpResponse<String> ask(
      TestClient client, TokenIssuer issuer, String account, int tries) throws Exception {
    String token =
        issuer.token(
            TokenIssuer.claims(
                "martello:demo/linear", "shop", account, Instant.now().minusSeconds(5), 3600));
    for (int i = 1; ; i++) {
      try {
        return client.send(
            client
                .request(INFER)
                .header("Authorization", "Bearer " + token)
                .POST(HttpRequest.BodyPublishers.ofString(ROWS.formatted("FP32", ""))));
      } catch (IOException notYet) {
        if (i >= tries) {
          throw notYet;
        }
        Thread.sleep(200);
      }
    }
  }
}
