package dev.martello.operator.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.martello.crds.ComplianceSummary;
import dev.martello.operator.certificates.MountedRoot;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is published of all deployments together, while the operator is not there for a time. */
class FleetLoopTest {
  private static final Duration PATIENCE = Duration.ofSeconds(40);

  @TempDir Path directory;

  @Test
  void whoeverStartsAfterAllAreGoneTakesBackWhatWasSaidOfThem() throws Exception {
    MountedRoot.in(directory.resolve("ca"), Instant.now().minus(Duration.ofDays(1)));
    try (EmbeddedLoop loop = new EmbeddedLoop(directory)) {
      loop.cluster().trust();
      loop.cluster().deployment("example", 1, "1.0.0");
      await().atMost(PATIENCE).until(() -> deployments(loop.cluster().client()) == 1);
      loop.operator().close();

      loop.cluster().client().resource(loop.cluster().get("example")).delete();
      assertThat(deployments(loop.cluster().client())).isEqualTo(1);
      loop.startOperator();
      await().atMost(PATIENCE).until(() -> deployments(loop.cluster().client()) == 0);
    }
  }

  /** -1 if there is no summary. */
  private static int deployments(KubernetesClient client) {
    ComplianceSummary summary =
        client.resources(ComplianceSummary.class).withName("martello").get();
    return summary == null || summary.getStatus() == null ? -1 : summary.getStatus().deployments();
  }
}
