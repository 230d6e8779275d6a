package dev.martello.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.martello.runtime.mounted.FileDigest;
import dev.martello.runtime.testkit.Authority;
import dev.martello.runtime.testkit.Keys;
import dev.martello.runtime.testkit.KubeletVolume;
import dev.martello.runtime.testkit.OnnxModels;
import dev.martello.runtime.testkit.TestClient;
import dev.martello.runtime.testkit.TokenIssuer;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Mounted files that the kubelet renews under a serving pod. */
class RenewalTest {
  private static final String INFER = "/v2/models/linear/infer";
  private static final String BODY =
      "{\"inputs\":[{\"name\":\"x\",\"datatype\":\"FP32\",\"shape\":[1,3],\"data\":[1,2,3]}]}";

  @TempDir Path directory;

  private static void eventually(Callable<Boolean> holds) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!holds.call()) {
      assertThat(System.nanoTime()).as("never held").isLessThan(end);
      Thread.sleep(100);
    }
  }

  private static void certificate(TestPod pod, Authority.Identity identity) throws IOException {
    KubeletVolume.write(
        pod.root.resolve("tls"),
        Map.of(
            "tls.crt", identity.pem(),
            "tls.key", Keys.privatePem(identity.keys()),
            "ca.crt", pod.operator.self().pem()));
  }

  private static X509Certificate shown(TestClient client, int port) throws Exception {
    try (SSLSocket socket =
        (SSLSocket) client.tls().getSocketFactory().createSocket("127.0.0.1", port)) {
      socket.startHandshake();
      return (X509Certificate) socket.getSession().getPeerCertificates()[0];
    }
  }

  private static JsonNode evidence(TestPod pod) throws Exception {
    try (TestClient operator = pod.management(pod.operatorIdentity())) {
      JsonNode envelope =
          new JsonMapper().readTree(operator.get("/evidence?nonce=" + "00".repeat(32)).body());
      return new JsonMapper().readTree(envelope.path("payload").binaryValue());
    }
  }

  @Test
  void newCertificateIsShownAndNoRequestIsLost() throws Exception {
    TestPod pod = new TestPod(directory, OnnxModels.linear());
    certificate(pod, pod.serving);
    AtomicBoolean over = new AtomicBoolean();
    AtomicInteger answered = new AtomicInteger();
    try (pod;
        TestClient client = pod.start().client();
        TestClient another = pod.client()) {
      List<CompletableFuture<Void>> callers = new ArrayList<>();
      for (HttpClient.Version version : HttpClient.Version.values()) {
        if (version != HttpClient.Version.HTTP_1_1 && version != HttpClient.Version.HTTP_2) {
          continue;
        }
        callers.add(CompletableFuture.runAsync(() -> ask(client, version, over, answered)));
        callers.add(CompletableFuture.runAsync(() -> ask(another, version, over, answered)));
      }
      for (int i = 0; i < 3; i++) {
        Authority.Identity next = pod.operator.issue(List.of(Authority.SERVER), "127.0.0.1");
        certificate(pod, next);
        eventually(() -> shown(client, pod.inferencePort).equals(next.certificate()));
        eventually(() -> shown(client, pod.managementPort).equals(next.certificate()));
        int before = answered.get();
        eventually(() -> answered.get() > before + 20);
      }
      over.set(true);
      for (CompletableFuture<Void> caller : callers) {
        caller.get(60, TimeUnit.SECONDS);
      }
      assertThat(evidence(pod).at("/mountedFiles/certificate").textValue())
          .isEqualTo(FileDigest.of(directory.resolve("tls/tls.crt")));
      assertThat(evidence(pod).at("/tls/tls13").textValue()).isEqualTo("Accepted");
    }
  }

  /** Every request must be answered, whatever happens to the connection it comes on. */
  private static void ask(
      TestClient tls, HttpClient.Version version, AtomicBoolean over, AtomicInteger answered) {
    try (HttpClient client =
        HttpClient.newBuilder().sslContext(tls.tls()).version(version).build()) {
      while (!over.get()) {
        HttpResponse<String> response =
            client.send(
                tls.request(INFER).POST(HttpRequest.BodyPublishers.ofString(BODY)).build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).isEqualTo(200);
        answered.incrementAndGet();
      }
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException("a request was lost", e);
    }
  }

  @Test
  void aCertificateThatCantBeUsedChangesNothing() throws Exception {
    TestPod pod = new TestPod(directory, OnnxModels.linear());
    certificate(pod, pod.serving);
    try (pod;
        TestClient client = pod.start().client()) {
      Authority.Identity next = pod.operator.issue(List.of(Authority.SERVER), "127.0.0.1");
      certificate(pod, new Authority.Identity(Keys.p256(), next.certificate()));
      Thread.sleep(5000); // twice as long as it takes to notice
      assertThat(shown(client, pod.inferencePort)).isEqualTo(pod.serving.certificate());
      certificate(pod, next);
      eventually(() -> shown(client, pod.inferencePort).equals(next.certificate()));
    }
  }

  @Test
  void callersOfANewAuthorityGetInAndThoseOfTheOldNoLonger() throws Exception {
    TestPod pod = new TestPod(directory, OnnxModels.linear()).demandingClients("app.example");
    Authority later = new Authority("later");
    Path volume = directory.resolve("client-ca");
    KubeletVolume.write(volume, Map.of("ca.crt", pod.clients.self().pem()));
    try (pod;
        TestClient old =
            pod.start().client(pod.clients.issue(List.of(Authority.CLIENT), "app.example"));
        TestClient young = pod.client(later.issue(List.of(Authority.CLIENT), "app.example"))) {
      assertThat(old.post(INFER, BODY).statusCode()).isEqualTo(200);
      String both = pod.clients.self().pem() + later.self().pem();
      KubeletVolume.write(volume, Map.of("ca.crt", both));
      eventually(() -> admitted(young));
      assertThat(admitted(old)).isTrue();
      KubeletVolume.write(volume, Map.of("ca.crt", later.self().pem()));
      // Also on the connection that he kept open: it ends with its next answer.
      eventually(() -> !admitted(old));
      assertThat(admitted(young)).isTrue();
    }
  }

  private static boolean admitted(TestClient client) {
    try {
      return client.post(INFER, BODY).statusCode() == 200;
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void tokensOfANewKeyGetInAndThoseOfARemovedKeyNoLonger() throws Exception {
    TokenIssuer first = TokenIssuer.rsa("k1");
    TokenIssuer second = TokenIssuer.p256("k2");
    TestPod pod = new TestPod(directory, OnnxModels.linear()).takingTokens(first, "shop:checkout");
    try (pod;
        TestClient client = pod.start().client()) {
      assertThat(status(client, first)).isEqualTo(200);
      assertThat(status(client, second)).isEqualTo(401);
      pod.tokenKeys(first, second);
      eventually(() -> status(client, second) == 200);
      assertThat(status(client, first)).isEqualTo(200);
      pod.tokenKeys(second);
      eventually(() -> status(client, first) == 401);
      assertThat(evidence(pod).at("/mountedFiles/tokenKeys").textValue())
          .isEqualTo(FileDigest.of(directory.resolve("callers/jwks.json")));
    }
  }

  private static int status(TestClient client, TokenIssuer issuer) throws IOException {
    Instant issued = Instant.now().minusSeconds(5);
    String token =
        issuer.token(TokenIssuer.claims("martello:demo/linear", "shop", "checkout", issued, 3600));
    return client
        .send(client.request("/v2").header("Authorization", "Bearer " + token))
        .statusCode();
  }

  @Test
  void triesANewKeyOnTheModelAtOnceAndGoesOnServing() throws Exception {
    TestPod pod = new TestPod(directory, OnnxModels.linear());
    Path volume = directory.resolve("key");
    KubeletVolume.write(volume, Map.of("martello.key", Keys.privatePem(pod.recipient)));
    try (pod;
        TestClient client = pod.start().client()) {
      JsonNode model = evidence(pod).get("model");
      JsonNode before = evidence(pod).get("mountedKey");
      assertThat(before.get("opens").booleanValue()).isTrue();
      assertThat(before.get("keyId")).isEqualTo(model.get("recipientKeyId"));

      KeyPair other = Keys.p256();
      KubeletVolume.write(volume, Map.of("martello.key", Keys.privatePem(other)));
      eventually(() -> !evidence(pod).at("/mountedKey/opens").booleanValue());
      assertThat(evidence(pod).at("/mountedKey/keyId")).isNotEqualTo(before.get("keyId"));
      assertThat(client.post(INFER, BODY).statusCode()).isEqualTo(200);

      KubeletVolume.write(volume, Map.of("martello.key", "no key at all"));
      eventually(() -> evidence(pod).at("/mountedKey/keyId").isMissingNode());
      assertThat(evidence(pod).at("/mountedKey/opens").booleanValue()).isFalse();

      KubeletVolume.write(volume, Map.of("martello.key", Keys.privatePem(pod.recipient)));
      eventually(() -> evidence(pod).get("mountedKey").equals(before));
      assertThat(client.post(INFER, BODY).statusCode()).isEqualTo(200);
    }
  }
}
