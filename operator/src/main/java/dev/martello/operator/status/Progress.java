package dev.martello.operator.status;

import static dev.martello.operator.findings.ConditionType.Ready;
import static dev.martello.operator.findings.ConditionType.Reconciling;
import static dev.martello.operator.findings.ConditionType.Stalled;

import dev.martello.crds.Refusal;
import dev.martello.operator.desired.Desired;
import dev.martello.operator.desired.RenderResult.Rejected;
import dev.martello.operator.desired.Rollout;
import dev.martello.operator.findings.Situation;
import dev.martello.operator.observed.Observed;
import dev.martello.operator.observed.ObservedEvaluation;
import dev.martello.operator.observed.ObservedObject;
import dev.martello.operator.observed.ObservedObject.Standing;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.List;
import java.util.Optional;

/**
 * Ready, and beside it Reconciling or Stalled while they are true, as kstatus reads them: Stalled
 * means that someone must act, Reconciling that it goes on by itself.
 */
final class Progress {
  private Progress() {}

  static List<Statement> of(Situation situation, Optional<Refusal> refused) {
    if (situation.rendering() instanceof Rejected rejected) {
      return stalled(rejected.reason().name(), rejected.message());
    }
    if (refused.isPresent()) {
      return stalled(refused.get().reason(), refused.get().message());
    }
    Optional<ObservedObject> unwritten = unwritten(situation.observed());
    if (unwritten.isPresent()) {
      ObservedObject object = unwritten.get();
      String message = "%s %s: %s".formatted(object.kind(), object.name(), object.detail());
      return object.standing() == Standing.NotOurs
          ? stalled("NotOurs", message)
          : reconciling(object.standing().name(), message);
    }
    return situation
        .desired()
        .map(desired -> rollout(situation, desired))
        .orElseGet(() -> reconciling("NotRendered", "Nothing was rendered yet."));
  }

  private static List<Statement> rollout(Situation situation, Desired desired) {
    if (situation.spec().suspend()) {
      return List.of(Statement.no(Ready, "Suspended", "spec.suspend is true: no pod runs."));
    }
    if (situation.awaitsEvaluation()) {
      return evaluating(situation, desired);
    }
    Observed observed = situation.observed();
    Optional<Deployment> deployment = observed.dependents().deployment(desired.revision());
    if (deployment.filter(d -> Rollout.complete(d, desired.replicas())).isPresent()) {
      return complete(situation, desired);
    }
    Optional<Hindrance> hindrance = Hindrance.of(observed, desired.revision());
    if (Lateness.past(situation, desired) || deployment.filter(Progress::overdue).isPresent()) {
      return stalled(
          hindrance.map(Hindrance::reason).orElse("ProgressDeadlineExceeded"),
          hindrance
              .map(Hindrance::message)
              .orElse("The pods did not become ready in time; see their events and logs."));
    }
    return hindrance
        .map(h -> reconciling(h.reason(), h.message()))
        .orElseGet(
            () ->
                reconciling(
                    "RollingOut",
                    "Revision %s: waiting for %d ready pod%s."
                        .formatted(
                            desired.revision(),
                            desired.replicas(),
                            desired.replicas() == 1 ? "" : "s")));
  }

  /** What serves goes on serving meanwhile. */
  private static List<Statement> evaluating(Situation situation, Desired desired) {
    if (situation.observed().embedded()) {
      return stalled(
          "EmbeddedCluster",
          "spec.evaluation needs a Job, which this embedded cluster does not run: use a real node, or remove it.");
    }
    Optional<ObservedEvaluation> seen = situation.observed().dependents().evaluation();
    Optional<Hindrance> hindrance =
        seen.flatMap(evaluation -> Hindrance.of(evaluation.pods(), evaluation.warnings()));
    Optional<String> failure = seen.flatMap(ObservedEvaluation::failure);
    if (failure.isPresent()) {
      return stalled(
          "EvaluationNotFinished",
          "The evaluation came to no verdict: %s%s Mend that and delete Job %s, then it is tried again."
              .formatted(
                  failure.get(),
                  hindrance.map(h -> " (" + h.message() + ")").orElse("."),
                  seen.get().job().getMetadata().getName()));
    }
    return hindrance
        .map(h -> reconciling(h.reason(), "Evaluation: " + h.message()))
        .orElseGet(
            () ->
                reconciling(
                    "Evaluating",
                    "Revision %s is being evaluated and serves only if it passes."
                        .formatted(desired.revision())));
  }

  private static List<Statement> complete(Situation situation, Desired desired) {
    Observed observed = situation.observed();
    if (desired.replicas() == 0) {
      return List.of(Statement.no(Ready, "ScaledToZero", "spec.replicas is 0: no pod runs."));
    }
    if (observed.serving().stream()
        .filter(pod -> !pod.terminating())
        .anyMatch(situation::outdated)) {
      return reconciling("RollingOut", "Pods of an earlier revision are being stopped.");
    }
    return observed.readyEndpoints().isEmpty()
        ? reconciling(
            "NoReadyEndpoint", "The pods are ready, the Service does not lead to them yet.")
        : List.of(
            Statement.yes(
                Ready,
                "Serving",
                "Revision %s serves with %d pod%s."
                    .formatted(
                        desired.revision(),
                        desired.replicas(),
                        desired.replicas() == 1 ? "" : "s")));
  }

  /** Drift alone does not stop serving: it is undone, and told elsewhere. */
  private static Optional<ObservedObject> unwritten(Observed observed) {
    return observed.dependents().objects().stream()
        .filter(o -> o.standing().compareTo(Standing.Drifted) > 0)
        .max((a, b) -> rank(a.standing()) - rank(b.standing()));
  }

  private static int rank(Standing standing) {
    return switch (standing) {
      case AsRendered, Drifted -> 0;
      case Missing -> 1;
      case Failed -> 2;
      case NotOurs -> 3;
    };
  }

  private static boolean overdue(Deployment deployment) {
    return deployment.getStatus() != null
        && deployment.getStatus().getConditions().stream()
            .anyMatch(
                c ->
                    "Progressing".equals(c.getType())
                        && "False".equals(c.getStatus())
                        && "ProgressDeadlineExceeded".equals(c.getReason()));
  }

  private static List<Statement> stalled(String reason, String message) {
    return List.of(Statement.no(Ready, reason, message), Statement.yes(Stalled, reason, message));
  }

  private static List<Statement> reconciling(String reason, String message) {
    return List.of(
        Statement.no(Ready, reason, message), Statement.yes(Reconciling, reason, message));
  }
}
