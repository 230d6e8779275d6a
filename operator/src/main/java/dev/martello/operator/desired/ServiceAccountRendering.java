package dev.martello.operator.desired;

import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;

/** The pods' own identity, to which nobody binds a role, and whose token is never mounted. */
final class ServiceAccountRendering {
  private ServiceAccountRendering() {}

  static ServiceAccount render(Names names) {
    return new ServiceAccountBuilder()
        .withMetadata(names.shared())
        .withAutomountServiceAccountToken(false)
        .build();
  }
}
