package dev.martello.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.martello.runtime.testkit.OnnxModels;
import dev.martello.runtime.testkit.TestClient;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DrainTest {
  @TempDir Path directory;

  @Test
  void finishesWhatIsInFlightAndThenStops() throws Exception {
    String body =
        "{\"inputs\":[{\"name\":\"x\",\"datatype\":\"FP32\",\"shape\":[1,3],\"data\":[1,2,3]}]}";
    TestPod pod = new TestPod(directory, OnnxModels.linear()).start();
    try (TestClient kubelet = pod.management(pod.operatorIdentity());
        SSLSocket halfway = RawTls.connect(pod)) {
      RawTls.write(
          halfway,
          "POST /v2/models/linear/infer HTTP/1.1\r\nHost: h\r\nContent-Length: "
              + body.length()
              + "\r\n\r\n"
              + body.substring(0, 20));
      while (!kubelet
          .get("/metrics")
          .body()
          .contains("martello_requests_in_flight{port=\"inference\"} 1")) {
        Thread.onSpinWait();
      }
      CompletableFuture<Void> drained = CompletableFuture.runAsync(() -> pod.server().drain());
      while (kubelet.get("/readyz").statusCode() == 200) {
        Thread.onSpinWait();
      }
      assertThat(kubelet.get("/readyz").body()).isEqualTo("draining\n");
      assertThat(kubelet.get("/livez").statusCode()).isEqualTo(200);
      RawTls.write(halfway, body.substring(20));
      assertThat(RawTls.read(halfway, 1))
          .startsWith("HTTP/1.1 200 ")
          .contains("connection: close")
          .contains("\"data\":[22.5,27.5]");
      drained.get(30, TimeUnit.SECONDS);
    }
    try (TestClient late = pod.client()) {
      assertThatThrownBy(() -> late.get("/v2")).isInstanceOf(IOException.class);
    }
  }
}
