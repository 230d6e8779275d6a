package dev.martello.operator.findings;

import static dev.martello.operator.findings.ConditionType.TrafficEncrypted;

import dev.martello.crds.Grade;
import dev.martello.operator.observed.Evidence;
import dev.martello.operator.observed.ManagementTls;
import dev.martello.operator.observed.ObservedPod;
import dev.martello.operator.observed.Outcome;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the two ports let through. The operator's own policy keeps it off the inference port, so
 * that the runtime tries that one.
 */
final class TrafficChecks {

  static final Check INFERENCE =
      Check.feeding(
          TrafficEncrypted,
          Grade.Tried,
          "traffic-inference",
          List.of("A.5.14", "A.8.24"),
          "The inference port speaks TLS 1.3 and nothing less",
          new Check.Meaning(
              "The runtime's own attempts on its port: TLS 1.3 accepted, TLS 1.2 and plaintext refused.",
              "TLS 1.2 or plaintext got through, or TLS 1.3 did not.",
              "An attempt was not made or got no answer."),
          situation -> PerPod.evidence(situation, (pod, seen) -> inference(seen)));

  static final Check MANAGEMENT =
      Check.feeding(
          TrafficEncrypted,
          Grade.Tried,
          "traffic-management",
          List.of("A.8.20", "A.8.24"),
          "The management port speaks TLS 1.3 with our certificate and nothing less",
          new Check.Meaning(
              "The operator's handshakes: TLS 1.3 accepted with a chain to its CA, TLS 1.2 and plaintext refused.",
              "TLS 1.2 or plaintext got through, or TLS 1.3 with our chain did not.",
              "The operator could not reach the port."),
          situation -> PerPod.serving(situation, pod -> management(pod.managementTls())));

  private TrafficChecks() {}

  private static Verdict inference(Evidence seen) {
    Evidence.Tls tls = seen.tls();
    return tls == null
        ? ModelChecks.missing("tls")
        : judge("inference port", tls.tls13(), tls.tls12(), tls.plaintext(), "");
  }

  private static Verdict management(ManagementTls tls) {
    return judge(
        "management port",
        tls.tls13().outcome(),
        tls.tls12().outcome(),
        tls.plaintext().outcome(),
        tls.tls13().detail());
  }

  private static Verdict judge(
      String port,
      @Nullable Outcome tls13,
      @Nullable Outcome tls12,
      @Nullable Outcome plaintext,
      String detail) {
    String saw =
        "%s: TLS 1.3 %s, TLS 1.2 %s, plaintext %s"
            .formatted(port, word(tls13), word(tls12), word(plaintext));
    if (plaintext == Outcome.Accepted) {
      return Verdict.notSatisfied(Reason.PlaintextAccepted, saw);
    }
    if (tls12 == Outcome.Accepted) {
      return Verdict.notSatisfied(Reason.OldTlsAccepted, saw);
    }
    if (tls13 == Outcome.Refused) {
      return Verdict.notSatisfied(
          Reason.HandshakeRefused, detail.isBlank() ? saw : saw + "; " + detail);
    }
    return tls13 == Outcome.Accepted && tls12 == Outcome.Refused && plaintext == Outcome.Refused
        ? Verdict.satisfied(Reason.OnlyTls13, saw)
        : Verdict.unknown(Reason.TryInconclusive, detail.isBlank() ? saw : saw + "; " + detail);
  }

  /** The revisions' pods mount a Secret each; only the one that was issued last can be compared. */
  static boolean mounts(ObservedPod pod, String secret) {
    return pod.pod().getSpec() != null
        && pod.pod().getSpec().getVolumes().stream()
            .anyMatch(v -> v.getSecret() != null && secret.equals(v.getSecret().getSecretName()));
  }

  private static String word(@Nullable Outcome outcome) {
    return switch (outcome) {
      case null -> "not reported";
      case Accepted -> "accepted";
      case Refused -> "refused";
      case TimedOut -> "timed out";
      case Absent -> "absent";
      case NotTried -> "not tried";
    };
  }
}
