package dev.martello.operator.certificates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.martello.embedded.EmbeddedApiServer;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where the CA comes from, against the embedded API server. */
class OperatorAuthorityLoopTest {
  private static final String NAMESPACE = "martello-system";

  @TempDir Path parent;
  private Path directory;
  private EmbeddedApiServer server;
  private Instant now = Instant.parse("2026-11-23T08:00:00Z");

  @BeforeEach
  void start() throws Exception {
    directory = Files.createDirectory(parent.resolve("ca"));
    server = EmbeddedApiServer.start();
    client()
        .resource(
            new NamespaceBuilder().withNewMetadata().withName(NAMESPACE).endMetadata().build())
        .create();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private KubernetesClient client() {
    return server.client();
  }

  private CertificateAuthority obtain(Duration patience) throws Exception {
    return source(InstantSource.system(), patience).get().signing();
  }

  private OperatorAuthority source(InstantSource clock, Duration patience) throws Exception {
    return OperatorAuthority.obtain(client(), NAMESPACE, directory, clock, patience);
  }

  @Test
  void isMadeOnceAndLeftAsASecret() throws Exception {
    CertificateAuthority made = obtain(Duration.ZERO);
    Secret secret =
        client().secrets().inNamespace(NAMESPACE).withName("martello-operator-ca").get();
    assertThat(secret.getType()).isEqualTo("kubernetes.io/tls");
    assertThat(secret.getMetadata().getLabels())
        .containsEntry("app.kubernetes.io/managed-by", "martello");
    assertThat(made.certificatePem()).startsWith("-----BEGIN CERTIFICATE-----");
  }

  @Test
  void comesFromTheMountedFiles() throws Exception {
    CertificateAuthority made = CertificateAuthority.make(InstantSource.system().instant());
    mount(made);
    assertThat(obtain(Duration.ZERO).certificatePem()).isEqualTo(made.certificatePem());
    assertThat(client().secrets().inNamespace(NAMESPACE).list().getItems()).isEmpty();
  }

  @Test
  void waitsForTheFilesOfASecretThatIsThere() throws Exception {
    CertificateAuthority made = obtain(Duration.ZERO);
    Thread kubelet =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    Thread.sleep(1_500);
                    mount(made);
                  } catch (Exception e) {
                    throw new IllegalStateException(e);
                  }
                });
    assertThat(obtain(Duration.ofSeconds(20)).certificatePem()).isEqualTo(made.certificatePem());
    kubelet.join();
  }

  @Test
  void givesUpWhenTheFilesDontCome() throws Exception {
    obtain(Duration.ZERO);
    assertThatThrownBy(() -> obtain(Duration.ofMillis(1_200)))
        .isInstanceOf(AuthorityRefused.class)
        .hasMessageContaining("martello-system/martello-operator-ca exists but does not appear")
        .hasMessageContaining("mount it there");
  }

  @Test
  void refusesHalfOfTheFiles() throws Exception {
    Files.writeString(directory.resolve("tls.crt"), "x");
    assertThatThrownBy(() -> obtain(Duration.ZERO))
        .isInstanceOf(AuthorityRefused.class)
        .hasMessageContaining("can't both be read");
  }

  /** Four months of a rotation, with a kubelet that shows the Secrets after each step. */
  @Test
  void rotatesWithOverlap() throws Exception {
    OperatorAuthority source = source(() -> now, Duration.ZERO);
    String old = source.get().signing().sha256();
    kubelet();
    assertThat(source.tend()).as("a young root").isEmpty();

    pass(Duration.ofDays(1826));
    assertThat(source.tend()).contains("AuthorityRotationBegun");
    assertThat(source.tend()).as("not shown yet, but there").isEmpty();
    assertThat(source.get().sha256s()).containsExactly(old);
    kubelet();
    pass(Duration.ofSeconds(11));
    assertThat(source.get().sha256s()).hasSize(2).startsWith(old);
    String next = source.get().sha256s().get(1);

    pass(Duration.ofDays(30));
    assertThat(source.get().sha256s()).containsExactly(next, old);
    assertThat(source.tend()).isEmpty();

    pass(Duration.ofDays(90));
    assertThat(source.get().sha256s()).containsExactly(next);
    assertThat(source.tend()).contains("AuthorityReplaced");
    kubelet();
    assertThat(source.tend()).contains("AuthorityRotationFinished");
    kubelet();
    pass(Duration.ofSeconds(11));
    assertThat(source.get().sha256s()).containsExactly(next);
    assertThat(source.tend()).isEmpty();
    assertThat(client().secrets().inNamespace(NAMESPACE).list().getItems()).hasSize(1);
    assertThat(source(() -> now, Duration.ZERO).get().sha256s()).containsExactly(next);
  }

  /** Killed after it had deleted the old one, and before it made the new one. */
  @Test
  void anInterruptedReplacementIsEnded() throws Exception {
    source(() -> now, Duration.ZERO);
    pass(Duration.ofDays(1826));
    kubelet();
    OperatorAuthority source = source(() -> now, Duration.ZERO);
    source.tend();
    pass(Duration.ofDays(121));
    client().secrets().inNamespace(NAMESPACE).withName("martello-operator-ca").delete();
    kubelet();

    OperatorAuthority restarted = source(() -> now, Duration.ZERO);
    String next = restarted.get().signing().sha256();
    assertThat(restarted.tend()).contains("AuthorityReplaced");
    kubelet();
    assertThat(restarted.tend()).contains("AuthorityRotationFinished");
    kubelet();
    assertThat(source(() -> now, Duration.ZERO).get().sha256s()).containsExactly(next);
  }

  private void pass(Duration time) {
    now = now.plus(time);
  }

  /** Shows both Secrets as files, or none where there is none. */
  private void kubelet() throws Exception {
    for (String name : List.of("martello-operator-ca", "martello-operator-ca-next")) {
      Path shown =
          Files.createDirectories(parent.resolve(name.endsWith("-next") ? "ca-next" : "ca"));
      Secret secret = client().secrets().inNamespace(NAMESPACE).withName(name).get();
      for (String file : List.of("tls.crt", "tls.key")) {
        Files.deleteIfExists(shown.resolve(file));
        if (secret != null) {
          Files.writeString(shown.resolve(file), secret.getStringData().get(file));
        }
      }
    }
  }

  private void mount(CertificateAuthority authority) throws Exception {
    // The kubelet shows both at once; here the key comes first, since tls.crt alone would be
    // refused.
    Path ready = Files.createDirectories(directory.resolve(".data"));
    Files.writeString(ready.resolve("tls.key"), authority.keyPem());
    Files.writeString(ready.resolve("tls.crt"), authority.certificatePem());
    Files.move(ready.resolve("tls.key"), directory.resolve("tls.key"));
    Files.move(ready.resolve("tls.crt"), directory.resolve("tls.crt"));
  }
}
