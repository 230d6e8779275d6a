package dev.martello.operator.findings;

import static dev.martello.operator.findings.ConditionType.NetworkIsolated;

import dev.martello.crds.Finding;
import dev.martello.crds.Grade;
import dev.martello.crds.Probing;
import dev.martello.operator.observed.Control;
import dev.martello.operator.observed.Evidence;
import dev.martello.operator.observed.ObservedPod;
import dev.martello.operator.observed.Outcome;
import dev.martello.operator.observed.Receipt;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether the network plugin enforces the policies: forbidden connections are attempted, each with
 * a positive control.
 */
final class IsolationChecks {

  /** Network plugins program a new pod's rules late; attempts before that prove nothing. */
  static final Duration SETTLED_AFTER = Duration.ofSeconds(30);

  /** A positive control that is further away from the attempt proves nothing about it. */
  private static final Duration SAME_TIME = Duration.ofMinutes(1);

  static final Check EGRESS =
      Check.feeding(
          NetworkIsolated,
          Grade.Tried,
          "network-egress",
          List.of("A.8.12", "A.8.22", "A.8.23"),
          "The pods can't reach out",
          new Check.Meaning(
              "From every serving pod connections to the API server and to a port that the operator opens to everyone failed; the operator reached both in the same minute.",
              "A connection went through: the network plugin does not enforce policies.",
              "The pod is younger than 30 s, an attempt was not made (spec.compliance.probing is Off), or the operator did not reach the same."),
          RealNode.needed(
              situation ->
                  PerPod.receipts(situation, (pod, receipt) -> egress(situation, pod, receipt))));

  static final Check INGRESS =
      Check.feeding(
          NetworkIsolated,
          Grade.Tried,
          "network-ingress",
          List.of("A.8.20", "A.8.22"),
          "Whom the policy forbids the inference port does not reach it",
          new Check.Meaning(
              "The operator, forbidden the inference port, failed on it right after it reached the same pod's management port.",
              "It got through: the network plugin does not enforce policies.",
              "The pod is younger than 30 s, nothing was attempted (spec.compliance.probing is Off), a positive control is missing, or spec.access.from might admit the operator."),
          RealNode.needed(
              situation ->
                  PerPod.receipts(situation, (pod, receipt) -> ingress(situation, pod, receipt))));

  private IsolationChecks() {}

  private static Verdict egress(Situation situation, ObservedPod pod, Receipt receipt) {
    if (situation.spec().compliance().probing() == Probing.Off) {
      return off();
    }
    if (tooYoung(pod, Optional.of(receipt.receivedAt()))) {
      return young();
    }
    Evidence evidence = receipt.evidence();
    List<Verdict> both =
        List.of(
            egress("the API server", evidence.egress(), receipt),
            egress("the operator's open port", evidence.operatorPort(), receipt));
    return with(Finding.NotSatisfied, both)
        .or(() -> with(Finding.Unknown, both))
        .orElseGet(
            () ->
                Verdict.satisfied(
                    Reason.EgressBlocked,
                    "no connection to %s nor to %s, both of which the operator reaches"
                        .formatted(both.getFirst().evidence(), both.getLast().evidence())));
  }

  private static Optional<Verdict> with(Finding finding, List<Verdict> verdicts) {
    return verdicts.stream().filter(verdict -> verdict.finding() == finding).findFirst();
  }

  private static Verdict egress(String what, Evidence.@Nullable Egress attempt, Receipt receipt) {
    Outcome outcome = attempt == null ? null : attempt.outcome();
    String target = attempt == null ? null : attempt.target();
    if (outcome == null || outcome == Outcome.NotTried || target == null) {
      return Verdict.unknown(Reason.NotTried, "no connection to %s was attempted".formatted(what));
    }
    if (outcome == Outcome.Accepted) {
      return Verdict.notSatisfied(
          Reason.PolicyNotEnforced, "a connection to %s (%s) went through".formatted(what, target));
    }
    if (receipt.controls().stream().noneMatch(control -> proves(control, target, receipt))) {
      return Verdict.unknown(
          Reason.NoPositiveControl,
          "%s was not reached, but neither did the operator reach it".formatted(target));
    }
    return outcome == Outcome.TimedOut || outcome == Outcome.Refused
        ? Verdict.satisfied(Reason.EgressBlocked, target)
        : Verdict.unknown(
            Reason.TryInconclusive, "the attempt on %s was inconclusive".formatted(target));
  }

  private static boolean proves(Control control, String target, Receipt receipt) {
    return control.target().equals(target)
        && control.reached().outcome() == Outcome.Accepted
        && control
            .reached()
            .at()
            .filter(at -> !at.isAfter(receipt.receivedAt().plus(SAME_TIME)))
            .isPresent();
  }

  private static Verdict ingress(Situation situation, ObservedPod pod, Receipt receipt) {
    if (situation.spec().compliance().probing() == Probing.Off) {
      return off();
    }
    Outcome outcome = pod.inferencePort().outcome();
    if (outcome == Outcome.NotTried || outcome == Outcome.Absent) {
      return Verdict.unknown(Reason.NotTried, "the inference port was not tried");
    }
    if (tooYoung(pod, pod.inferencePort().at())) {
      return young();
    }
    if (Peers.mightAdmitOperator(
        situation.spec().access().from(),
        situation.observed().namespace(),
        situation.inputs().operatorNamespace())) {
      return Verdict.unknown(
          Reason.OperatorAdmitted,
          "spec.access.from might admit the operator, whose attempt then proves nothing");
    }
    if (outcome == Outcome.Accepted) {
      return Verdict.notSatisfied(
          Reason.PolicyNotEnforced, "the operator got through to the inference port");
    }
    Evidence.Tls tls = receipt.evidence().tls();
    boolean listens = tls != null && tls.tls13() == Outcome.Accepted;
    boolean reached = pod.managementTls().tls13().outcome() == Outcome.Accepted;
    return listens && reached
        ? Verdict.satisfied(
            Reason.IngressBlocked,
            "the operator reaches the management port, but not the inference port")
        : Verdict.unknown(
            Reason.NoPositiveControl,
            listens
                ? "the management port was not reached either"
                : "nobody is known to reach the inference port");
  }

  private static boolean tooYoung(ObservedPod pod, Optional<Instant> attempt) {
    Optional<Instant> settled = pod.startedAt().map(started -> started.plus(SETTLED_AFTER));
    return settled.isEmpty() || attempt.isEmpty() || attempt.get().isBefore(settled.get());
  }

  private static Verdict off() {
    return Verdict.unknown(
        Reason.ProbingOff, "spec.compliance.probing is Off: nothing was attempted");
  }

  private static Verdict young() {
    return Verdict.unknown(
        Reason.PodTooYoung,
        "attempts in a pod's first %d s prove nothing".formatted(SETTLED_AFTER.toSeconds()));
  }
}
