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
  private static final long STOP_SECONDS = 10;

  private PodTemplate() {}

  static PodTemplateSpec render(
      Names names, ModelDeploymentSpec spec, PodPlan plan, String certificateSecret) {
    Map<String, String> labels = new TreeMap<>(spec.podMetadata().labels());
    labels.putAll(names.revisionLabels());
    PodSpecBuilder pod =
        new PodSpecBuilder()
            .withServiceAccountName(names.deployment())
            .withAutomountServiceAccountToken(false)
            .withEnableServiceLinks(false)
            .withRestartPolicy("Always")
            .withTerminationGracePeriodSeconds(spec.serving().drainSeconds() + STOP_SECONDS)
            .withSecurityContext(Hardening.pod())
            .withImagePullSecrets(spec.imagePullSecrets())
            .withContainers(container(spec, plan))
            .withVolumes(Volumes.volumes(names, spec, certificateSecret));
    if (plan.userNamespaces()) {
      pod.withHostUsers(false);
    }
    schedule(pod, spec.scheduling());
    return new PodTemplateSpecBuilder()
        .withNewMetadata()
        .withLabels(labels)
        .withAnnotations(new TreeMap<>(spec.podMetadata().annotations()))
        .endMetadata()
        .withSpec(pod.build())
        .build();
  }

  private static Container container(ModelDeploymentSpec spec, PodPlan plan) {
    Map<String, Quantity> resources = CanonicalQuantity.all(spec.resources().limits());
    return new ContainerBuilder()
        .withName(ObservedPod.CONTAINER)
        .withImage(plan.image())
        .withImagePullPolicy("IfNotPresent")
        .withWorkingDir(HOME)
        .withArgs(
            "serve",
            "--settings-sha256=" + plan.settings().runtimeSha256(),
            "--signers-sha256=" + plan.settings().signersSha256())
        .withEnv(
            podField("POD_NAME", "metadata.name"),
            podField("POD_UID", "metadata.uid"),
            podField("POD_IP", "status.podIP"))
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
        .withNewResources()
        .withLimits(resources)
        .withRequests(resources)
        .endResources()
        .withSecurityContext(Hardening.container())
        .withStartupProbe(Probes.startup())
        .withReadinessProbe(Probes.readiness())
        .withLivenessProbe(Probes.liveness())
        .withTerminationMessagePath(HOME + "/termination-log")
        .withTerminationMessagePolicy("File")
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
