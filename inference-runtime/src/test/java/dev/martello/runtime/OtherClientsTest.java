package dev.martello.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.martello.runtime.testkit.OnnxModels;
import dev.martello.runtime.testkit.PythonClients;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Clients that we did not write, over TLS: NVIDIA's tritonclient and curl. */
class OtherClientsTest {
  @TempDir Path directory;

  @Test
  void tritonclientTalksHttpAndGrpcInEveryForm() throws Exception {
    triton(OnnxModels.linear(), "linear");
  }

  @ParameterizedTest
  @CsvSource({
    "1, FP32",
    "2, UINT8",
    "3, INT8",
    "4, UINT16",
    "5, INT16",
    "6, INT32",
    "7, INT64",
    "8, BYTES",
    "9, BOOL",
    "10, FP16",
    "11, FP64",
    "12, UINT32",
    "13, UINT64",
    "16, BF16"
  })
  void tritonclientSendsAndReadsEveryDatatype(int elementType, String datatype) throws Exception {
    triton(OnnxModels.identity(elementType, -1), datatype);
  }

  @ParameterizedTest
  @CsvSource({"--http1.1", "--http2"})
  void curlTalksJsonAndGzip(String version) throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/curl")), "skipped: no curl here");
    try (TestPod pod = new TestPod(directory, OnnxModels.linear()).start()) {
      Process curl =
          new ProcessBuilder(
                  "/usr/bin/curl",
                  "--silent",
                  "--show-error",
                  "--fail-with-body",
                  "--compressed",
                  version,
                  "--write-out",
                  "%{http_version}",
                  "--cacert",
                  directory.resolve("tls/ca.crt").toString(),
                  "--data",
                  "{\"inputs\":[{\"name\":\"x\",\"datatype\":\"FP32\",\"shape\":[1,3],\"data\":[1,2,3]}]}",
                  "https://127.0.0.1:" + pod.inferencePort + "/v2/models/linear/infer")
              .redirectErrorStream(true)
              .start();
      String said = new String(curl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(curl.waitFor()).as(said).isZero();
      assertThat(said)
          .contains("\"data\":[22.5,27.5]")
          .endsWith(version.equals("--http2") ? "2" : "1.1");
    }
  }

  private void triton(byte[] model, String mode) throws Exception {
    try (TestPod pod = new TestPod(directory, model).start()) {
      for (String script : List.of("tritonclient_http.py", "tritonclient_grpc.py")) {
        PythonClients.run(
            script,
            "127.0.0.1:" + pod.inferencePort,
            directory.resolve("tls/ca.crt"),
            "linear",
            mode);
      }
    }
  }
}
