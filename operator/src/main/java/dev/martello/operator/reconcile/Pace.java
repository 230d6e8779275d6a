package dev.martello.operator.reconcile;

import dev.martello.crds.Condition;
import dev.martello.crds.ModelDeployment;
import dev.martello.crds.ModelDeploymentStatus;
import dev.martello.crds.RevisionStatus;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** When to look again, if no event comes first; pure. */
final class Pace {
  private static final Duration AT_ONCE = Duration.ofMillis(10);
  private static final Duration SHORTEST = Duration.ofSeconds(2);
  private static final Duration WAITING = Duration.ofSeconds(5);
  private static final Duration LONGEST = Duration.ofSeconds(30);

  /** The longer it takes already, the less a moment more matters: a quarter of that time. */
  private static final int PART = 4;

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
   * How long to wait. Objects are watched; this is for what is not: warnings of the kubelet, pods
   * that are asked, refused writes.
   *
   * @param asking a pod owes an answer or is young
   * @param unfinished a write failed
   * @param interval at rest
   * @param at the present
   */
  static Duration next(
      @Nullable ModelDeploymentStatus before,
      ModelDeploymentStatus now,
      boolean asking,
      boolean unfinished,
      Duration interval,
      Instant at) {
    boolean refusedAnew =
        now.refused() != null && (before == null || !now.refused().equals(before.refused()));
    if (refusedAnew) {
      // The refusal is written; what follows from it is rendered in the next round.
      return AT_ONCE;
    }
    if (is(now, "Reconciling") || unfinished) {
      Duration pause = backedOff(now, at);
      return asking && pause.compareTo(WAITING) > 0 ? WAITING : pause;
    }
    return asking ? WAITING : interval;
  }

  private static Duration backedOff(ModelDeploymentStatus status, Instant at) {
    Stream<String> starts =
        Stream.concat(
            status.condition("Ready").map(Condition::lastTransitionTime).stream(),
            status.revisions().stream().limit(1).map(RevisionStatus::since));
    Duration part =
        starts
            .map(Instant::parse)
            .max(Comparator.naturalOrder())
            .map(start -> Duration.between(start, at).dividedBy(PART))
            .orElse(SHORTEST);
    if (part.compareTo(SHORTEST) < 0) {
      return SHORTEST;
    }
    return part.compareTo(LONGEST) > 0 ? LONGEST : part;
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
