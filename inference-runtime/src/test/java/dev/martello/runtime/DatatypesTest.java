package dev.martello.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.martello.runtime.testkit.OnnxModels;
import dev.martello.runtime.testkit.TestClient;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every datatype goes in and comes out as it is; each model is sealed and served for the test. */
class DatatypesTest {
  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          1  | FP32  | [0.1,-3.4028235E38,1.4E-45]
          2  | UINT8 | [0,255,128]
          4  | UINT16 | [65535,0,32768]
          12 | UINT32 | [4294967295,0,2147483648]
          13 | UINT64 | [18446744073709551615,0,9223372036854775808]
          3  | INT8  | [-128,127,0]
          5  | INT16 | [-32768,32767,0]
          6  | INT32 | [-2147483648,2147483647,0]
          7  | INT64 | [-9223372036854775808,9223372036854775807,0]
          8  | BYTES | ["","é\\u0001\\"","a b"]
          9  | BOOL  | [true,false,true]
          10 | FP16  | [0.5,-65504.0,6.1035156E-5]
          16 | BF16  | [0.5,-3.3895314E38,1.1754944E-38]
          11 | FP64  | [0.1,-1.7976931348623157E308,4.9E-324]
          """)
  void comesBackAsItWasSent(int elementType, String datatype, String data) throws Exception {
    HttpResponse<String> response =
        infer(OnnxModels.identity(elementType, -1), datatype, "[3]", data);
    assertThat(response.body()).contains("\"datatype\":\"" + datatype + "\"");
    assertThat(json(response).at("/outputs/0/data")).isEqualTo(new JsonMapper().readTree(data));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          4  | UINT16 | [65535,0]
          12 | UINT32 | [4294967295,0]
          13 | UINT64 | [9223372036854775807,0]
          """)
  void readsUnsignedOutputs(int elementType, String datatype, String data) throws Exception {
    HttpResponse<String> response =
        infer(OnnxModels.cast(OnnxModels.INT64, elementType, -1), "INT64", "[2]", data);
    assertThat(json(response).at("/outputs/0/datatype").textValue()).isEqualTo(datatype);
    assertThat(json(response).at("/outputs/0/data")).isEqualTo(new JsonMapper().readTree(data));
  }

  @Test
  void takesAScalar() throws Exception {
    HttpResponse<String> response =
        infer(OnnxModels.identity(OnnxModels.FLOAT), "FP32", "[]", "[2.5]");
    assertThat(json(response).at("/outputs/0/shape")).isEmpty();
    assertThat(json(response).at("/outputs/0/data").toString()).isEqualTo("[2.5]");
  }

  @Test
  void takesAScalarString() throws Exception {
    HttpResponse<String> response =
        infer(OnnxModels.identity(OnnxModels.STRING), "BYTES", "[]", "[\"one\"]");
    assertThat(json(response).at("/outputs/0/data").toString()).isEqualTo("[\"one\"]");
  }

  @Test
  void takesStringsInSeveralDimensions() throws Exception {
    HttpResponse<String> response =
        infer(
            OnnxModels.identity(OnnxModels.STRING, -1, 2),
            "BYTES",
            "[2,2]",
            "[[\"a\",\"b\"],[\"c\",\"d\"]]");
    assertThat(json(response).at("/outputs/0/data").toString())
        .isEqualTo("[\"a\",\"b\",\"c\",\"d\"]");
  }

  @Test
  void answersSeveralInputsWithTheOutputsAskedFor() throws Exception {
    String inputs =
        """
        "inputs":[{"name":"b","datatype":"INT64","shape":[2],"data":[10,20]},
                  {"name":"a","datatype":"INT64","shape":[2],"data":[1,2]}]
        """;
    try (TestPod pod = new TestPod(directory, OnnxModels.twoOutputs()).start();
        TestClient client = pod.client()) {
      HttpResponse<String> both = client.post("/v2/models/linear/infer", "{" + inputs + "}");
      assertThat(json(both).at("/outputs/0/name").textValue()).isEqualTo("sum");
      assertThat(json(both).at("/outputs/0/data").toString()).isEqualTo("[11,22]");
      assertThat(json(both).at("/outputs/1/data").toString()).isEqualTo("[1,2]");
      HttpResponse<String> one =
          client.post(
              "/v2/models/linear/infer", "{" + inputs + ",\"outputs\":[{\"name\":\"copy\"}]}");
      assertThat(json(one).path("outputs")).hasSize(1);
      assertThat(json(one).at("/outputs/0/name").textValue()).isEqualTo("copy");
    }
  }

  @Test
  void doesNotTellWhatTheModelIsMadeOfWhenItFails() throws Exception {
    HttpResponse<String> response = infer(OnnxModels.gather(), "INT64", "[1]", "[7]");
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(json(response).path("error").textValue())
        .isEqualTo("the model can't compute with these inputs; check values and shapes");
  }

  private HttpResponse<String> infer(byte[] model, String datatype, String shape, String data)
      throws Exception {
    try (TestPod pod = new TestPod(directory, model).start();
        TestClient client = pod.client()) {
      return client.post(
          "/v2/models/linear/infer",
          "{\"inputs\":[{\"name\":\"x\",\"datatype\":\"%s\",\"shape\":%s,\"data\":%s}]}"
              .formatted(datatype, shape, data));
    }
  }

  private static JsonNode json(HttpResponse<String> response) throws Exception {
    return new JsonMapper().readTree(response.body());
  }
}
