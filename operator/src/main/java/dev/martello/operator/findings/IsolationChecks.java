package dev.martello.operator.findings;

import static dev.martello.operator.findings.ConditionType.NetworkIsolated;

import dev.martello.crds.Grade;
import dev.martello.operator.observed.Evidence;
import dev.martello.operator.observed.ObservedPod;
import dev.martello.operator.observed.Outcome;
import dev.martello.operator.observed.Receipt;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Whether the network plugin enforces the policies: forbidden connections are attempted, each with
 * a positive control.
 */
final class IsolationChecks {

  /** Network plugins program a new pod's rules late; attempts before that prove nothing. */
  static final Duration SETTLED_AFTER = Duration.ofSeconds(30);

  static final Check EGRESS =
      Check.feeding(
          NetworkIsolated,
          Grade.Tried,
          "network-egress",
          List.of("A.8.12", "A.8.22", "A.8.23"),
          "The pods can't reach out",
          new Check.Meaning(
              "From every serving pod a connection to the API server failed, which the operator reaches at the same address.",
              "A connection went through: the network plugin does not enforce policies.",
              "The pod is younger than 30 s, the attempt was not made, or the operator has no such positive control."),
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
              "The pod is younger than 30 s, a positive control is missing, or spec.access.from might admit the operator."),
          RealNode.needed(
              situation ->
                  PerPod.receipts(situation, (pod, receipt) -> ingress(situation, pod, receipt))));

  private IsolationChecks() {}

  private static Verdict egress(Situation situation, ObservedPod pod, Receipt receipt) {
    Evidence.Egress egress = receipt.evidence().egress();
    Outcome outcome = egress == null ? null : egress.outcome();
    String target = egress == null ? null : egress.target();
    if (outcome == null || outcome == Outcome.NotTried || target == null) {
      return Verdict.unknown(Reason.NotTried, "no connection to the outside was attempted");
    }
    if (tooYoung(pod, Optional.of(receipt.receivedAt()))) {
      return young();
    }
    if (outcome == Outcome.Accepted) {
      return Verdict.notSatisfied(
          Reason.PolicyNotEnforced, "a connection to %s went through".formatted(target));
    }
    Optional<String> control = situation.observed().surroundings().apiServer();
    if (!control.equals(Optional.of(target))) {
      return Verdict.unknown(
          Reason.NoPositiveControl,
          "%s was not reached, but neither does the operator use it".formatted(target));
    }
    return outcome == Outcome.TimedOut || outcome == Outcome.Refused
        ? Verdict.satisfied(
            Reason.EgressBlocked,
            "no connection to %s, which the operator reaches".formatted(target))
        : Verdict.unknown(
            Reason.TryInconclusive, "the attempt on %s was inconclusive".formatted(target));
  }

  private static Verdict ingress(Situation situation, ObservedPod pod, Receipt receipt) {
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

  private static Verdict young() {
    return Verdict.unknown(
        Reason.PodTooYoung,
        "attempts in a pod's first %d s prove nothing".formatted(SETTLED_AFTER.toSeconds()));
  }
}
