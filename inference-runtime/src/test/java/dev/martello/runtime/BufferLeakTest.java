package dev.martello.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.martello.runtime.testkit.OnnxModels;
import dev.martello.runtime.testkit.TestClient;
import io.netty.util.ResourceLeakDetector;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Netty tells of buffers that were collected before they were released. */
class BufferLeakTest {
  private static final Logger NETTY = Logger.getLogger(ResourceLeakDetector.class.getName());

  private final List<String> leaks = new CopyOnWriteArrayList<>();
  private final ResourceLeakDetector.Level usual = ResourceLeakDetector.getLevel();
  private final Handler handler =
      new Handler() {
        @Override
        public void publish(LogRecord record) {
          leaks.add(record.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  @BeforeEach
  void listen() {
    NETTY.addHandler(handler);
    ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
  }

  @AfterEach
  void stop() {
    ResourceLeakDetector.setLevel(usual);
    NETTY.removeHandler(handler);
  }

  @Test
  void releasesEveryBufferWhateverComes(@TempDir Path directory) throws Exception {
    try (TestPod pod = new TestPod(directory, OnnxModels.linear()).start()) {
      for (int round = 0; round < 3; round++) {
        rounds(pod);
        System.gc();
      }
    }
    System.gc();
    io.netty.buffer.PooledByteBufAllocator.DEFAULT.buffer().release(); // looks for leaks, too
    assertThat(leaks).isEmpty();
  }

  private static void rounds(TestPod pod) throws Exception {
    String good =
        "{\"inputs\":[{\"name\":\"x\",\"datatype\":\"FP32\",\"shape\":[1,3],\"data\":[1,2,3]}]}";
    try (TestClient client = pod.client()) {
      for (int i = 0; i < 30; i++) {
        client.post("/v2/models/linear/infer", good);
        client.post("/v2/models/linear/infer", "nonsense");
        client.post("/v2/models/linear/infer", " ".repeat(70_000));
        client.post("/nowhere", good);
        client.get("/v2");
      }
    }
    for (int i = 0; i < 10; i++) {
      try (SSLSocket leaver = RawTls.connect(pod)) {
        RawTls.write(
            leaver,
            "POST /v2/models/linear/infer HTTP/1.1\r\nHost: h\r\nContent-Length: 999\r\n\r\nab");
      }
      RawTls.exchange(pod, "GARBAGE\r\n\r\n");
    }
  }
}
