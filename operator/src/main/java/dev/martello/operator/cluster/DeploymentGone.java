package dev.martello.operator.cluster;

import dev.martello.crds.ModelDeployment;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import java.util.Objects;

/**
 * The ModelDeployment was deleted while its round ran on what the watch had shown before.
 * Unchecked, since nothing is left to do at any level: the garbage collector takes what it owned,
 * and nothing of that may be made anew.
 */
public final class DeploymentGone extends RuntimeException {
  private static final long serialVersionUID = 1L;

  DeploymentGone() {
    super("The ModelDeployment is gone.");
  }

  /** Whether the API server has none of that uid any more, or is about to. */
  public static boolean isSo(Context<ModelDeployment> context) {
    ModelDeployment seen = context.getPrimaryResource();
    ModelDeployment now = context.getClient().resource(seen).get();
    return now == null
        || now.getMetadata().getDeletionTimestamp() != null
        || !Objects.equals(now.getMetadata().getUid(), seen.getMetadata().getUid());
  }
}
