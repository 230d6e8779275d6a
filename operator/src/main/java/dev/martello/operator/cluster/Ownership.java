package dev.martello.operator.cluster;

import dev.martello.crds.ModelDeployment;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import java.util.Objects;

/**
 * Whose an object is: decided by the controlling owner's uid, never by names or labels, which
 * anybody can write.
 */
public final class Ownership {
  private Ownership() {}

  public static boolean owns(ModelDeployment owner, HasMetadata object) {
    return object.getMetadata().getOwnerReferences().stream()
        .filter(Ownership::controls)
        .anyMatch(reference -> Objects.equals(reference.getUid(), owner.getMetadata().getUid()));
  }

  /** For people. */
  static String owner(HasMetadata object) {
    return object.getMetadata().getOwnerReferences().stream()
        .filter(Ownership::controls)
        .findFirst()
        .map(reference -> reference.getKind() + " " + reference.getName())
        .orElse("nobody");
  }

  private static boolean controls(OwnerReference reference) {
    return Boolean.TRUE.equals(reference.getController());
  }
}
