package dev.martello.operator.findings;

import dev.martello.crds.Grade;
import dev.martello.crds.ProfileCheck;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a profile makes of verdicts: which of them count, and what it demands besides. */
final class Demands {
  private Demands() {}

  /**
   * The verdict, or another one if the profile demands what the deployment did not ask for, or
   * demands nonsense.
   */
  static Verdict applied(Check check, Verdict verdict, Profile profile) {
    Optional<ProfileCheck> entry = profile.check(check.id());
    Optional<String> nonsense = entry.flatMap(e -> Parameter.problem(check, e.parameters()));
    if (nonsense.isPresent()) {
      return Verdict.unknown(Reason.ProfileParameterInvalid, nonsense.get());
    }
    if (entry.filter(ProfileCheck::required).isEmpty()) {
      return verdict;
    }
    return switch (verdict.finding()) {
      case NotApplicable ->
          Verdict.notSatisfied(
              Reason.DemandedByProfile,
              "profile %s demands it: %s".formatted(profile.name(), verdict.evidence()));
      case Manual ->
          verdict.reason().equals(Reason.Attested.name())
              ? verdict
              : Verdict.notSatisfied(
                  Reason.NotAttested,
                  "profile %s demands a valid attestation: %s"
                      .formatted(profile.name(), verdict.evidence()));
      case Satisfied, NotSatisfied, Unknown, Accepted -> verdict;
    };
  }

  /** Those that the profile counts, in its order and with its ids; none that it names is lost. */
  static List<Judged> counted(List<Judged> judged, Profile profile) {
    List<Judged> counted = new ArrayList<>();
    for (ProfileCheck entry : profile.checks()) {
      counted.add(
          judged.stream()
              .filter(j -> j.check().id().equals(entry.check()))
              .findFirst()
              .map(j -> new Judged(j.check().answering(entry.controls()), j.verdict()))
              .orElseGet(() -> unheardOf(entry)));
    }
    return counted;
  }

  /** A profile for a newer operator: what can't be judged here must not look as if it were. */
  private static Judged unheardOf(ProfileCheck entry) {
    Verdict unknown =
        Verdict.unknown(Reason.CheckNotKnown, "this operator's catalog has no such check");
    Check check =
        Check.counted(
                Grade.Declared,
                entry.check(),
                List.of("-"),
                entry.check(),
                new Check.Meaning("", "", ""),
                situation -> unknown)
            .answering(entry.controls());
    return new Judged(check, unknown);
  }
}
