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
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where the CA comes from, against the embedded API server. */
class OperatorAuthorityLoopTest {
  private static final String NAMESPACE = "martello-system";

  @TempDir Path directory;
  private EmbeddedApiServer server;

  @BeforeEach
  void start() {
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
    return new OperatorAuthority(client(), NAMESPACE, directory, InstantSource.system(), patience)
        .obtain();
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
