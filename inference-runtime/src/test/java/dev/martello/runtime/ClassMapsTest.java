package dev.martello.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.martello.runtime.testkit.OnnxModels;
import dev.martello.runtime.testkit.TestClient;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A classifier whose probabilities are maps, as skl2onnx makes it unless told otherwise. */
class ClassMapsTest {
  private static final JsonMapper MAPPER = new JsonMapper();
  private static final String INFER = "/v2/models/linear/infer";
  private static final String TWO_ROWS =
      "{\"inputs\":[{\"name\":\"x\",\"datatype\":\"FP32\",\"shape\":[2,3],"
          + "\"data\":[0.1,0.2,0.7,0.5,0.25,0.25]}]%s}";

  @TempDir Path directory;

  @Test
  void servesThemAsOneTensorWithTheLabelsBesideIt() throws Exception {
    try (TestPod pod = new TestPod(directory, OnnxModels.zipMap()).start();
        TestClient client = pod.client()) {
      JsonNode described = MAPPER.readTree(client.get("/v2/models/linear").body()).at("/outputs/0");
      assertThat(described)
          .isEqualTo(MAPPER.readTree("{\"name\":\"p\",\"datatype\":\"FP32\",\"shape\":[-1,-1]}"));
      HttpResponse<String> response = client.post(INFER, TWO_ROWS.formatted(""));
      assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
      // Labels 7, 3 and 5 of the model, in their own order: so the columns change places.
      assertThat(MAPPER.readTree(response.body()).at("/outputs/0"))
          .isEqualTo(
              MAPPER.readTree(
                  "{\"name\":\"p\",\"datatype\":\"FP32\",\"shape\":[2,3],"
                      + "\"parameters\":{\"labels\":\"[3,5,7]\"},"
                      + "\"data\":[0.2,0.7,0.1,0.25,0.25,0.5]}"));
    }
  }

  @Test
  void servesStringLabelsInEveryForm() throws Exception {
    try (TestPod pod = new TestPod(directory, OnnxModels.zipMap("b", "a\"", "c")).start();
        TestClient client = pod.client();
        HttpClient http2 =
            HttpClient.newBuilder()
                .sslContext(client.tls())
                .version(HttpClient.Version.HTTP_2)
                .build()) {
      HttpResponse<byte[]> binary =
          client.sendForBytes(
              client
                  .request(INFER)
                  .POST(
                      HttpRequest.BodyPublishers.ofString(
                          TWO_ROWS.formatted(",\"parameters\":{\"binary_data_output\":true}"))));
      assertThat(binary.statusCode()).isEqualTo(200);
      int length =
          Integer.parseInt(
              binary.headers().firstValue("inference-header-content-length").orElseThrow());
      JsonNode json = MAPPER.readTree(new String(binary.body(), 0, length, StandardCharsets.UTF_8));
      String labels = json.at("/outputs/0/parameters/labels").textValue();
      assertThat(MAPPER.readTree(labels)).isEqualTo(MAPPER.readTree("[\"a\\\"\",\"b\",\"c\"]"));
      ByteBuffer numbers =
          ByteBuffer.wrap(binary.body(), length, binary.body().length - length)
              .order(ByteOrder.LITTLE_ENDIAN);
      assertThat(numbers.remaining()).isEqualTo(24);
      assertThat(numbers.getFloat()).isEqualTo(0.2f);
      assertThat(numbers.getFloat()).isEqualTo(0.1f);

      HttpResponse<byte[]> grpc =
          http2.send(
              client
                  .request("/inference.GRPCInferenceService/ModelInfer")
                  .header("content-type", "application/grpc")
                  .POST(HttpRequest.BodyPublishers.ofByteArray(message()))
                  .build(),
              HttpResponse.BodyHandlers.ofByteArray());
      assertThat(new String(grpc.body(), StandardCharsets.ISO_8859_1))
          .contains("labels")
          .contains("[\"a\\\"\",\"b\",\"c\"]");
    }
  }

  /** ModelInferRequest for one row: model_name 1, inputs 5 (name, datatype, shape, contents). */
  private static byte[] message() {
    ByteBuffer row = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN);
    row.putFloat(0.1f).putFloat(0.2f).putFloat(0.7f);
    ByteBuffer message = ByteBuffer.allocate(256);
    byte[] name = "linear".getBytes(StandardCharsets.US_ASCII);
    message.put((byte) 0x0a).put((byte) name.length).put(name);
    ByteBuffer input = ByteBuffer.allocate(64);
    input.put((byte) 0x0a).put((byte) 1).put((byte) 'x');
    input.put((byte) 0x12).put((byte) 4).put("FP32".getBytes(StandardCharsets.US_ASCII));
    input.put((byte) 0x1a).put((byte) 2).put((byte) 1).put((byte) 3);
    message.put((byte) 0x2a).put((byte) input.position()).put(input.flip());
    message.put((byte) 0x3a).put((byte) 12).put(row.array());
    byte[] framed = new byte[5 + message.position()];
    ByteBuffer.wrap(framed).put((byte) 0).putInt(message.position()).put(message.flip());
    return framed;
  }

  /** Also when they are computed together with others' rows. */
  @Test
  void eachCallerGetsHisRows() throws Exception {
    try (TestPod pod = new TestPod(directory, OnnxModels.zipMap()).start();
        TestClient client = pod.client();
        HttpClient http2 =
            HttpClient.newBuilder()
                .sslContext(client.tls())
                .version(HttpClient.Version.HTTP_2)
                .build()) {
      List<CompletableFuture<HttpResponse<String>>> sent = new ArrayList<>();
      for (int i = 0; i < 64; i++) {
        String body =
            "{\"inputs\":[{\"name\":\"x\",\"datatype\":\"FP32\",\"shape\":[1,3],\"data\":["
                + i
                + ",1,2]}]}";
        sent.add(
            http2.sendAsync(
                client.request(INFER).POST(HttpRequest.BodyPublishers.ofString(body)).build(),
                HttpResponse.BodyHandlers.ofString()));
      }
      for (int i = 0; i < 64; i++) {
        String answer = sent.get(i).get(60, TimeUnit.SECONDS).body();
        assertThat(MAPPER.readTree(answer).at("/outputs/0/data/2").floatValue())
            .as(answer)
            .isEqualTo(i);
      }
    }
  }
}
