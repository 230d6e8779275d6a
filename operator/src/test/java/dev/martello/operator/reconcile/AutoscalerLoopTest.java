package dev.martello.operator.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.martello.embedded.EmbeddedApiServer;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** spec.scaling comes, is followed, and goes. */
class AutoscalerLoopTest {
  private static final Duration PATIENCE = Duration.ofSeconds(40);

  @TempDir Path directory;

  @Test
  void anAutoscalerStandsAsLongAsTheSpecSaysSo() throws Exception {
    Path runtimes = Files.createDirectories(directory.resolve("runtimes"));
    Files.writeString(runtimes.resolve("default"), Cluster.IMAGE + "\n");
    OperatorSettings settings =
        new OperatorSettings(
            "martello-system", runtimes, directory.resolve("ca"), Duration.ofSeconds(300), 0);
    try (EmbeddedApiServer server = EmbeddedApiServer.start();
        KubernetesClient client = server.newClient()) {
      Cluster cluster = new Cluster(server.client());
      cluster.install();
      RunningOperator operator =
          RunningOperator.start(
              client, settings, Map.of(), new PrintStream(PrintStream.nullOutputStream()));
      try {
        cluster.trust();
        cluster.deployment(
            "example", 1, "1.0.0", "scaling: {maxReplicas: 4, targetCpuUtilization: 60}");
        await().atMost(PATIENCE).until(() -> autoscaler(cluster) != null);
        HorizontalPodAutoscaler autoscaler = autoscaler(cluster);
        assertThat(autoscaler.getSpec().getMaxReplicas()).isEqualTo(4);
        assertThat(autoscaler.getSpec().getScaleTargetRef().getKind()).isEqualTo("ModelDeployment");

        // What the autoscaler does.
        patch(cluster, "{\"spec\":{\"replicas\":3}}");
        await()
            .atMost(PATIENCE)
            .until(() -> cluster.workload("example").getSpec().getReplicas() == 3);
        assertThat(cluster.get("example").getStatus().lastDrift()).isNull();

        patch(cluster, "{\"spec\":{\"scaling\":null}}");
        await().atMost(PATIENCE).until(() -> autoscaler(cluster) == null);
      } finally {
        operator.close();
      }
    }
  }

  private static void patch(Cluster cluster, String patch) {
    cluster
        .client()
        .resource(cluster.get("example"))
        .patch(PatchContext.of(PatchType.JSON_MERGE), patch);
  }

  private static HorizontalPodAutoscaler autoscaler(Cluster cluster) {
    return cluster
        .client()
        .autoscaling()
        .v2()
        .horizontalPodAutoscalers()
        .inNamespace(Cluster.NAMESPACE)
        .withName("example")
        .get();
  }
}
