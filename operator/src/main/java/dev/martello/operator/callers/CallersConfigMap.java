package dev.martello.operator.callers;

import dev.martello.crds.ModelDeployment;
import dev.martello.operator.observed.Labels;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.OwnerReference;

/**
 * ConfigMap {@code NAME-callers}, which the pods mount: it changes under them, and restarts
 * nothing.
 */
public final class CallersConfigMap {
  private CallersConfigMap() {}

  /** Whether the deployment takes tokens, and so needs it. */
  public static boolean wanted(ModelDeployment deployment) {
    return !deployment.getSpec().access().serviceAccounts().isEmpty();
  }

  public static String name(String deployment) {
    return deployment + "-callers";
  }

  public static ConfigMap render(
      ModelDeployment deployment, OwnerReference owner, PublishedKeys keys) {
    String name = deployment.getMetadata().getName();
    return new ConfigMapBuilder()
        .withNewMetadata()
        .withNamespace(deployment.getMetadata().getNamespace())
        .withName(name(name))
        .addToLabels(Labels.MANAGED_BY, Labels.MANAGER)
        .addToLabels(Labels.DEPLOYMENT, name)
        .withOwnerReferences(owner)
        .endMetadata()
        .addToData("jwks.json", keys.jwks())
        .addToData("issuers", keys.issuerLines())
        .build();
  }
}
