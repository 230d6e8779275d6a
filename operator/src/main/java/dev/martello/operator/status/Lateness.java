package dev.martello.operator.status;

import dev.martello.crds.Evaluation;
import dev.martello.crds.ModelDeploymentSpec;
import dev.martello.crds.ModelDeploymentStatus;
import dev.martello.crds.Refusal;
import dev.martello.crds.RevisionStatus;
import dev.martello.operator.desired.Desired;
import dev.martello.operator.desired.Rollout;
import dev.martello.operator.findings.Situation;
import dev.martello.operator.observed.Observed;
import java.time.Instant;
import java.util.Optional;

/**
 * Whether a revision has had its time. The Deployment's own deadline is not enough: it never passes
 * again once the Deployment was complete, be it with no pod at all.
 */
final class Lateness {
  private Lateness() {}

  /** It was asked for longer ago than the deadline, and has never been complete. */
  static boolean past(Situation situation, Desired desired) {
    return since(situation, desired)
        .map(began -> began.plusSeconds(seconds(situation.spec())))
        .filter(deadline -> !situation.observed().now().isBefore(deadline))
        .isPresent();
  }

  /** An evaluation before it has a time of its own. */
  private static long seconds(ModelDeploymentSpec spec) {
    Evaluation evaluation = spec.evaluation();
    return spec.progressDeadlineSeconds()
        + (evaluation == null ? 0L : evaluation.timeoutSeconds().longValue());
  }

  /** Given up only for an earlier revision that serves: without one there is nothing to win. */
  static Optional<Refusal> refusal(Situation situation, Desired desired) {
    if (!past(situation, desired)) {
      return Optional.empty();
    }
    return earlier(situation, desired)
        .map(
            serving ->
                new Refusal(
                    desired.revision(),
                    situation.observed().generation(),
                    reason(situation, desired),
                    Refusals.bounded(
                        "Revision %s did not serve within %d s (spec.progressDeadlineSeconds): %s Revision %s serves on; any change of the spec tries again, but for replicas."
                            .formatted(
                                desired.revision(),
                                situation.spec().progressDeadlineSeconds(),
                                message(situation, desired),
                                serving))));
  }

  private static Optional<Instant> since(Situation situation, Desired desired) {
    Observed observed = situation.observed();
    if (desired.replicas() == 0
        || situation.awaitsEvaluation()
        || observed
            .dependents()
            .deployment(desired.revision())
            .filter(d -> Rollout.complete(d, desired.replicas()))
            .isPresent()) {
      return Optional.empty();
    }
    return Revisions.head(observed.deployment().getStatus())
        .filter(head -> head.revision().equals(desired.revision()))
        .filter(head -> head.result() == RevisionStatus.Result.RollingOut)
        .filter(head -> Revisions.ofThatSpec(head, situation))
        .map(RevisionStatus::since)
        .map(Instant::parse);
  }

  /** The revision that served before this one and still does. */
  private static Optional<String> earlier(Situation situation, Desired desired) {
    Observed observed = situation.observed();
    return Optional.ofNullable(observed.deployment().getStatus())
        .map(ModelDeploymentStatus::revision)
        .filter(served -> !served.equals(desired.revision()))
        .filter(
            served ->
                observed.serving().stream()
                    .anyMatch(pod -> !pod.terminating() && pod.revision().equals(served)));
  }

  private static String reason(Situation situation, Desired desired) {
    return Hindrance.of(situation.observed(), desired.revision())
        .map(Hindrance::reason)
        .orElse("ProgressDeadlineExceeded");
  }

  private static String message(Situation situation, Desired desired) {
    return Hindrance.of(situation.observed(), desired.revision())
        .map(Hindrance::message)
        .or(() -> ObjectConditions.firstOff(situation.observed()))
        .orElse("its pods did not become ready; see their events and logs.");
  }
}
