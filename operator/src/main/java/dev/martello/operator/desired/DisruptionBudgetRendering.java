package dev.martello.operator.desired;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetBuilder;

/**
 * From two replicas up: one pod at a time may be evicted, and one that doesn't work anyway always.
 */
final class DisruptionBudgetRendering {
  private DisruptionBudgetRendering() {}

  static PodDisruptionBudget render(Names names) {
    return new PodDisruptionBudgetBuilder()
        .withMetadata(names.shared())
        .withNewSpec()
        .withMaxUnavailable(new IntOrString(1))
        .withUnhealthyPodEvictionPolicy("AlwaysAllow")
        .withNewSelector()
        .withMatchLabels(names.selector())
        .endSelector()
        .endSpec()
        .build();
  }
}
