package dev.martello.operator.findings;

import dev.martello.crds.CallerLimit;
import dev.martello.crds.Grade;
import java.util.List;

/** What callers see of answers, and how much they may ask. */
final class LimitChecks {

  static final Check ANSWERS =
      Check.counted(
          Grade.Declared,
          "answers-limited",
          List.of("A.5.15", "A.8.12"),
          "For every caller it is decided what he sees of answers and how much he may ask",
          new Check.Meaning(
              "A group of spec.access.limits means everybody whom no earlier one means, so that no caller goes by no rule. Not applicable without limits or with nobody in spec.access.from, unless the profile demands it.",
              "Callers whom no group of spec.access.limits means see everything and may ask any amount.",
              "Never."),
          LimitChecks::answers);

  private LimitChecks() {}

  private static Verdict answers(Situation situation) {
    var access = situation.spec().access();
    if (access.from().isEmpty()) {
      return Verdict.notApplicable(Reason.NobodyAdmitted, "spec.access.from is empty");
    }
    if (access.limits().isEmpty()) {
      return Verdict.notApplicable(Reason.NoLimits, "spec.access.limits is empty");
    }
    return access.limits().stream().anyMatch(LimitChecks::everybody)
        ? Verdict.satisfied(
            Reason.AllCallersLimited,
            "groups of spec.access.limits: "
                + String.join(", ", access.limits().stream().map(CallerLimit::name).toList()))
        : Verdict.notSatisfied(
            Reason.CallersUnlimited,
            "no group of spec.access.limits means the callers whom the others don't: end with one without identities and serviceAccounts");
  }

  private static boolean everybody(CallerLimit limit) {
    return limit.identities().isEmpty() && limit.serviceAccounts().isEmpty();
  }
}
