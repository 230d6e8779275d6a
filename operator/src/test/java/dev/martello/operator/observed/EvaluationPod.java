package dev.martello.operator.observed;

import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.utils.Serialization;

/** The pod of an evaluation's Job, as the Job controller makes and the kubelet ends it. */
public final class EvaluationPod {
  private EvaluationPod() {}

  /** A copy of the Job's template: changing it does not change the Job. */
  public static Pod of(Job job, String name) {
    return Serialization.clone(
        new PodBuilder()
            .withNewMetadata()
            .withNamespace(job.getMetadata().getNamespace())
            .withName(name)
            .withUid("uid-e")
            .withLabels(job.getSpec().getTemplate().getMetadata().getLabels())
            .withOwnerReferences(
                new OwnerReferenceBuilder()
                    .withApiVersion("batch/v1")
                    .withKind("Job")
                    .withName(job.getMetadata().getName())
                    .withUid(job.getMetadata().getUid())
                    .withController(true)
                    .build())
            .endMetadata()
            .withSpec(job.getSpec().getTemplate().getSpec())
            .build());
  }

  public static Pod ended(Pod pod, int exitCode, String message) {
    return new PodBuilder(pod)
        .withNewStatus()
        .addNewContainerStatus()
        .withName("runtime")
        .withNewState()
        .withNewTerminated()
        .withExitCode(exitCode)
        .withMessage(message)
        .endTerminated()
        .endState()
        .endContainerStatus()
        .endStatus()
        .build();
  }
}
