package dev.martello.operator.findings;

import static dev.martello.operator.findings.ConditionType.TrafficEncrypted;

import dev.martello.crds.Grade;
import dev.martello.crds.ServingCertificate;
import dev.martello.operator.observed.ObservedPod;
import dev.martello.operator.observed.Receipt;
import dev.martello.operator.observed.Sight;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The certificate with which the pods answer. */
final class CertificateChecks {

  static final Check CURRENT =
      Check.feeding(
          TrafficEncrypted,
          Grade.Tried,
          "traffic-certificate",
          List.of("A.8.24"),
          "The pods answer with the certificate that was issued to them, and it has not expired",
          new Check.Meaning(
              "The certificate seen in the handshake, and the one that the runtime reports, are the one that the operator issued, or for a quarter of an hour after a renewal the one before it.",
              "Another certificate is in use, or it has expired.",
              "A pod still mounts an earlier certificate, or shows none."),
          CertificateChecks::current);

  /** The kubelet renews files within two minutes; the pods are asked every five. */
  private static final Duration RENEWAL = Duration.ofMinutes(15);

  private CertificateChecks() {}

  private static Verdict current(Situation situation) {
    Optional<ServingCertificate> issued = situation.observed().dependents().certificate();
    if (issued.isEmpty()) {
      return Verdict.unknown(
          Reason.CertificateMissing, "The operator has issued no certificate yet");
    }
    ServingCertificate certificate = issued.get();
    return expired(certificate.notAfter(), situation.observed().now())
        ? Verdict.notSatisfied(
            Reason.CertificateExpired,
            "Secret %s: expired on %s".formatted(certificate.secretName(), certificate.notAfter()))
        : PerPod.serving(situation, pod -> presented(pod, certificate, situation.observed().now()));
  }

  private static Verdict presented(ObservedPod pod, ServingCertificate issued, Instant now) {
    Set<String> seen = seen(pod);
    if (seen.isEmpty()) {
      return Verdict.unknown(Reason.CertificateNotSeen, "no certificate was seen");
    }
    if (!TrafficChecks.mounts(pod, issued.secretName())) {
      return Verdict.unknown(
          Reason.CertificateReplaced,
          "mounts another Secret than %s".formatted(issued.secretName()));
    }
    if (!seen.equals(Set.of(issued.sha256())) && renewing(seen, issued, now)) {
      return Verdict.satisfied(
          Reason.CertificateRenewing, "the certificate before the one that was issued last");
    }
    return seen.equals(Set.of(issued.sha256()))
        ? Verdict.satisfied(
            Reason.CertificateIssued,
            "SHA-256 %s, valid until %s"
                .formatted(ModelChecks.brief(issued.sha256()), issued.notAfter()))
        : Verdict.notSatisfied(
            Reason.CertificateSwapped,
            "SHA-256 %s instead of %s"
                .formatted(
                    String.join(" and ", seen.stream().map(ModelChecks::brief).toList()),
                    ModelChecks.brief(issued.sha256())));
  }

  private static boolean renewing(Set<String> seen, ServingCertificate issued, Instant now) {
    String previous = issued.previousSha256();
    String since = issued.issuedAt();
    try {
      return previous != null
          && since != null
          && now.isBefore(Instant.parse(since).plus(RENEWAL))
          && seen.stream().allMatch(each -> each.equals(issued.sha256()) || each.equals(previous));
    } catch (DateTimeException malformed) {
      return false;
    }
  }

  private static Set<String> seen(ObservedPod pod) {
    Set<String> seen = new LinkedHashSet<>();
    pod.managementTls().certificateSha256().ifPresent(seen::add);
    if (pod.evidence() instanceof Sight.Seen<Receipt> receipt) {
      var tls = receipt.value().evidence().tls();
      Optional.ofNullable(tls == null ? null : tls.certificateSha256()).ifPresent(seen::add);
    }
    return seen;
  }

  /** A time that can't be read counts as past. */
  private static boolean expired(String notAfter, Instant now) {
    try {
      return !now.isBefore(Instant.parse(notAfter));
    } catch (DateTimeException malformed) {
      return true;
    }
  }
}
