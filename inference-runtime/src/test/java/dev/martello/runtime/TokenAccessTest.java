package dev.martello.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.martello.runtime.testkit.Authority;
import dev.martello.runtime.testkit.OnnxModels;
import dev.martello.runtime.testkit.TestClient;
import dev.martello.runtime.testkit.TokenIssuer;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Service-account tokens at the inference port, by REST and by gRPC. */
class TokenAccessTest {
  private static final String INFER = "/v2/models/linear/infer";
  private static final String BODY =
      "{\"inputs\":[{\"name\":\"x\",\"datatype\":\"FP32\",\"shape\":[1,3],\"data\":[1,2,3]}]}";
  private static final TokenIssuer ISSUER = TokenIssuer.p256("k1");

  @TempDir Path directory;

  private static String token(TokenIssuer issuer, String audience, String account, long seconds) {
    return issuer.token(
        TokenIssuer.claims(audience, "shop", account, Instant.now().minusSeconds(5), seconds));
  }

  private static String checkout() {
    return token(ISSUER, "martello:demo/linear", "checkout", 3600);
  }

  private TestPod pod() throws Exception {
    return new TestPod(directory, OnnxModels.linear());
  }

  private static HttpResponse<String> ask(TestClient client, String... authorization)
      throws IOException {
    HttpRequest.Builder request =
        client.request(INFER).POST(HttpRequest.BodyPublishers.ofString(BODY));
    for (String value : authorization) {
      request.header("Authorization", value);
    }
    return client.send(request);
  }

  @Test
  void admitsListedAccountsOnly() throws Exception {
    try (TestPod pod = pod().takingTokens(ISSUER, "shop:checkout").start();
        TestClient client = pod.client()) {
      assertThat(ask(client, "Bearer " + checkout()).statusCode()).isEqualTo(200);
      assertThat(ask(client, "Bearer " + checkout()).body()).contains("22.5");

      HttpResponse<String> none = ask(client);
      assertThat(none.statusCode()).isEqualTo(401);
      assertThat(none.headers().firstValue("www-authenticate")).contains("Bearer");

      HttpResponse<String> wrong =
          ask(client, "Bearer " + token(ISSUER, "martello:demo/other", "checkout", 3600));
      assertThat(wrong.statusCode()).isEqualTo(401);
      assertThat(wrong.headers().firstValue("www-authenticate"))
          .contains("Bearer error=\"invalid_token\"");
      assertThat(wrong.body()).contains("audience");

      String other = token(ISSUER, "martello:demo/linear", "intruder", 3600);
      assertThat(ask(client, "Bearer " + other).statusCode()).isEqualTo(403);
      assertThat(ask(client, "Bearer " + checkout(), "Bearer " + checkout()).statusCode())
          .isEqualTo(401);
      assertThat(client.get("/v2/health/live").statusCode()).isEqualTo(401);
    }
  }

  @Test
  void grpcCallersGetTheirOwnStatuses() throws Exception {
    try (TestPod pod = pod().takingTokens(ISSUER, "shop:checkout").start();
        TestClient tls = pod.client();
        HttpClient client =
            HttpClient.newBuilder()
                .sslContext(tls.tls())
                .version(HttpClient.Version.HTTP_2)
                .build()) {
      assertThat(grpc(client, tls, "")).isEqualTo("16");
      assertThat(grpc(client, tls, "Bearer " + checkout().replace('.', ','))).isEqualTo("16");
      String other = token(ISSUER, "martello:demo/linear", "intruder", 3600);
      assertThat(grpc(client, tls, "Bearer " + other)).isEqualTo("7");
      // The JDK's client shows no trailers: the status of what was let in is not in the headers.
      assertThat(grpc(client, tls, "Bearer " + checkout())).isEqualTo("in the trailers");
    }
  }

  private static String grpc(HttpClient client, TestClient tls, String authorization)
      throws Exception {
    HttpRequest.Builder request =
        tls.request("/inference.GRPCInferenceService/ServerLive")
            .header("content-type", "application/grpc")
            .POST(HttpRequest.BodyPublishers.ofByteArray(new byte[5]));
    if (!authorization.isEmpty()) {
      request.header("authorization", authorization);
    }
    HttpResponse<byte[]> response =
        client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    assertThat(response.statusCode()).isEqualTo(200);
    return response.headers().firstValue("grpc-status").orElse("in the trailers");
  }

  /** Either is enough where the deployment takes both. */
  @Test
  void takesCertificateOrToken() throws Exception {
    try (TestPod pod =
        pod().demandingClients("app.example").takingTokens(ISSUER, "shop:checkout").start()) {
      Authority.Identity app = pod.clients.issue(List.of(Authority.CLIENT), "app.example");
      Authority.Identity other = pod.clients.issue(List.of(Authority.CLIENT), "other.example");
      Authority.Identity stranger =
          new Authority("clients").issue(List.of(Authority.CLIENT), "app.example");
      try (TestClient certified = pod.client(app);
          TestClient unlisted = pod.client(other);
          TestClient plain = pod.client();
          TestClient unknown = pod.client(stranger)) {
        assertThat(ask(certified).statusCode()).isEqualTo(200);
        assertThat(ask(certified, "Basic eDp5").statusCode()).isEqualTo(200);
        assertThat(ask(unlisted).statusCode()).isEqualTo(403);
        assertThat(ask(unlisted, "Bearer " + checkout()).statusCode()).isEqualTo(200);
        assertThat(ask(plain).statusCode()).isEqualTo(401);
        assertThat(ask(plain, "Bearer " + checkout()).statusCode()).isEqualTo(200);
        assertThatThrownBy(() -> ask(unknown, "Bearer " + checkout()))
            .isInstanceOf(IOException.class);
      }
    }
  }

  @Test
  void tokensCountForNothingWhereNobodyListedAny() throws Exception {
    try (TestPod pod = pod().start();
        TestClient client = pod.client()) {
      assertThat(ask(client, "Bearer nonsense").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void logsTheDecisionAndNothingOfTheToken() throws Exception {
    TestPod pod = pod().takingTokens(ISSUER, "shop:checkout");
    Path output = directory.resolve("output");
    Process process =
        pod.process(pod.arguments())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      String token = checkout();
      try (TestClient client = pod.client()) {
        awaitPort(client);
        ask(client, "Bearer " + token);
        ask(client, "Bearer " + token + "x");
      }
      process.destroy();
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      String log = Files.readString(output);
      assertThat(log)
          .contains("\"status\":200")
          .contains("\"caller\":\"system:serviceaccount:shop:checkout\"")
          .contains("\"refusal\":\"TokenSignatureInvalid\"")
          .doesNotContain(token.substring(0, 40))
          .doesNotContain(token.substring(token.length() - 20));
    } finally {
      process.destroyForcibly();
    }
  }

  private static void awaitPort(TestClient client) throws Exception {
    for (int i = 0; i < 300; i++) {
      try {
        client.get("/v2/health/live");
        return;
      } catch (IOException notYet) {
        Thread.sleep(200);
      }
    }
    throw new IllegalStateException("the port never opened");
  }

  @Test
  void doesNotStartWithoutKeys() throws Exception {
    TestPod pod = pod().takingTokens(ISSUER, "shop:checkout");
    pod.write("callers/jwks.json", "{\"keys\":[]}");
    assertThatThrownBy(pod::start)
        .isInstanceOf(StartRefused.class)
        .hasMessageContaining("jwks.json");
  }
}
