package dev.martello.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.martello.runtime.testkit.Authority;
import dev.martello.runtime.testkit.OnnxModels;
import dev.martello.runtime.testkit.TestClient;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who gets in at an inference port that demands client certificates. */
class MutualTlsTest {
  @TempDir Path directory;
  private TestPod pod;

  @BeforeEach
  void start() throws Exception {
    pod =
        new TestPod(directory, OnnxModels.linear())
            .demandingClients("app.example", "spiffe://demo/app")
            .start();
  }

  @AfterEach
  void stop() {
    pod.close();
  }

  @Test
  void admitsListedNames() throws Exception {
    assertThat(status(pod.clients.issue(List.of(Authority.CLIENT), "app.example"))).isEqualTo(200);
    assertThat(
            status(pod.clients.issue(List.of(Authority.CLIENT), "x.example", "spiffe://demo/app")))
        .isEqualTo(200);
  }

  @Test
  void forbidsNamesThatAreNotListed() throws Exception {
    assertThat(status(pod.clients.issue(List.of(Authority.CLIENT), "other.example")))
        .isEqualTo(403);
    assertThat(status(pod.clients.issue(List.of(Authority.CLIENT)))).isEqualTo(403);
  }

  @Test
  void forbidsACertificateThatIsNotMadeForClients() throws Exception {
    assertThat(status(pod.clients.issue(List.of(), "app.example"))).isEqualTo(403);
  }

  @Test
  void turnsAwayAServingCertificate() {
    turnedAway(pod.clients.issue(List.of(Authority.SERVER), "app.example"));
  }

  @Test
  void turnsAwayCertificatesOfTheServingAuthority() {
    turnedAway(pod.operator.issue(List.of(Authority.CLIENT), "app.example"));
  }

  @Test
  void turnsAwayCertificatesOfAnyOtherAuthority() {
    Authority namesake = new Authority("clients");
    turnedAway(namesake.issue(List.of(Authority.CLIENT), "app.example"));
  }

  @Test
  void turnsAwayThoseWithoutACertificate() {
    try (TestClient client = pod.client()) {
      assertThatThrownBy(() -> client.get("/v2")).isInstanceOf(IOException.class);
    }
  }

  private int status(Authority.Identity identity) throws IOException {
    try (TestClient client = pod.client(identity)) {
      return client.get("/v2").statusCode();
    }
  }

  private void turnedAway(Authority.Identity identity) {
    assertThatThrownBy(() -> status(identity)).isInstanceOf(IOException.class);
  }
}
