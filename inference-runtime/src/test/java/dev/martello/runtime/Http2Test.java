package dev.martello.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.martello.runtime.testkit.Authority;
import dev.martello.runtime.testkit.Keys;
import dev.martello.runtime.testkit.OnnxModels;
import dev.martello.runtime.testkit.TestClient;
import dev.martello.sealedmodel.RecipientKey;
import dev.martello.sealedmodel.Signer;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** HTTP/2 on the same port and under the same rules as HTTP/1.1, by the JDK's client. */
class Http2Test {
  private static final String INFER = "/v2/models/linear/infer";
  private static final String BODY =
      "{\"inputs\":[{\"name\":\"x\",\"datatype\":\"FP32\",\"shape\":[1,3],\"data\":[%d,2,3]}]}";

  @TempDir Path directory;

  @Test
  void answersManyRequestsOnOneConnection() throws Exception {
    try (TestPod pod = new TestPod(directory, OnnxModels.linear()).start();
        TestClient tls = pod.client();
        HttpClient client = http2(tls)) {
      List<CompletableFuture<HttpResponse<String>>> sent = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        sent.add(
            client.sendAsync(
                tls.request(INFER)
                    .POST(HttpRequest.BodyPublishers.ofString(BODY.formatted(i)))
                    .build(),
                HttpResponse.BodyHandlers.ofString()));
      }
      for (int i = 0; i < 100; i++) {
        HttpResponse<String> response = sent.get(i).get(30, TimeUnit.SECONDS);
        assertThat(response.version()).isEqualTo(HttpClient.Version.HTTP_2);
        assertThat(response.body()).contains("\"data\":[" + (i + 21.5) + ",");
      }
      HttpResponse<String> tooLarge = post(client, tls, INFER, " ".repeat(70_000));
      assertThat(tooLarge.statusCode()).isEqualTo(413);
      assertThat(post(client, tls, "/nowhere", "").statusCode()).isEqualTo(404);
      assertThat(post(client, tls, INFER, BODY.formatted(1)).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void knowsItsCallersByTheirCertificates() throws Exception {
    try (TestPod pod =
        new TestPod(directory, OnnxModels.linear()).demandingClients("app.example").start()) {
      Authority.Identity app = pod.clients.issue(List.of(Authority.CLIENT), "app.example");
      Authority.Identity other = pod.clients.issue(List.of(Authority.CLIENT), "other.example");
      try (TestClient tls = pod.client(app);
          HttpClient client = http2(tls)) {
        assertThat(post(client, tls, INFER, BODY.formatted(1)).statusCode()).isEqualTo(200);
      }
      try (TestClient tls = pod.client(other);
          HttpClient client = http2(tls)) {
        assertThat(post(client, tls, INFER, BODY.formatted(1)).statusCode()).isEqualTo(403);
        HttpResponse<String> grpc =
            client.send(
                tls.request("/inference.GRPCInferenceService/ServerLive")
                    .header("content-type", "application/grpc")
                    .POST(HttpRequest.BodyPublishers.ofByteArray(new byte[5]))
                    .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(grpc.headers().firstValue("grpc-status")).contains("7");
      }
    }
  }

  /** Nothing is lost while it drains, though its clients are told to go elsewhere. */
  @Test
  void answersWhatStillComesWhileItDrains() throws Exception {
    TestPod pod = new TestPod(directory, OnnxModels.linear()).start();
    try (TestClient tls = pod.client();
        HttpClient client = http2(tls)) {
      assertThat(post(client, tls, INFER, BODY.formatted(1)).statusCode()).isEqualTo(200);
      CompletableFuture<Void> drained = CompletableFuture.runAsync(() -> pod.server().drain());
      for (int i = 0; i < 10; i++) {
        assertThat(post(client, tls, INFER, BODY.formatted(1)).statusCode()).isEqualTo(200);
        Thread.sleep(50);
      }
      drained.get(30, TimeUnit.SECONDS);
    }
  }

  @Test
  void speaksBothWithoutTlsToo() throws Exception {
    TestPod sealed = new TestPod(directory, OnnxModels.linear());
    byte[] key = Keys.privatePem(sealed.recipient).getBytes(StandardCharsets.US_ASCII);
    try (LocalServer server =
        LocalServer.start(
            directory.resolve("model"),
            RecipientKey.parse(key, "key"),
            Signer.fromPem("s", Keys.publicPem(sealed.signer)),
            0,
            true)) {
      for (String version : List.of("--http1.1", "--http2-prior-knowledge")) {
        Process curl =
            new ProcessBuilder(
                    "curl", "-sS", version, "-w", "%{http_version}", server.url() + "/v2")
                .redirectErrorStream(true)
                .start();
        String said = new String(curl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(said)
            .contains("\"name\":\"martello\"")
            .endsWith(version.equals("--http1.1") ? "1.1" : "2");
      }
    }
  }

  private static HttpResponse<String> post(
      HttpClient client, TestClient tls, String path, String body) throws Exception {
    return client.send(
        tls.request(path).POST(HttpRequest.BodyPublishers.ofString(body)).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private static HttpClient http2(TestClient tls) {
    return HttpClient.newBuilder().sslContext(tls.tls()).version(HttpClient.Version.HTTP_2).build();
  }
}
