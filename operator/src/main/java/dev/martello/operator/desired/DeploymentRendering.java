package dev.martello.operator.desired;

import dev.martello.crds.ModelDeploymentSpec;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;

/**
 * The Deployment of one revision. Another revision is another Deployment, so that the old one
 * serves on if the new one can't.
 */
final class DeploymentRendering {
  private DeploymentRendering() {}

  static Deployment render(
      Names names, ModelDeploymentSpec spec, PodPlan plan, String certificateSecret, int replicas) {
    return new DeploymentBuilder()
        .withMetadata(names.ofRevision())
        .withNewSpec()
        .withReplicas(replicas)
        .withRevisionHistoryLimit(0)
        .withProgressDeadlineSeconds(spec.progressDeadlineSeconds())
        .withNewStrategy()
        .withType("RollingUpdate")
        .withNewRollingUpdate()
        .withMaxUnavailable(new IntOrString(0))
        .withMaxSurge(new IntOrString(1))
        .endRollingUpdate()
        .endStrategy()
        .withNewSelector()
        .withMatchLabels(names.podSelector())
        .endSelector()
        .withTemplate(PodTemplate.render(names, spec, plan, certificateSecret))
        .endSpec()
        .build();
  }
}
