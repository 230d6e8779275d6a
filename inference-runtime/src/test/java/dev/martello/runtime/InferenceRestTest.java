package dev.martello.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.martello.runtime.testkit.OnnxModels;
import dev.martello.runtime.testkit.TestClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The Open Inference Protocol over TLS, against a model that was really sealed and opened. */
class InferenceRestTest {
  private static final String INFER = "/v2/models/linear/infer";
  private static final String GOOD =
      """
      {"id":"a1","inputs":[{"name":"x","datatype":"FP32","shape":[2,3],"data":[1,0,0,0,1,0]}]}
      """;

  @TempDir static Path directory;
  private static TestPod pod;
  private static TestClient client;

  @BeforeAll
  static void start() throws Exception {
    pod = new TestPod(directory, OnnxModels.linear()).start();
    client = pod.client();
  }

  @AfterAll
  static void stop() {
    client.close();
    pod.close();
  }

  @Test
  void answersAnInferCallWithTheModelsNumbers() throws Exception {
    HttpResponse<String> response = client.post(INFER, GOOD);
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(json(response))
        .isEqualTo(
            json(
                """
                {"model_name":"linear","model_version":"1.2.0","id":"a1","outputs":[
                 {"name":"y","datatype":"FP32","shape":[2,2],"data":[1.5,1.5,3.5,3.5]}]}
                """));
  }

  @Test
  void takesNestedDataAndKeysInAnyOrder() throws Exception {
    HttpResponse<String> response =
        client.post(
            "/v2/models/linear/versions/1.2.0/infer",
            """
            {"parameters":{"p":1},"inputs":[{"data":[[1,0,0],[0,1.0e0,0]],"parameters":{},
             "shape":[2,3],"datatype":"FP32","name":"x"}],"outputs":[{"name":"y"}]}
            """);
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(json(response).at("/outputs/0/data")).isEqualTo(json("[1.5,1.5,3.5,3.5]"));
    assertThat(json(response).has("id")).isFalse();
  }

  @Test
  void takesNoRowsAtAll() throws Exception {
    HttpResponse<String> response =
        client.post(
            INFER,
            """
            {"inputs":[{"name":"x","datatype":"FP32","shape":[0,3],"data":[]}]}
            """);
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(json(response).at("/outputs/0"))
        .isEqualTo(json("{\"name\":\"y\",\"datatype\":\"FP32\",\"shape\":[0,2],\"data\":[]}"));
  }

