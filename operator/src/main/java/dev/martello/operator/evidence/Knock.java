package dev.martello.operator.evidence;

import dev.martello.operator.observed.ManagementTls;
import dev.martello.operator.observed.ObservedPod;
import dev.martello.operator.observed.Receipt;
import dev.martello.operator.observed.Sight;
import dev.martello.operator.observed.Try;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Instant;

/** What came of one visit to a pod: its evidence and how its ports behaved. */
record Knock(Sight<Receipt> evidence, ManagementTls managementTls, Try inferencePort) {

  static Knock notMade(String why) {
    return new Knock(
        Sight.unseen(EvidenceFailure.EvidenceMissing.name(), why),
        ManagementTls.notTried(why),
        Try.notTried(why));
  }

  boolean answered() {
    return evidence instanceof Sight.Seen<Receipt>;
  }

  /** No answer at all: what a lost packet or a busy pod looks like, unlike a wrong answer. */
  boolean silent() {
    return evidence instanceof Sight.Unseen<Receipt> unseen
        && unseen.reason().equals(EvidenceFailure.EvidenceMissing.name());
  }

  /** The pod was heard once, and has been silent for too long since. */
  Knock stale() {
    return new Knock(
        Sight.unseen(
            EvidenceFailure.EvidenceStale.name(),
            "The pod's last evidence is older than two rounds, and its management port is silent."),
        managementTls,
        inferencePort);
  }

  boolean fresh(Instant now) {
    return evidence instanceof Sight.Seen<Receipt> seen && !seen.value().stale(now);
  }

  boolean isStale() {
    return evidence instanceof Sight.Unseen<Receipt> unseen
        && unseen.reason().equals(EvidenceFailure.EvidenceStale.name());
  }

  ObservedPod of(Pod pod) {
    return new ObservedPod(pod, evidence, managementTls, inferencePort);
  }
}
