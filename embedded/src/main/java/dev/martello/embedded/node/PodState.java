package dev.martello.embedded.node;

import java.time.Instant;
import java.util.Optional;

/**
 * What the node knows of a pod.
 *
 * @param address empty until the pod has one
 * @param ready since when the readiness probe passes, if it does
 */
record PodState(
    Optional<String> address,
    Instant since,
    Container container,
    Optional<Ended> lastEnded,
    int restarts,
    boolean started,
    boolean ready,
    Instant readyChanged) {

  /** What the container is doing. */
  sealed interface Container {}

  record Waiting(String reason, String message) implements Container {}

  record Running(String containerId, Instant startedAt) implements Container {}

  record Ended(
      String containerId, int exitCode, String message, Instant startedAt, Instant finishedAt)
      implements Container {}

  static PodState pending(Instant now) {
    return new PodState(
        Optional.empty(),
        now,
        new Waiting("ContainerCreating", ""),
        Optional.empty(),
        0,
        false,
        false,
        now);
  }

  PodState at(String podAddress) {
    return new PodState(
        Optional.of(podAddress),
        since,
        container,
        lastEnded,
        restarts,
        started,
        ready,
        readyChanged);
  }

  PodState waiting(String reason, String message) {
    return with(new Waiting(reason, message), lastEnded, restarts).probed(false, false);
  }

  PodState running(String containerId, Instant startedAt) {
    return with(new Running(containerId, startedAt), lastEnded, restarts).probed(false, false);
  }

  PodState ended(Ended end) {
    return with(end, Optional.of(end), restarts).probed(false, false);
  }

  PodState restarted() {
    return with(container, lastEnded, restarts + 1);
  }

  PodState probed(boolean isStarted, boolean isReady) {
    Instant changed = isReady == ready ? readyChanged : Instant.now();
    return new PodState(
        address, since, container, lastEnded, restarts, isStarted, isReady, changed);
  }

  private PodState with(Container next, Optional<Ended> last, int restartCount) {
    return new PodState(address, since, next, last, restartCount, started, ready, readyChanged);
  }
}
