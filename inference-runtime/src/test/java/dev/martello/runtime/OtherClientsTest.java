package dev.martello.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.martello.runtime.testkit.Grpcurl;
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

/** Clients that we did not write, over TLS: NVIDIA's tritonclient, KServe's, curl and grpcurl. */
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
  @CsvSource({
    "1, linear",
    "2, UINT8",
    "7, INT64",
    "8, BYTES",
    "9, BOOL",
    "10, FP16",
    "11, FP64",
  })
  void kservesClientsTalkRestAndGrpc(int elementType, String mode) throws Exception {
    byte[] model =
        mode.equals("linear") ? OnnxModels.linear() : OnnxModels.identity(elementType, -1);
    try (TestPod pod = new TestPod(directory, model).start()) {
      PythonClients.KSERVE.run(
          "kserve_client.py",
          "127.0.0.1:" + pod.inferencePort,
          directory.resolve("tls/ca.crt"),
          "linear",
          mode);
    }
  }

  @Test
  void grpcurlCallsAllSixMethods() throws Exception {
    try (TestPod pod = new TestPod(directory, OnnxModels.linear()).start()) {
      String said = grpcurl(pod, "ServerLive", "{}") + grpcurl(pod, "ServerReady", "{}");
      assertThat(said).contains("\"live\": true").contains("\"ready\": true");
      assertThat(grpcurl(pod, "ModelReady", "{\"name\":\"linear\",\"version\":\"1.2.0\"}"))
          .contains("\"ready\": true");
      assertThat(grpcurl(pod, "ServerMetadata", "{}")).contains("\"name\": \"martello\"");
      assertThat(grpcurl(pod, "ModelMetadata", "{\"name\":\"linear\"}"))
          .contains("onnxruntime_onnx")
          .contains("\"1.2.0\"");
      String tensor =
          "{\"name\":\"x\",\"datatype\":\"FP32\",\"shape\":[1,3],"
              + "\"contents\":{\"fp32_contents\":[1,2,3]}}";
      assertThat(
              grpcurl(
                  pod,
                  "ModelInfer",
                  "{\"model_name\":\"linear\",\"id\":\"g1\",\"inputs\":[" + tensor + "]}"))
          .contains("\"id\": \"g1\"")
          .containsPattern("22\\.5,\\s+27\\.5");
      Grpcurl.Said refused =
          Grpcurl.call(
              "127.0.0.1:" + pod.inferencePort,
              directory.resolve("tls/ca.crt"),
              "ModelReady",
              "{\"name\":\"other\"}");
      assertThat(refused.exit()).isNotZero();
      assertThat(refused.text()).contains("Code: NotFound").contains("no such model here");
    }
  }

  private String grpcurl(TestPod pod, String method, String message) throws Exception {
    Grpcurl.Said said =
        Grpcurl.call(
            "127.0.0.1:" + pod.inferencePort, directory.resolve("tls/ca.crt"), method, message);
    assertThat(said.exit()).as(said.text()).isZero();
    return said.text();
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
        PythonClients.TRITON.run(
            script,
            "127.0.0.1:" + pod.inferencePort,
            directory.resolve("tls/ca.crt"),
            "linear",
            mode);
      }
    }
  }
}
