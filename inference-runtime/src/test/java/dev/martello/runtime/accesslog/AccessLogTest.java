package dev.martello.runtime.accesslog;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.martello.runtime.http.FinishedCall;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccessLogTest {
  private static final FinishedCall CALL =
      new FinishedCall("inference", "r1", "", "G\"T", "/v2", 200, 1, 2, 3, "app\n.example", "", "");

  @Test
  void writesOneLineOfJsonPerCall() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    AccessLog log = new AccessLog(out, "sha256:ab", LogMode.ALL);
    log.write(CALL);
    log.write(CALL);
    assertThat(log.complete()).isTrue();
    log.close();
    List<String> lines = out.toString(StandardCharsets.UTF_8).lines().toList();
    assertThat(lines).hasSize(2);
    JsonNode line = new JsonMapper().readTree(lines.get(0));
    assertThat(line.fieldNames())
        .toIterable()
        .containsExactly(
            "time",
            "port",
            "requestId",
            "method",
            "path",
            "status",
            "bytesIn",
            "bytesOut",
            "micros",
            "caller",
            "model");
    assertThat(line.path("method").textValue()).isEqualTo("G\"T");
    assertThat(line.path("caller").textValue()).isEqualTo("app\n.example");
    assertThat(line.path("model").textValue()).isEqualTo("sha256:ab");
  }

  @Test
  void countsWhatFindsNoRoomAndLogsTheCount() throws Exception {
    CountDownLatch open = new CountDownLatch(1);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    OutputStream stuck =
        new OutputStream() {
          @Override
          public void write(int single) {
            out.write(single);
          }

          @Override
          public void write(byte[] bytes, int from, int length) {
            try {
              open.await();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
            out.write(bytes, from, length);
          }
        };
    AccessLog log = new AccessLog(stuck, "d", LogMode.ALL);
    for (int i = 0; i < 10_000; i++) {
      log.write(CALL);
    }
    long dropped = log.dropped();
    assertThat(dropped).isBetween(1L, 10_000L - 8192);
    assertThat(log.complete()).isFalse();
    open.countDown();
    log.close();
    List<String> lines = out.toString(StandardCharsets.UTF_8).lines().toList();
    assertThat(lines)
        .filteredOn(line -> !line.contains("\"dropped\""))
        .hasSize((int) (10_000 - dropped));
    long counted = 0; // in one line or, if the writer came in between, in two
    for (String line : lines) {
      counted += new JsonMapper().readTree(line).path("dropped").asLong();
    }
    assertThat(counted).isEqualTo(dropped);
  }

  @ParameterizedTest
  @CsvSource({"ALL, 1000, 20", "REFUSALS, 0, 20", "SAMPLE, 10, 20"})
  void writesThoseThatTheModeTakes(LogMode mode, int answered, int refused) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    AccessLog log = new AccessLog(out, "d", mode);
    for (int i = 0; i < 1000; i++) {
      log.write(CALL);
    }
    for (int i = 0; i < 20; i++) {
      log.write(
          new FinishedCall(
              "inference", "r", "", "GET", "-", i < 10 ? 404 : 503, 0, 0, 1, "-", "", ""));
    }
    assertThat(log.complete()).isTrue();
    log.close();
    List<String> lines = out.toString(StandardCharsets.UTF_8).lines().toList();
    assertThat(lines).filteredOn(line -> line.contains("\"status\":200")).hasSize(answered);
    assertThat(lines).filteredOn(line -> !line.contains("\"status\":200")).hasSize(refused);
  }
}
