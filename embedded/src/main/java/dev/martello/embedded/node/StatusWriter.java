package dev.martello.embedded.node;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;

/** Writes a status through its own endpoint, as one field manager. */
final class StatusWriter {
  private static final int NOT_FOUND = 404;

  private final KubernetesClient client;
  private final PatchContext context;

  StatusWriter(KubernetesClient client, String manager) {
    this.client = client;
    this.context =
        new PatchContext.Builder()
            .withPatchType(PatchType.SERVER_SIDE_APPLY)
            .withFieldManager(manager)
            .withForce(true)
            .build();
  }

  /** Applies the object's status; does nothing if the object has gone meanwhile. */
  void write(HasMetadata object) {
    try {
      client.resource(object).subresource("status").patch(context);
    } catch (KubernetesClientException e) {
      if (e.getCode() != NOT_FOUND) {
        throw e;
      }
    }
  }
}
