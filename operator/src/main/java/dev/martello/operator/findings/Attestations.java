package dev.martello.operator.findings;

import dev.martello.crds.Attestation;
import dev.martello.crds.Finding;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * What people declared that they judged, where no program can. It stays manual: that somebody
 * declared something is no finding of ours.
 */
final class Attestations {
  private Attestations() {}

  static Verdict applied(Check check, Verdict verdict, Situation situation) {
    if (verdict.finding() != Finding.Manual) {
      return verdict;
    }
    return situation.spec().governance().attestations().stream()
        .filter(attestation -> attestation.check().equals(check.id()))
        .findFirst()
        .map(attestation -> shown(check, attestation, verdict, situation))
        .orElse(verdict);
  }

  private static Verdict shown(
      Check check, Attestation attestation, Verdict verdict, Situation situation) {
    String said =
        "judged by %s on %s, holds until %s%s; %s"
            .formatted(
                attestation.by(),
                attestation.date(),
                attestation.until(),
                Optional.ofNullable(attestation.reference()).map(r -> " (" + r + ")").orElse(""),
                verdict.evidence());
    LocalDate today = situation.observed().now().atOffset(ZoneOffset.UTC).toLocalDate();
    try {
      LocalDate on = LocalDate.parse(attestation.date());
      if (on.isAfter(today)) {
        return Verdict.manual(Reason.AttestationEnded, "dated in the future, so not yet: " + said);
      }
      long oldest =
          situation
              .parameter(check.id(), Parameter.WITHIN_DAYS)
              .map(Long::parseLong)
              .orElse(Long.MAX_VALUE);
      boolean ended =
          LocalDate.parse(attestation.until()).isBefore(today)
              || today.toEpochDay() - on.toEpochDay() > oldest;
      return Verdict.manual(ended ? Reason.AttestationEnded : Reason.Attested, said);
    } catch (DateTimeException malformed) {
      return Verdict.manual(Reason.AttestationEnded, "no date: " + said);
    }
  }
}
