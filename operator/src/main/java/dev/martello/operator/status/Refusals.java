package dev.martello.operator.status;

import dev.martello.crds.Enforcement;
import dev.martello.crds.Finding;
import dev.martello.crds.Refusal;
import dev.martello.operator.desired.Desired;
import dev.martello.operator.desired.RevisionSpec;
import dev.martello.operator.desired.Rollout;
import dev.martello.operator.findings.Catalog;
import dev.martello.operator.findings.Judged;
import dev.martello.operator.findings.Situation;
import dev.martello.operator.observed.Observed;
import dev.martello.operator.observed.ObservedPod;
import dev.martello.operator.observed.Termination;
import java.util.List;
import java.util.Optional;

/**
 * Whether the desired revision is out of service for good. Once it is, it stays so until the spec
 * changes, its replicas apart.
 */
final class Refusals {
  private Refusals() {}

  static Optional<Refusal> of(Situation situation) {
    Optional<Refusal> before = Rollout.refusal(situation.observed().deployment());
    Optional<Desired> desired = situation.desired();
    if (desired.isEmpty()) {
      return before;
    }
    String revision = desired.get().revision();
    return before
        .filter(refusal -> refusal.revision().equals(revision))
        .or(
            () ->
                anew(situation, desired.get())
                    .map(r -> r.of(RevisionSpec.sha256WithoutReplicas(situation.spec()))));
  }

  private static Optional<Refusal> anew(Situation situation, Desired desired) {
    String revision = desired.revision();
    return byEvaluation(situation, revision)
        .or(() -> byRuntime(situation.observed(), revision))
        .or(() -> Lateness.refusal(situation, desired))
        .or(() -> byEnforcement(situation, revision));
  }

  /** It fell short, or what it needs will never open: another try would end the same. */
  private static Optional<Refusal> byEvaluation(Situation situation, String revision) {
    long generation = situation.observed().generation();
    Optional<Refusal> fellShort =
        Evaluations.of(situation).stream()
            .filter(verdict -> verdict.revision().equals(revision) && !verdict.passed())
            .findFirst()
            .map(
                verdict ->
                    new Refusal(
                        revision, generation, "EvaluationFellShort", bounded(verdict.message())));
    return fellShort.or(
        () ->
            Evaluations.pods(situation)
                .flatMap(pod -> pod.refusal().stream())
                .findFirst()
                .map(
                    ended ->
                        new Refusal(
                            revision,
                            generation,
                            ended.reason(),
                            bounded(
                                "Evaluation: %s Once that is mended, delete Job %s and change the spec."
                                    .formatted(ended.message(), job(situation).orElse("…"))))));
  }

  private static Optional<String> job(Situation situation) {
    return situation
        .observed()
        .dependents()
        .evaluation()
        .map(evaluation -> evaluation.job().getMetadata().getName());
  }

  /** A pod exited with code 3: it will never serve this model with this key. */
  private static Optional<Refusal> byRuntime(Observed observed, String revision) {
    return observed.pods().stream()
        .filter(pod -> !pod.terminating() && pod.revision().equals(revision))
        .map(ObservedPod::refusal)
        .flatMap(Optional::stream)
        .findFirst()
        .map(
            ended ->
                new Refusal(
                    revision,
                    observed.generation(),
                    ended.reason(),
                    bounded(ended.message() + inTheCluster(observed, ended))));
  }

  /** The runtime knows mounted files; the user knows a Secret and a ModelTrust. */
  private static String inTheCluster(Observed observed, Termination ended) {
    return switch (ended.reason()) {
      case "KeyMalformed", "KeyDoesNotOpen" ->
          (". The key is item martello.key of Secret %s: put the right one into a new Secret and"
                  + " name that in spec.decryptionKey.secretName.")
              .formatted(observed.deployment().getSpec().decryptionKey().secretName());
      case "SignerUnknown" -> ". Trusted are the signers in the ModelTrust of this namespace.";
      default -> "";
    };
  }

  /**
   * Only what is not satisfied on this revision's own serving pods blocks it; what can't be seen
   * never does.
   */
  private static Optional<Refusal> byEnforcement(Situation situation, String revision) {
    Situation own = situation.only(revision);
    if (situation.spec().compliance().enforcement() != Enforcement.Block
        || Catalog.profile(situation).problem().isPresent()
        || own.observed().pods().stream().noneMatch(ObservedPod::ready)) {
      return Optional.empty();
    }
    List<Judged> bad =
        Catalog.counted(Catalog.judge(own), own).stream()
            .filter(j -> j.verdict().finding() == Finding.NotSatisfied)
            .toList();
    return bad.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Refusal(
                revision,
                situation.observed().generation(),
                TopicConditions.NON_COMPLIANT,
                bounded(
                    "Taken down, since spec.compliance.enforcement is Block and "
                        + TopicConditions.ids("not satisfied", bad)
                        + " ("
                        + bad.getFirst().verdict().evidence()
                        + "). Mend that and change the spec, or set enforcement to Report.")));
  }

  static String bounded(String message) {
    return message.length() <= Statement.MAX_MESSAGE
        ? message
        : message.substring(0, Statement.MAX_MESSAGE - 1) + "…";
  }
}