  @Test
  void writesAnElementThatIsNotFiniteAsNull() throws Exception {
    HttpResponse<String> response =
        client.post(
            INFER,
            """
            {"inputs":[{"name":"x","datatype":"FP32","shape":[1,3],"data":[3e38,3e38,0]}]}
            """);
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(json(response).at("/outputs/0/data")).isEqualTo(json("[null,null]"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /v2                                   | {"name":"martello","version":"0.1.0-SNAPSHOT","extensions":["binary_tensor_data"]}
          /v2/health/live                       | {"live":true}
          /v2/health/ready                      | {"ready":true}
          /v2/models/linear                     | {"name":"linear","versions":["1.2.0"],"platform":"onnxruntime_onnx","inputs":[{"name":"x","datatype":"FP32","shape":[-1,3]}],"outputs":[{"name":"y","datatype":"FP32","shape":[-1,2]}]}
          /v2/models/linear/ready               | {"name":"linear","ready":true}
          /v2/models/linear/versions/1.2.0/ready| {"name":"linear","ready":true}
          """)
  void answersMetadataAndHealth(String path, String expected) throws Exception {
    HttpResponse<String> response = client.get(path);
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("content-type")).contains("application/json");
    assertThat(json(response)).isEqualTo(json(expected));
  }

  @Test
  void modelMetadataIsTheSameWithAVersion() throws Exception {
    assertThat(client.get("/v2/models/linear/versions/1.2.0").body())
        .isEqualTo(client.get("/v2/models/linear").body());
  }

  @ParameterizedTest
  @CsvSource({
    "/, 404, Open Inference Protocol",
    "/v2/, 404, Open Inference Protocol",
    "/v3, 404, Open Inference Protocol",
    "/v2/health/other, 404, Open Inference Protocol",
    "/v2/models/other, 404, 'linear'",
    "/v2/models/linear/versions/9, 404, '1.2.0'",
    "/v2/models/linear/other, 404, Open Inference Protocol",
    "/v2/models/linear/infer, 405, POST",
    "/v2/%zz, 400, percent",
  })
  void refusesOtherPathsAndMethods(String path, int status, String said) throws Exception {
    byte[] answer = RawTls.exchange(pod, "GET " + path + " HTTP/1.1\r\nHost: h\r\n\r\n");
    assertThat(new String(answer))
        .startsWith("HTTP/1.1 " + status + " ")
        .contains("{\"error\":\"")
        .contains(said);
  }

  @Test
  void saysWhichMethodAResourceHas() throws Exception {
    HttpResponse<String> response = client.post("/v2", "");
    assertThat(response.statusCode()).isEqualTo(405);
    assertThat(response.headers().firstValue("allow")).contains("GET");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"inputs":[{"name":"z","datatype":"FP32","shape":[1,3],"data":[1,2,3]}]}   | input 'z' is not one of the model's: [x]
          {"inputs":[{"name":"x","datatype":"FP64","shape":[1,3],"data":[1,2,3]}]}   | input 'x': datatype must be FP32, is FP64
          {"inputs":[{"name":"x","datatype":"FP32","shape":[1,4],"data":[1,2,3,4]}]} | input 'x': shape must be [-1, 3] (-1: any length), is [1, 4]
          {"inputs":[{"name":"x","datatype":"FP32","shape":[1,3],"data":[1,2]}]}     | input 'x': shape [1, 3] asks for 3 elements, data has 2
          {"inputs":[]}                                                              | input 'x' is missing; expected FP32 of shape [-1, 3]
          {"inputs":[{"name":"x","datatype":"FP32","shape":[1,3],"data":[1,2,3]}],"outputs":[{"name":"q"}]} | output 'q' is not one of the model's: [y]
          """)
  void refusesWhatDoesNotFitTheModel(String body, String error) throws Exception {
    HttpResponse<String> response = client.post(INFER, body);
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(json(response).path("error").textValue()).isEqualTo(error);
  }

  @Test
  void refusesABodyThatIsTooLarge() throws Exception {
    HttpResponse<String> announced = client.post(INFER, " ".repeat(65_537));
    assertThat(announced.statusCode()).isEqualTo(413);
    assertThat(announced.body()).contains("65536 bytes");
    HttpResponse<String> streamed =
        client.send(
            client
                .request(INFER)
                .POST(
                    HttpRequest.BodyPublishers.ofInputStream(
                        () -> new java.io.ByteArrayInputStream(new byte[1_000_000]))));
    assertThat(streamed.statusCode()).isEqualTo(413);
  }

  @Test
  void takesABodyOfExactlyTheLargestSize() throws Exception {
    String padded = GOOD + " ".repeat(65_536 - GOOD.length());
    assertThat(client.post(INFER, padded).statusCode()).isEqualTo(200);
  }

  @Test
  void refusesJsonThatIsTooDeep() throws Exception {
    HttpResponse<String> response =
        client.post(INFER, "{\"parameters\":{\"p\":" + "[".repeat(30_000));
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(json(response).path("error").textValue()).contains("64");
  }

  @Test
  void namesTheRequestAsTheCallerDoesIfThatIsFitToBeLogged() throws Exception {
    HttpResponse<String> named =
        client.send(client.request("/v2").header("x-request-id", "order-66"));
    assertThat(named.headers().firstValue("x-request-id")).contains("order-66");
    HttpResponse<String> unfit = client.send(client.request("/v2").header("x-request-id", "a\"b"));
    assertThat(unfit.headers().firstValue("x-request-id")).get().asString().matches("[0-9a-f]{16}");
  }

  private static JsonNode json(HttpResponse<String> response) throws Exception {
    return json(response.body());
  }

  private static JsonNode json(String text) throws Exception {
    return new JsonMapper().readTree(text);
  }
}
