package dev.martello.embedded.node;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentCondition;
import io.fabric8.kubernetes.api.model.apps.DeploymentConditionBuilder;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A Deployment's status as the controller manager writes it; counts of zero are left out. */
final class DeploymentStatusRendering {
  private DeploymentStatusRendering() {}

  static Deployment render(Deployment deployment, int replicas, List<Pod> all, List<Pod> current) {
    long ready = all.stream().filter(Pods::isReady).count();
    boolean complete =
        ready >= replicas && current.size() == replicas && all.size() == current.size();
    return new DeploymentBuilder()
        .withNewMetadata()
        .withName(deployment.getMetadata().getName())
        .withNamespace(deployment.getMetadata().getNamespace())
        .withUid(deployment.getMetadata().getUid())
        .endMetadata()
        .withNewStatus()
        .withObservedGeneration(deployment.getMetadata().getGeneration())
        .withReplicas(count(all.size()))
        .withUpdatedReplicas(count(current.size()))
        .withReadyReplicas(count(ready))
        .withAvailableReplicas(count(ready))
        .withUnavailableReplicas(count(Math.max(0, replicas - ready)))
        .withConditions(
            ready >= replicas
                ? condition(deployment, "Available", true, "MinimumReplicasAvailable")
                : condition(deployment, "Available", false, "MinimumReplicasUnavailable"),
            condition(
                deployment,
                "Progressing",
                true,
                complete ? "NewReplicaSetAvailable" : "ReplicaSetUpdated"))
        .endStatus()
        .build();
  }

  private static @Nullable Integer count(long number) {
    return number == 0 ? null : Math.toIntExact(number);
  }

  private static DeploymentCondition condition(
      Deployment deployment, String type, boolean holds, String reason) {
    String status = holds ? "True" : "False";
    String now = PodStatusRendering.time(Instant.now());
    String since =
        deployment.getStatus() == null
            ? now
            : deployment.getStatus().getConditions().stream()
                .filter(c -> c.getType().equals(type) && c.getStatus().equals(status))
                .map(DeploymentCondition::getLastTransitionTime)
                .findFirst()
                .orElse(now);
    return new DeploymentConditionBuilder()
        .withType(type)
        .withStatus(status)
        .withReason(reason)
        .withLastTransitionTime(since)
        .build();
  }
}
