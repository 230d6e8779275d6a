package dev.martello.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.martello.runtime.testkit.OnnxModels;
import dev.martello.runtime.testkit.TestClient;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What no proper client sends. */
class HttpLimitsTest {
  private static final String BODY =
      "{\"inputs\":[{\"name\":\"x\",\"datatype\":\"FP32\",\"shape\":[1,3],\"data\":[1,2,3]}]}";
  private static final String INFER = "POST /v2/models/linear/infer HTTP/1.1\r\nHost: h\r\n";

  @TempDir static Path directory;
  private static TestPod pod;

  @BeforeAll
  static void start() throws Exception {
    pod = new TestPod(directory, OnnxModels.linear()).start();
  }

  @AfterAll
  static void stop() {
    pod.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          GET /v2 HTTP/1.1\\r\\nHost: h\\r\\nContent-Length: x\\r\\n\\r\\n                  | 400
          GET /v2 HTTP/1.1\\r\\nHost: h\\r\\nContent-Length: 1\\r\\nContent-Length: 2\\r\\n\\r\\n | 400
          GET /v2 HTTP/1.1\\r\\nHost: h\\r\\nno colon here\\r\\n\\r\\n                      | 400
          GARBAGE\\r\\n\\r\\n                                                              | 400
          GET /v2 HTTP/1.1\\r\\nHost: h\\r\\nContent-Length: 3\\r\\n\\r\\nabc               | 413
          POST /v2/models/linear/infer HTTP/1.1\\r\\nHost: h\\r\\nContent-Length: 99999999\\r\\n\\r\\n | 413
          POST /v2/models/linear/infer HTTP/1.1\\r\\nHost: h\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\nzz\\r\\n | 400
          """)
  void refusesMalformedRequests(String request, int status) throws Exception {
    String raw = request.replace("\\r", "\r").replace("\\n", "\n");
    assertThat(new String(RawTls.exchange(pod, raw))).startsWith("HTTP/1.1 " + status + " ");
    stillServes();
  }

  @Test
  void refusesALongLineAndLargeHeaders() throws Exception {
    String line = "GET /v2/" + "a".repeat(5000) + " HTTP/1.1\r\nHost: h\r\n\r\n";
    assertThat(new String(RawTls.exchange(pod, line))).startsWith("HTTP/1.1 414 ");
    String headers = "GET /v2 HTTP/1.1\r\nHost: h\r\nX: " + "a".repeat(20_000) + "\r\n\r\n";
    assertThat(new String(RawTls.exchange(pod, headers))).startsWith("HTTP/1.1 431 ");
    stillServes();
  }

  @Test
  void answersRequestsSentAheadInTheirOrder() throws Exception {
    int count = 60; // the HTTP codec bears 128 requests that are not answered yet
    String infer = INFER + "Content-Length: " + BODY.length() + "\r\n\r\n" + BODY;
    String get = "GET /v2/nothing HTTP/1.1\r\nHost: h\r\n\r\n";
    try (SSLSocket socket = RawTls.connect(pod)) {
      RawTls.write(socket, (infer + get).repeat(count));
      String answers = RawTls.read(socket, 2 * count);
      assertThat(Pattern.compile("HTTP/1.1 (\\d+)").matcher(answers).results())
          .extracting(status -> status.group(1))
          .containsExactlyElementsOf(
              Stream.generate(() -> List.of("200", "404"))
                  .limit(count)
                  .flatMap(List::stream)
                  .toList());
    }
  }

  @Test
  void readsABodyInChunksOfOneByte() throws Exception {
    String padded = BODY + " ".repeat(20_000);
    StringBuilder chunks = new StringBuilder(INFER + "Transfer-Encoding: chunked\r\n\r\n");
    for (char each : padded.toCharArray()) {
      chunks.append("1\r\n").append(each).append("\r\n");
    }
    chunks.append("0\r\n\r\n");
    byte[] answer = RawTls.exchange(pod, chunks.toString());
    assertThat(new String(answer)).startsWith("HTTP/1.1 200 ").contains("[22.5,27.5]");
  }

  @Test
  void asksForTheBodyOfThoseWhoWait() throws Exception {
    try (SSLSocket socket = RawTls.connect(pod)) {
      RawTls.write(
          socket, INFER + "Expect: 100-continue\r\nContent-Length: " + BODY.length() + "\r\n\r\n");
      assertThat(RawTls.read(socket, 1)).startsWith("HTTP/1.1 100 ");
      RawTls.write(socket, BODY);
      assertThat(RawTls.read(socket, 1)).startsWith("HTTP/1.1 200 ");
    }
    byte[] refused =
        RawTls.exchange(pod, INFER + "Expect: 100-continue\r\nContent-Length: 999999\r\n\r\n");
    assertThat(new String(refused)).startsWith("HTTP/1.1 413 ");
  }

  @Test
  void closesAfterAnAnswerWhenAskedTo() throws Exception {
    try (SSLSocket socket = RawTls.connect(pod)) {
      RawTls.write(socket, "GET /v2 HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
      assertThat(RawTls.read(socket, 2)).contains("connection: close").endsWith("}");
    }
  }

  private static void stillServes() throws Exception {
    try (TestClient client = pod.client()) {
      assertThat(client.get("/v2/health/ready").statusCode()).isEqualTo(200);
    }
  }
}
