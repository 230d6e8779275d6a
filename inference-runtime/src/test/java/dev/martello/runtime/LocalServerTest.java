package dev.martello.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.martello.runtime.testkit.Keys;
import dev.martello.runtime.testkit.OnnxModels;
import dev.martello.runtime.testkit.TestClient;
import dev.martello.sealedmodel.ModelRefused;
import dev.martello.sealedmodel.Reason;
import dev.martello.sealedmodel.RecipientKey;
import dev.martello.sealedmodel.Signer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyPair;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalServerTest {
  @TempDir Path directory;
  private TestPod sealed;

  @BeforeEach
  void seal() throws Exception {
    sealed = new TestPod(directory, OnnxModels.linear());
  }

  @Test
  void servesOverTlsWithItsOwnCertificate() throws Exception {
    try (LocalServer server = start(false)) {
      assertThat(server.url()).isEqualTo("https://127.0.0.1:" + server.port());
      assertThat(server.modelName()).isEqualTo("linear");
      assertThat(server.modelVersion()).isEqualTo("1.2.0");
      try (TestClient client = new TestClient(server.port(), server.certificate().orElseThrow())) {
        assertThat(client.get("/v2/models/linear").statusCode()).isEqualTo(200);
      }
    }
  }

  @Test
  void servesInTheClearWhenToldTo() throws Exception {
    try (LocalServer server = start(true);
        HttpClient client = HttpClient.newHttpClient()) {
      assertThat(server.url()).startsWith("http://127.0.0.1:");
      assertThat(server.certificate()).isEmpty();
      HttpResponse<String> response =
          client.send(
              HttpRequest.newBuilder(URI.create(server.url() + "/v2/models/linear/infer"))
                  .version(HttpClient.Version.HTTP_1_1)
                  .POST(
                      HttpRequest.BodyPublishers.ofString(
                          "{\"inputs\":[{\"name\":\"x\",\"datatype\":\"FP32\",\"shape\":[1,3],"
                              + "\"data\":[1,2,3]}]}"))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      assertThat(response.body()).contains("\"data\":[22.5,27.5]");
    }
  }

  @Test
  void stopsWhenDrained() throws Exception {
    LocalServer server = start(true);
    int port = server.port();
    server.drain();
    assertThatExceptionOfType(java.net.ConnectException.class)
        .isThrownBy(() -> new java.net.Socket("127.0.0.1", port).close());
  }

  @Test
  void refusesAnotherSigner() {
    assertThatExceptionOfType(ModelRefused.class)
        .isThrownBy(() -> start(Keys.p256(), true))
        .matches(refused -> refused.reason() == Reason.SignerUnknown);
  }

  private LocalServer start(boolean plaintext) throws Exception {
    return start(sealed.signer, plaintext);
  }

  private LocalServer start(KeyPair signer, boolean plaintext) throws Exception {
    byte[] key = Keys.privatePem(sealed.recipient).getBytes(StandardCharsets.US_ASCII);
    return LocalServer.start(
        directory.resolve("model"),
        RecipientKey.parse(key, "key"),
        Signer.fromPem("s", Keys.publicPem(signer)),
        0,
        plaintext);
  }
}
