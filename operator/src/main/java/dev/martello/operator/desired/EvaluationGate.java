package dev.martello.operator.desired;

import dev.martello.crds.EvaluationVerdict;
import dev.martello.crds.ModelDeployment;
import dev.martello.crds.ModelDeploymentStatus;
import java.util.List;
import java.util.Optional;

/** Whether a revision may serve, by what was written of its evaluation. */
public sealed interface EvaluationGate {

  /** The spec asks for no evaluation. */
  record NotDemanded() implements EvaluationGate {}

  /** There is no verdict yet. */
  record Waiting() implements EvaluationGate {}

  /** It may serve, with exactly the model that was judged. */
  record Passed(EvaluationVerdict verdict) implements EvaluationGate {

    /** 64 hex digits, of the model in the clear. */
    String plaintextSha256() {
      return verdict.model().replaceFirst("^sha256:", "");
    }
  }

  /** It may not. */
  record FellShort(EvaluationVerdict verdict) implements EvaluationGate {}

  static EvaluationGate of(ModelDeployment deployment, String revision) {
    if (deployment.getSpec().evaluation() == null) {
      return new NotDemanded();
    }
    Optional<EvaluationVerdict> verdict =
        Optional.ofNullable(deployment.getStatus()).map(ModelDeploymentStatus::evaluations).stream()
            .flatMap(List::stream)
            .filter(known -> known.revision().equals(revision))
            .findFirst();
    return verdict
        .<EvaluationGate>map(known -> known.passed() ? new Passed(known) : new FellShort(known))
        .orElseGet(Waiting::new);
  }

  /** Whether pods may run. */
  default boolean open() {
    return this instanceof NotDemanded || this instanceof Passed;
  }
}
