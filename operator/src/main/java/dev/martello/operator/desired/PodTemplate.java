package dev.martello.operator.desired;

import dev.martello.crds.ModelDeploymentSpec;
import dev.martello.crds.Scheduling;
import dev.martello.operator.observed.ObservedPod;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The pod: Pod Security Standard "restricted" and more. Whatever the API server would default is
 * written out.
 */
final class PodTemplate {

  /** The image's working directory; the runtime reads everything relative to it. */
  static final String HOME = "/martello";

  /** What the runtime needs beside the drain: a model still loading, closing sessions and ports. */
  static final long STOP_SECONDS = 10;

  private PodTemplate() {}

  static PodTemplateSpec render(
      Names names, ModelDeploymentSpec spec, PodPlan plan, String certificateSecret) {
    Map<String, String> labels = new TreeMap<>(spec.podMetadata().labels());
    labels.putAll(names.revisionLabels());
    PodSpecBuilder pod =
        pod(names, spec, plan)
            .withRestartPolicy("Always")
            .withTerminationGracePeriodSeconds(spec.serving().drainSeconds() + STOP_SECONDS)
            .withContainers(serving(spec, plan))
            .withVolumes(Volumes.volumes(names, spec, certificateSecret));
    return new PodTemplateSpecBuilder()
        .withNewMetadata()
        .withLabels(labels)
        .withAnnotations(new TreeMap<>(spec.podMetadata().annotations()))
        .endMetadata()
        .withSpec(pod.build())
        .build();
  }

  /** What a pod that serves and one that evaluates have in common. */
  static PodSpecBuilder pod(Names names, ModelDeploymentSpec spec, PodPlan plan) {
    PodSpecBuilder pod =
        new PodSpecBuilder()
            .withServiceAccountName(names.deployment())
            .withAutomountServiceAccountToken(false)
            .withEnableServiceLinks(false)
            .withSecurityContext(Hardening.pod())
            .withImagePullSecrets(spec.imagePullSecrets());
    if (plan.userNamespaces()) {
      pod.withHostUsers(false);
    }
    schedule(pod, spec.scheduling());
    return pod;
  }

  /** As {@link #pod}: image, limits, confinement. */
  static ContainerBuilder container(ModelDeploymentSpec spec, PodPlan plan) {
    Map<String, Quantity> resources = CanonicalQuantity.all(spec.resources().limits());
    return new ContainerBuilder()
        .withName(ObservedPod.CONTAINER)
        .withImage(plan.image())
        .withImagePullPolicy("IfNotPresent")
        .withWorkingDir(HOME)
        .withEnv(
            podField("POD_NAME", "metadata.name"),
            podField("POD_UID", "metadata.uid"),
            podField("POD_IP", "status.podIP"))
        .withNewResources()
        .withLimits(resources)
        .withRequests(resources)
        .endResources()
        .withSecurityContext(Hardening.container())
        .withTerminationMessagePath(HOME + "/termination-log")
        .withTerminationMessagePolicy("File");
  }

  private static Container serving(ModelDeploymentSpec spec, PodPlan plan) {
    List<String> arguments = new ArrayList<>();
    arguments.add("serve");
    arguments.add("--settings-sha256=" + plan.settings().runtimeSha256());
    arguments.add("--signers-sha256=" + plan.settings().signersSha256());
    plan.judged().ifPresent(sha256 -> arguments.add("--plaintext-sha256=" + sha256));
    return container(spec, plan)
        .withArgs(arguments)
        .addNewPort()
        .withName("inference")
        .withContainerPort(RuntimeSettings.INFERENCE_PORT)
        .withProtocol("TCP")
        .endPort()
        .addNewPort()
        .withName("management")
        .withContainerPort(RuntimeSettings.MANAGEMENT_PORT)
        .withProtocol("TCP")
        .endPort()
        .withStartupProbe(Probes.startup())
        .withReadinessProbe(Probes.readiness())
        .withLivenessProbe(Probes.liveness())
        .withVolumeMounts(Volumes.mounts(spec))
        .build();
  }

  private static EnvVar podField(String name, String path) {
    return new EnvVarBuilder()
        .withName(name)
        .withNewValueFrom()
        .withNewFieldRef()
        .withApiVersion("v1")
        .withFieldPath(path)
        .endFieldRef()
        .endValueFrom()
        .build();
  }

  private static void schedule(PodSpecBuilder pod, Scheduling scheduling) {
    pod.withNodeSelector(new TreeMap<>(scheduling.nodeSelector()))
        .withTolerations(scheduling.tolerations())
        .withTopologySpreadConstraints(scheduling.topologySpreadConstraints());
    if (scheduling.affinity() != null) {
      pod.withAffinity(scheduling.affinity());
    }
    if (scheduling.priorityClassName() != null) {
      pod.withPriorityClassName(scheduling.priorityClassName());
    }
  }
}
