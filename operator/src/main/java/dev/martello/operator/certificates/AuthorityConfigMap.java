package dev.martello.operator.certificates;

import dev.martello.operator.observed.Labels;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.OwnerReference;

/**
 * The operator's roots beside the deployment, so that clients know whom to believe: ConfigMap
 * {@code NAME-ca}, key {@code ca.crt}; two of them during a rotation.
 */
public final class AuthorityConfigMap {
  public static final String KEY = "ca.crt";

  private AuthorityConfigMap() {}

  public static String name(String deployment) {
    return deployment + "-ca";
  }

  public static ConfigMap render(
      String namespace, String deployment, OwnerReference owner, Authorities authorities) {
    return new ConfigMapBuilder()
        .withNewMetadata()
        .withNamespace(namespace)
        .withName(name(deployment))
        .addToLabels(Labels.MANAGED_BY, Labels.MANAGER)
        .addToLabels(Labels.DEPLOYMENT, deployment)
        .withOwnerReferences(owner)
        .endMetadata()
        .addToData(KEY, authorities.pem())
        .build();
  }
}
