package dev.martello.embedded.node;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.Map;
import java.util.Objects;

/** What controllers ask of a pod. */
final class Pods {
  private Pods() {}

  static boolean isOwnedBy(Pod pod, HasMetadata owner) {
    return pod.getMetadata().getOwnerReferences().stream()
        .anyMatch(reference -> reference.getUid().equals(owner.getMetadata().getUid()));
  }

  static boolean isGoing(Pod pod) {
    return pod.getMetadata().getDeletionTimestamp() != null;
  }

  static boolean isReady(Pod pod) {
    return pod.getStatus() != null
        && pod.getStatus().getConditions().stream()
            .anyMatch(c -> c.getType().equals("Ready") && c.getStatus().equals("True"));
  }

  /** Whether the restart policy wants a container that ended so to be started again. */
  static boolean restarts(Pod pod, int exitCode) {
    return switch (Objects.requireNonNullElse(pod.getSpec().getRestartPolicy(), "Always")) {
      case "Never" -> false;
      case "OnFailure" -> exitCode != 0;
      default -> true;
    };
  }

  static boolean hasLabels(Pod pod, Map<String, String> wanted) {
    Map<String, String> labels =
        Objects.requireNonNullElse(pod.getMetadata().getLabels(), Map.of());
    return wanted.entrySet().stream()
        .allMatch(label -> label.getValue().equals(labels.get(label.getKey())));
  }
}
