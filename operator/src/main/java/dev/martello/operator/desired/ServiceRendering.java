package dev.martello.operator.desired;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;

/**
 * One stable name before the pods of every revision: port 443 to the inference port. Management is
 * reached by pod address only.
 */
final class ServiceRendering {
  private ServiceRendering() {}

  static Service render(Names names) {
    return new ServiceBuilder()
        .withMetadata(names.shared())
        .withNewSpec()
        .withType("ClusterIP")
        .withSelector(names.selector())
        .addNewPort()
        .withName("https")
        .withPort(443)
        .withTargetPort(new IntOrString(RuntimeSettings.INFERENCE_PORT))
        .withProtocol("TCP")
        .endPort()
        .endSpec()
        .build();
  }
}
