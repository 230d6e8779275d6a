package dev.martello.operator.reconcile;

import dev.martello.crds.Condition;
import dev.martello.crds.ModelDeployment;
import dev.martello.crds.ModelDeploymentStatus;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** When to look again, if no event comes first; pure. */
final class Pace {
  private static final Duration AT_ONCE = Duration.ofMillis(10);
  private static final Duration MOVING = Duration.ofSeconds(2);
  private static final Duration WAITING = Duration.ofSeconds(5);

  /**
   * So long a pod's attempts against the network are repeated: policies take effect some time after
   * it starts.
   */
  private static final Duration YOUNG = Duration.ofSeconds(60);

  private Pace() {}

  /** Whether nothing was moving when the status was last written, for this very spec. */
  static boolean settled(ModelDeployment deployment) {
    ModelDeploymentStatus status = deployment.getStatus();
    return status != null
        && Objects.equals(status.observedGeneration(), deployment.getMetadata().getGeneration())
        && !is(status, "Reconciling");
  }

  /**
   * Whether a container started so lately that its attempts against the network will be repeated.
   */
  static boolean young(Collection<Pod> pods, Instant now) {
    return pods.stream()
        .map(Pod::getStatus)
        .filter(Objects::nonNull)
        .flatMap(status -> status.getContainerStatuses().stream())
        .map(ContainerStatus::getState)
        .filter(state -> state != null && state.getRunning() != null)
        .map(state -> state.getRunning().getStartedAt())
        .flatMap(Stream::ofNullable)
        .anyMatch(started -> now.isBefore(Instant.parse(started).plus(YOUNG)));
  }

  /**
   * How long to wait.
   *
   * @param moving a pod owes an answer, is young, or a write failed
   * @param interval at rest
   */
  static Duration next(
      @Nullable ModelDeploymentStatus before,
      ModelDeploymentStatus now,
      boolean moving,
      Duration interval) {
    boolean refusedAnew =
        now.refused() != null && (before == null || !now.refused().equals(before.refused()));
    if (refusedAnew) {
      // The refusal is written; what follows from it is rendered in the next round.
      return AT_ONCE;
    }
    if (is(now, "Reconciling")) {
      return MOVING;
    }
    return moving ? WAITING : interval;
  }

  /** No longer than until that moment, at which something ends by itself. */
  static Duration until(Optional<Instant> end, Instant now, Duration pause) {
    return end.map(moment -> Duration.between(now, moment).plus(AT_ONCE))
        .filter(left -> left.compareTo(pause) < 0)
        .orElse(pause);
  }

  private static boolean is(ModelDeploymentStatus status, String type) {
    return status
        .condition(type)
        .filter(condition -> condition.status() == Condition.Status.True)
        .isPresent();
  }
}
