package dev.martello.embedded.node;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/**
 * One look at one Deployment: makes and deletes pods until there is one per replica, directly, with
 * no ReplicaSet between. Pods of an older template go as those of the new one become ready.
 */
final class DeploymentPass {
  /** Keeps a deleted pod's object until its process has ended and its directory is gone. */
  static final String FINALIZER = "martello.dev/embedded-node";

  private final KubernetesClient client;
  private final StatusWriter statuses;

  DeploymentPass(KubernetesClient client) {
    this.client = client;
    this.statuses = new StatusWriter(client, "kube-controller-manager");
  }

  void run(Deployment deployment, List<Pod> allPods) {
    List<Pod> pods =
        allPods.stream()
            .filter(pod -> Pods.isOwnedBy(pod, deployment) && !Pods.isGoing(pod))
            .toList();
    String hash = PodTemplateHash.of(deployment.getSpec().getTemplate());
    List<Pod> current = pods.stream().filter(pod -> hash(pod).equals(hash)).toList();
    List<Pod> older = pods.stream().filter(pod -> !hash(pod).equals(hash)).toList();
    int replicas = Objects.requireNonNullElse(deployment.getSpec().getReplicas(), 1);

    for (int missing = replicas - current.size(); missing > 0; missing--) {
      client.resource(pod(deployment, hash)).create();
    }
    List<Pod> superfluous = new ArrayList<>(leastReadyFirst(current, current.size() - replicas));
    long ready = current.stream().filter(Pods::isReady).count();
    superfluous.addAll(leastReadyFirst(older, older.size() - (replicas - ready)));
    superfluous.forEach(pod -> client.resource(pod).delete());

    statuses.write(DeploymentStatusRendering.render(deployment, replicas, pods, current));
  }

  private static List<Pod> leastReadyFirst(List<Pod> pods, long count) {
    return pods.stream()
        .sorted(Comparator.comparing(Pods::isReady))
        .limit(Math.max(count, 0))
        .toList();
  }

  private static String hash(Pod pod) {
    return pod.getMetadata().getLabels().getOrDefault(PodTemplateHash.LABEL, "");
  }

  private static Pod pod(Deployment deployment, String hash) {
    PodTemplateSpec template = deployment.getSpec().getTemplate();
    String suffix = UUID.randomUUID().toString().substring(0, 5);
    return new PodBuilder()
        .withNewMetadata()
        .withName(deployment.getMetadata().getName() + "-" + hash + "-" + suffix)
        .withNamespace(deployment.getMetadata().getNamespace())
        .withLabels(template.getMetadata().getLabels())
        .addToLabels(PodTemplateHash.LABEL, hash)
        .withAnnotations(template.getMetadata().getAnnotations())
        .withFinalizers(FINALIZER)
        .addNewOwnerReference()
        .withApiVersion("apps/v1")
        .withKind("Deployment")
        .withName(deployment.getMetadata().getName())
        .withUid(deployment.getMetadata().getUid())
        .withController(true)
        .withBlockOwnerDeletion(true)
        .endOwnerReference()
        .endMetadata()
        .withNewSpecLike(template.getSpec())
        .withNodeName(NodeObject.NAME)
        .endSpec()
        .build();
  }
}
