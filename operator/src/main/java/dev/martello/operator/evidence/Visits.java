package dev.martello.operator.evidence;

import dev.martello.operator.observed.ObservedPod;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodStatus;
import java.util.List;
import java.util.Optional;

/** Which pods can be visited, and how one start of a pod's container is told from the next. */
final class Visits {
  private Visits() {}

  /** Address of a pod whose container runs. */
  static Optional<String> reachable(Pod pod) {
    boolean terminating = pod.getMetadata().getDeletionTimestamp() != null;
    boolean running =
        runtime(pod)
            .map(ContainerStatus::getState)
            .filter(state -> state.getRunning() != null)
            .isPresent();
    return terminating || !running
        ? Optional.empty()
        : Optional.ofNullable(pod.getStatus().getPodIP()).filter(ip -> !ip.isEmpty());
  }

  /**
   * Changes whenever an earlier answer no longer speaks for this pod: another start, address or
   * readiness.
   */
  static String fingerprint(Pod pod) {
    String container =
        runtime(pod)
            .map(
                status ->
                    status.getContainerID()
                        + "#"
                        + status.getRestartCount()
                        + "#"
                        + status.getReady())
            .orElse("");
    return pod.getMetadata().getUid() + "@" + reachable(pod).orElse("") + "/" + container;
  }

  private static Optional<ContainerStatus> runtime(Pod pod) {
    return Optional.ofNullable(pod.getStatus()).map(PodStatus::getContainerStatuses).stream()
        .flatMap(List::stream)
        .filter(status -> ObservedPod.CONTAINER.equals(status.getName()))
        .findFirst();
  }
}
