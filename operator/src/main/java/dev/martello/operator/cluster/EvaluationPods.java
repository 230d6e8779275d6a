package dev.martello.operator.cluster;

import dev.martello.operator.observed.Labels;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.List;
import java.util.Objects;

/** The pods of an evaluation, asked for only while there is no verdict; they are not watched. */
public final class EvaluationPods {
  private final KubernetesClient client;

  public EvaluationPods(KubernetesClient client) {
    this.client = client;
  }

  /** Those whose controlling owner is this Job. */
  public List<Pod> of(Job job) {
    String deployment = job.getMetadata().getLabels().getOrDefault(Labels.DEPLOYMENT, "");
    try {
      return client
          .pods()
          .inNamespace(job.getMetadata().getNamespace())
          .withLabel(Labels.EVALUATION, deployment)
          .list()
          .getItems()
          .stream()
          .filter(
              pod ->
                  pod.getMetadata().getOwnerReferences().stream()
                      .anyMatch(
                          owner ->
                              Boolean.TRUE.equals(owner.getController())
                                  && Objects.equals(owner.getUid(), job.getMetadata().getUid())))
          .toList();
    } catch (KubernetesClientException unavailable) {
      // Without them there is no verdict yet; the next round asks again.
      return List.of();
    }
  }
}
