package dev.martello.operator.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** spec.scaling comes, is followed, and goes. */
class AutoscalerLoopTest {
  private static final Duration PATIENCE = Duration.ofSeconds(40);

  @TempDir Path directory;

  @Test
  void anAutoscalerStandsAsLongAsTheSpecSaysSo() throws Exception {
    try (EmbeddedLoop loop = new EmbeddedLoop(directory)) {
      Cluster cluster = loop.cluster();
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
