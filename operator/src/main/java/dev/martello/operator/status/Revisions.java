package dev.martello.operator.status;

import dev.martello.crds.ModelDeploymentStatus;
import dev.martello.crds.Refusal;
import dev.martello.crds.RevisionStatus;
import dev.martello.crds.RevisionStatus.Result;
import dev.martello.operator.desired.Desired;
import dev.martello.operator.desired.RevisionSpec;
import dev.martello.operator.desired.Rollout;
import dev.martello.operator.findings.Situation;
import dev.martello.operator.observed.Observed;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The last revisions, newest first: the one that is asked for is the head. */
final class Revisions {
  private static final int KEPT = 10;

  private Revisions() {}

  static Optional<RevisionStatus> head(@Nullable ModelDeploymentStatus status) {
    return Optional.ofNullable(status).stream().flatMap(s -> s.revisions().stream()).findFirst();
  }

  static List<RevisionStatus> of(Situation situation, Optional<Refusal> refused) {
    @Nullable ModelDeploymentStatus previous = situation.observed().deployment().getStatus();
    List<RevisionStatus> before = previous == null ? List.of() : previous.revisions();
    Optional<Desired> desired = situation.desired();
    if (desired.isEmpty()) {
      return before;
    }
    RevisionStatus head = head(situation, desired.get(), refused);
    return Stream.concat(
            Stream.of(head),
            before.stream()
                .filter(r -> !r.revision().equals(head.revision()))
                .map(r -> after(r, head.result(), time(situation))))
        .limit(KEPT)
        .toList();
  }

  private static RevisionStatus head(
      Situation situation, Desired desired, Optional<Refusal> refused) {
    Observed observed = situation.observed();
    Optional<RevisionStatus> known =
        head(observed.deployment().getStatus())
            .filter(head -> head.revision().equals(desired.revision()));
    Optional<Refusal> refusal = refused.filter(r -> r.revision().equals(desired.revision()));
    Result result = result(situation, desired, known, refusal.isPresent());
    // Whoever changes the spec while a revision comes up gives it all its time again.
    Optional<RevisionStatus> same =
        known.filter(k -> result != Result.RollingOut || ofThatSpec(k, situation));
    long generation = same.map(RevisionStatus::generation).orElse(observed.generation());
    Optional<String> since = same.filter(k -> k.result() == result).map(RevisionStatus::since);
    return new RevisionStatus(
        desired.revision(),
        result,
        refusal.map(Refusal::reason).orElse(null),
        generation,
        known.map(RevisionStatus::begun).orElse(time(situation)),
        since.orElse(time(situation)),
        known.map(RevisionStatus::changedBy).or(() -> author(observed, known)).orElse(null),
        known.isPresent()
            ? known.get().gitCommit()
            : Authorship.gitCommit(observed.deployment()).orElse(null),
        desired.runtimeImage(),
        desired.settingsSha256(),
        result == Result.Serving
            ? Serving.model(situation.only(desired.revision()))
                .or(() -> known.map(RevisionStatus::model))
                .orElse(null)
            : known.map(RevisionStatus::model).orElse(null),
        RevisionSpec.json(situation.spec()),
        result == Result.RollingOut ? RevisionSpec.sha256WithoutReplicas(situation.spec()) : null);
  }

  /** Whether it was rolled out of that very spec; an autoscaler's change of replicas is none. */
  static boolean ofThatSpec(RevisionStatus head, Situation situation) {
    return head.generation() == situation.observed().generation()
        || RevisionSpec.sha256WithoutReplicas(situation.spec()).equals(head.specSha256());
  }

  private static Result result(
      Situation situation, Desired desired, Optional<RevisionStatus> known, boolean refused) {
    if (refused) {
      return Result.Refused;
    }
    boolean complete =
        desired.replicas() > 0
            && situation
                .observed()
                .dependents()
                .deployment(desired.revision())
                .filter(d -> Rollout.complete(d, desired.replicas()))
                .isPresent();
    // A pod that fails later is no matter of the roll-out.
    return complete || known.filter(k -> k.result() == Result.Serving).isPresent()
        ? Result.Serving
        : Result.RollingOut;
  }

  private static RevisionStatus after(RevisionStatus earlier, Result head, String now) {
    return switch (earlier.result()) {
      case RollingOut -> earlier.becoming(Result.Superseded, now);
      case Serving -> head == Result.Serving ? earlier.becoming(Result.Replaced, now) : earlier;
      case Refused, Replaced, Superseded -> earlier;
    };
  }

  /** Nobody, if the spec is the one of the last status. */
  private static Optional<String> author(Observed observed, Optional<RevisionStatus> known) {
    ModelDeploymentStatus status = observed.deployment().getStatus();
    boolean changed =
        status == null
            || status.observedGeneration() == null
            || status.observedGeneration() != observed.generation();
    return changed && known.isEmpty()
        ? Authorship.changedBy(observed.deployment())
        : Optional.empty();
  }

  private static String time(Situation situation) {
    return situation.observed().now().truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
