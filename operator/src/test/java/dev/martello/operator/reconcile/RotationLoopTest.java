package dev.martello.operator.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.martello.crds.ServingCertificate;
import dev.martello.operator.certificates.MountedRoot;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The operator's CA is rotated: what stands beside a deployment, and what its status says. */
class RotationLoopTest {
  private static final Duration PATIENCE = Duration.ofSeconds(40);

  @TempDir Path directory;

  @Test
  void bothRootsAreShownWhileTheCaIsRotated() throws Exception {
    Instant now = Instant.now();
    String old = MountedRoot.in(directory.resolve("ca"), now.minus(Duration.ofDays(1900)));
    try (EmbeddedLoop loop = new EmbeddedLoop(directory, Duration.ofSeconds(15))) {
      Cluster cluster = loop.cluster();
      cluster.trust();
      cluster.deployment("example", 1, "1.0.0");
      await().atMost(PATIENCE).until(() -> roots(cluster), List.of(old)::equals);
      assertThat(blocks(cluster)).isEqualTo(1);
      String pods = cluster.workload("example").getMetadata().getName();

      String next = MountedRoot.in(directory.resolve("ca-next"), now.minus(Duration.ofDays(1)));
      await().atMost(PATIENCE).until(() -> roots(cluster), List.of(old, next)::equals);
      assertThat(certificate(cluster).authoritySha256()).isEqualTo(old);
      assertThat(blocks(cluster)).isEqualTo(2);

      next = MountedRoot.in(directory.resolve("ca-next"), now.minus(Duration.ofDays(121)));
      await().atMost(PATIENCE).until(() -> roots(cluster), List.of(next)::equals);
      assertThat(certificate(cluster).authoritySha256()).isEqualTo(next);
      assertThat(blocks(cluster)).isEqualTo(1);
      assertThat(cluster.workload("example").getMetadata().getName())
          .as("no other revision")
          .isEqualTo(pods);
    }
  }

  private static ServingCertificate certificate(Cluster cluster) {
    return cluster.get("example").getStatus().certificate();
  }

  private static List<String> roots(Cluster cluster) {
    var status = cluster.get("example").getStatus();
    return status == null || status.certificate() == null
        ? List.of()
        : status.certificate().trustedSha256();
  }

  private static int blocks(Cluster cluster) {
    return cluster
            .client()
            .configMaps()
            .inNamespace(Cluster.NAMESPACE)
            .withName("example-ca")
            .get()
            .getData()
            .get("ca.crt")
            .split("-----BEGIN CERTIFICATE-----", -1)
            .length
        - 1;
  }
}
