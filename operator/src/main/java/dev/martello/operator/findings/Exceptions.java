package dev.martello.operator.findings;

import dev.martello.crds.ComplianceException;
import dev.martello.crds.ComplianceExceptionSpec;
import dev.martello.crds.Finding;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What approvers accepted for a time: turns not satisfied into accepted, and nothing else. */
public final class Exceptions {
  private Exceptions() {}

  /** The verdict, or what becomes of it by the exception that lasts longest. */
  static Verdict applied(Check check, Verdict verdict, Situation situation) {
    if (verdict.finding() != Finding.NotSatisfied) {
      return verdict;
    }
    return of(situation)
        .filter(exception -> exception.getSpec().control().equals(check.id()))
        .max(Comparator.comparing(Exceptions::end))
        .map(exception -> accepted(exception, verdict, situation.observed().now()))
        .orElse(verdict);
  }

  /** When the next exception ends that is in force now. */
  public static Optional<Instant> nextEnd(Situation situation) {
    Instant now = situation.observed().now();
    return of(situation)
        .map(Exceptions::end)
        .filter(end -> end.isAfter(now))
        .min(Instant::compareTo);
  }

  private static java.util.stream.Stream<ComplianceException> of(Situation situation) {
    List<ComplianceException> all = situation.observed().surroundings().exceptions();
    String name = situation.observed().name();
    return all.stream().filter(exception -> name.equals(exception.getSpec().deployment()));
  }

  private static Verdict accepted(ComplianceException exception, Verdict verdict, Instant now) {
    ComplianceExceptionSpec spec = exception.getSpec();
    String name = exception.getMetadata().getName();
    return end(exception).isAfter(now)
        ? new Verdict(
            Finding.Accepted,
            Reason.ExceptionApproved.name(),
            "%s, accepted by %s until %s (%s): %s"
                .formatted(verdict.reason(), spec.approver(), spec.expires(), name, spec.reason()))
        : new Verdict(
            Finding.NotSatisfied,
            verdict.reason(),
            "%s; exception %s ended on %s".formatted(verdict.evidence(), name, spec.expires()));
  }

  /** A time that can't be read counts as past. */
  private static Instant end(ComplianceException exception) {
    try {
      return Instant.parse(exception.getSpec().expires());
    } catch (DateTimeException malformed) {
      return Instant.EPOCH;
    }
  }
}
