package dev.martello.operator.desired;

import dev.martello.crds.Evaluation;
import dev.martello.crds.ModelDeploymentSpec;
import dev.martello.operator.observed.Labels;
import dev.martello.operator.observed.ObservedPod;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyBuilder;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The Job that judges one revision: a pod as hardened as one that serves, with the same limits,
 * that nothing reaches and that reaches nothing. Its pods don't wear the deployment's label, so no
 * request comes to them.
 */
final class EvaluationJob {
  private static final String SUFFIX = "-evaluation";

  /** Wrong settings, refused for good, fell short: another try would end the same. */
  private static final List<Integer> FINAL = List.of(2, 3, 4);

  private static final int TRIES_AGAIN = 2;

  /** So that logs and report can be read for a day; the verdict is kept in the status. */
  private static final int KEPT_SECONDS = 86_400;

  private EvaluationJob() {}

  static Job render(Names names, ModelDeploymentSpec spec, Evaluation evaluation, PodPlan plan) {
    ObjectMeta metadata = names.ofRevision();
    metadata.setName(metadata.getName() + SUFFIX);
    return new JobBuilder()
        .withMetadata(metadata)
        .withNewSpec()
        .withCompletions(1)
        .withParallelism(1)
        .withBackoffLimit(TRIES_AGAIN)
        .withActiveDeadlineSeconds(evaluation.timeoutSeconds().longValue())
        .withTtlSecondsAfterFinished(KEPT_SECONDS)
        .withNewPodFailurePolicy()
        .addNewRule()
        .withAction("FailJob")
        .withNewOnExitCodes()
        .withContainerName(ObservedPod.CONTAINER)
        .withOperator("In")
        .withValues(FINAL)
        .endOnExitCodes()
        .endRule()
        .addNewRule()
        .withAction("Ignore")
        .addNewOnPodCondition()
        .withType("DisruptionTarget")
        .withStatus("True")
        .endOnPodCondition()
        .endRule()
        .endPodFailurePolicy()
        .withTemplate(template(names, spec, evaluation, plan))
        .endSpec()
        .build();
  }

  /** Nothing in, nothing out. */
  static NetworkPolicy policy(Names names) {
    ObjectMeta metadata = names.shared();
    metadata.setName(metadata.getName() + SUFFIX);
    return new NetworkPolicyBuilder()
        .withMetadata(metadata)
        .withNewSpec()
        .withNewPodSelector()
        .withMatchLabels(Map.of(Labels.EVALUATION, names.deployment()))
        .endPodSelector()
        .withPolicyTypes("Ingress", "Egress")
        .endSpec()
        .build();
  }

  static PodTemplateSpec template(
      Names names, ModelDeploymentSpec spec, Evaluation evaluation, PodPlan plan) {
    Map<String, String> labels = new TreeMap<>(spec.podMetadata().labels());
    labels.put(Labels.MANAGED_BY, Labels.MANAGER);
    labels.put(Labels.EVALUATION, names.deployment());
    return new PodTemplateSpecBuilder()
        .withNewMetadata()
        .withLabels(labels)
        .withAnnotations(new TreeMap<>(spec.podMetadata().annotations()))
        .endMetadata()
        .withSpec(
            PodTemplate.pod(names, spec, plan)
                .withRestartPolicy("Never")
                .withTerminationGracePeriodSeconds(PodTemplate.STOP_SECONDS)
                .withContainers(
                    PodTemplate.container(spec, plan)
                        .withArgs(
                            "evaluate",
                            "--settings-sha256=" + plan.settings().runtimeSha256(),
                            "--signers-sha256=" + plan.settings().signersSha256(),
                            "--evaluation-sha256=" + plan.settings().evaluationSha256())
                        .withVolumeMounts(Volumes.evaluationMounts(spec, evaluation))
                        .build())
                .withVolumes(Volumes.evaluation(names, spec, evaluation))
                .build())
        .build();
  }
}
