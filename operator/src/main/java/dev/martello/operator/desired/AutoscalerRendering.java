package dev.martello.operator.desired;

import dev.martello.crds.ModelDeployment;
import dev.martello.crds.Scaling;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerBuilder;

/**
 * Scales the ModelDeployment, not a Deployment: whichever revisions run follow {@code
 * spec.replicas}, and nobody but the autoscaler writes that.
 */
final class AutoscalerRendering {
  private AutoscalerRendering() {}

  static HorizontalPodAutoscaler render(Names names, ModelDeployment deployment, Scaling scaling) {
    return new HorizontalPodAutoscalerBuilder()
        .withMetadata(names.shared())
        .withNewSpec()
        .withNewScaleTargetRef()
        .withApiVersion(deployment.getApiVersion())
        .withKind(deployment.getKind())
        .withName(deployment.getMetadata().getName())
        .endScaleTargetRef()
        .withMinReplicas(scaling.minReplicas())
        .withMaxReplicas(scaling.maxReplicas())
        .addNewMetric()
        .withType("Resource")
        .withNewResource()
        .withName("cpu")
        .withNewTarget()
        .withType("Utilization")
        .withAverageUtilization(scaling.targetCpuUtilization())
        .endTarget()
        .endResource()
        .endMetric()
        .endSpec()
        .build();
  }
}
