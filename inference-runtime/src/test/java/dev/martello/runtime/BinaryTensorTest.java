package dev.martello.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.martello.runtime.testkit.OnnxModels;
import dev.martello.runtime.testkit.TestClient;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The binary tensor extension and content codings, byte by byte. */
class BinaryTensorTest {
  private static final String INFER = "/v2/models/linear/infer";
  private static final String JSON_LENGTH = "inference-header-content-length";
  private static final String INPUT =
      "{\"name\":\"x\",\"datatype\":\"FP32\",\"shape\":[1,3],"
          + "\"parameters\":{\"binary_data_size\":12}}";
  private static final byte[] ROW = floats(1, 2, 3);

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
  void takesBytesAndGivesBytes() throws Exception {
    String json =
        "{\"id\":\"7\",\"inputs\":[" + INPUT + "],\"parameters\":{\"binary_data_output\":true}}";
    HttpResponse<byte[]> response = infer(json, ROW);
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("content-type")).contains("application/octet-stream");
    int jsonLength = Integer.parseInt(response.headers().firstValue(JSON_LENGTH).orElseThrow());
    assertThat(tree(Arrays.copyOf(response.body(), jsonLength)))
        .isEqualTo(
            tree(
                """
                {"model_name":"linear","model_version":"1.2.0","id":"7","outputs":[
                 {"name":"y","datatype":"FP32","shape":[1,2],"parameters":{"binary_data_size":8}}]}
                """
                    .getBytes(StandardCharsets.UTF_8)));
    assertThat(Arrays.copyOfRange(response.body(), jsonLength, response.body().length))
        .isEqualTo(floats(22.5f, 27.5f));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "outputs":[{"name":"y"}]                                                                  | false
          "outputs":[{"name":"y","parameters":{"binary_data":true}}]                                | true
          "outputs":[{"name":"y","parameters":{"binary_data":false}}]                               | false
          "outputs":[{"name":"y"}],"parameters":{"binary_data_output":true}                         | true
          "parameters":{"binary_data_output":true},"outputs":[{"name":"y","parameters":{"binary_data":false}}] | false
          "parameters":{"binary_data_output":true}                                                  | true
          "parameters":{"binary_data_output":false,"priority":3,"any":{"more":[1]}}                 | false
          """)
  void answersInTheFormAskedFor(String more, boolean binary) throws Exception {
    HttpResponse<byte[]> response = infer("{\"inputs\":[" + INPUT + "]," + more + "}", ROW);
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue(JSON_LENGTH).isPresent()).isEqualTo(binary);
    if (!binary) {
      assertThat(tree(response.body()).at("/outputs/0/data").toString()).isEqualTo("[22.5,27.5]");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          16 | 12   | {"inputs":[IN]}    | input 'x': binary_data_size is 16, but only 12 bytes are left
          12 | 8    | {"inputs":[IN]}    | input 'x': binary_data_size is 12, but only 8 bytes are left
          12 | 13   | {"inputs":[IN]}    | 1 bytes behind the JSON belong to no input
          8  | 8    | {"inputs":[IN]}    | input 'x': its shape and datatype ask for 12 bytes, there are 8
          -1 | 12   | {"inputs":[IN]}    | binary_data_size must be a whole number from 0
          1.0 | 12  | {"inputs":[IN]}    | binary_data_size must be a whole number from 0
          "1" | 12  | {"inputs":[IN]}    | binary_data_size must be a whole number from 0
          99999999999999999999 | 12 | {"inputs":[IN]} | binary_data_size must be a whole number from 0
          9223372036854775807 | 12 | {"inputs":[IN]} | but only 12 bytes are left
          12 | 12   | {"inputs":[IN,IN]} | but only 0 bytes are left
          12 | 24   | {"inputs":[IN,IN]} | input 'x' is there twice
          12 | 12   | {"inputs":[]}      | 12 bytes behind the JSON belong to no input
          12 | 12   | {"inputs":[IN],"parameters":7} | parameters must be an object
          12 | 12   | {"inputs":[IN],"parameters":{"binary_data_output":1}} | must be true or false
          12 | 12   | {"inputs":[IN],"outputs":[{"name":"y","parameters":{"classification":2}}]} | 'classification' is of an extension not offered here
          """)
  void refusesBytesThatDoNotFit(String size, int bytes, String json, String said) throws Exception {
    String body = json.replace("IN", INPUT.replace("12", size));
    HttpResponse<byte[]> response = infer(body, Arrays.copyOf(ROW, bytes));
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(tree(response.body()).path("error").textValue()).contains(said);
  }

  @Test
  void refusesDataGivenTwice() throws Exception {
    String both = INPUT.replace("\"parameters\"", "\"data\":[1,2,3],\"parameters\"");
    HttpResponse<byte[]> response = infer("{\"inputs\":[" + both + "]}", ROW);
    assertThat(tree(response.body()).path("error").textValue())
        .contains("has data and binary_data_size");
  }

  @ParameterizedTest
  @CsvSource({"x", "-1", "99999", "''", "99999999999"})
  void refusesALengthOfJsonThatCannotBe(String length) throws Exception {
    HttpResponse<byte[]> response =
        send(
            ("{\"inputs\":[" + INPUT + "]}").getBytes(StandardCharsets.UTF_8), JSON_LENGTH, length);
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(tree(response.body()).path("error").textValue()).contains(JSON_LENGTH);
  }

  @ParameterizedTest
  @CsvSource({"gzip", "deflate"})
  void takesCompressedBodies(String coding) throws Exception {
    String json = "{\"inputs\":[" + INPUT + "]}";
    byte[] body = join(json.getBytes(StandardCharsets.UTF_8), ROW);
    HttpResponse<byte[]> response =
        send(
            compressed(coding, body),
            "content-encoding",
            coding,
            JSON_LENGTH,
            Integer.toString(json.length()));
    assertThat(tree(response.body()).at("/outputs/0/data").toString()).isEqualTo("[22.5,27.5]");
  }

  @Test
  void compressesLongAnswersForThoseWhoAccept() throws Exception {
    String rows = "0,".repeat(2999) + "0";
    byte[] body =
        ("{\"inputs\":[{\"name\":\"x\",\"datatype\":\"FP32\",\"shape\":[1000,3],\"data\":["
                + rows
                + "]}]}")
            .getBytes(StandardCharsets.UTF_8);
    HttpResponse<byte[]> plain = send(body, "accept-encoding", "gzip;q=0, br");
    assertThat(plain.headers().firstValue("content-encoding")).isEmpty();
    HttpResponse<byte[]> gzip = send(body, "accept-encoding", "br, gzip;q=0.5");
    assertThat(gzip.headers().firstValue("content-encoding")).contains("gzip");
    assertThat(gzip.body().length).isLessThan(plain.body().length / 10);
    assertThat(new GZIPInputStream(new ByteArrayInputStream(gzip.body())).readAllBytes())
        .isEqualTo(plain.body());
  }

  /** 20 MB of zeros in 20 KB; the port takes 64 KiB, inflated or not. */
  @Test
  void inflatesNoFurtherThanABodyMayBe() throws Exception {
    byte[] bomb = compressed("gzip", new byte[20_000_000]);
    assertThat(bomb.length).isLessThan(65_536);
    HttpResponse<byte[]> response = send(bomb, "content-encoding", "gzip");
    assertThat(response.statusCode()).isEqualTo(413);
    HttpResponse<byte[]> after = infer("{\"inputs\":[" + INPUT + "]}", ROW);
    assertThat(after.statusCode()).isEqualTo(200);
  }

  @Test
  void refusesWhatIsNotCompressedAsItSays() throws Exception {
    HttpResponse<byte[]> notGzip = send(new byte[100], "content-encoding", "gzip");
    assertThat(notGzip.statusCode()).isEqualTo(400);
    byte[] whole = compressed("gzip", new byte[1000]);
    HttpResponse<byte[]> cut =
        send(Arrays.copyOf(whole, whole.length - 9), "content-encoding", "gzip");
    assertThat(cut.statusCode()).isEqualTo(400);
    HttpResponse<byte[]> other = send(new byte[100], "content-encoding", "br");
    assertThat(other.statusCode()).isEqualTo(415);
    assertThat(other.headers().firstValue("accept-encoding")).contains("gzip, deflate");
  }

  private static HttpResponse<byte[]> infer(String json, byte[] tensors) throws Exception {
    byte[] head = json.getBytes(StandardCharsets.UTF_8);
    return send(join(head, tensors), JSON_LENGTH, Integer.toString(head.length));
  }

  private static HttpResponse<byte[]> send(byte[] body, String... headers) throws Exception {
    HttpRequest.Builder request =
        client.request(INFER).POST(HttpRequest.BodyPublishers.ofByteArray(body));
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    return client.sendForBytes(request);
  }

  private static byte[] compressed(String coding, byte[] body) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (var coded =
        coding.equals("gzip") ? new GZIPOutputStream(out) : new DeflaterOutputStream(out)) {
      coded.write(body);
    }
    return out.toByteArray();
  }

  private static byte[] floats(float... values) {
    ByteBuffer raw = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    for (float value : values) {
      raw.putFloat(value);
    }
    return raw.array();
  }

  private static byte[] join(byte[] first, byte[] second) {
    byte[] joined = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, joined, first.length, second.length);
    return joined;
  }

  private static JsonNode tree(byte[] json) throws Exception {
    return new JsonMapper().readTree(json);
  }
}
