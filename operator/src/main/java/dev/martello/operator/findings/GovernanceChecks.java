package dev.martello.operator.findings;

import dev.martello.crds.Governance;
import dev.martello.crds.Grade;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the user declares about who answers for the model. */
final class GovernanceChecks {
  private static final String NEVER = "Never.";

  static final Check OWNER =
      Check.counted(
          Grade.Declared,
          "owner-named",
          List.of("A.5.9"),
          "Someone answers for the model, and it is said what it is for",
          new Check.Meaning(
              "spec.governance names owner and purpose.", "One of them is missing.", NEVER),
          GovernanceChecks::owner);

  static final Check CLASSIFICATION =
      Check.counted(
          Grade.Declared,
          "data-classified",
          List.of("A.5.12"),
          "The data that the model deals with is classified",
          new Check.Meaning("spec.governance.dataClassification is set.", "It is missing.", NEVER),
          GovernanceChecks::classification);

  static final Check REVIEW =
      Check.counted(
          Grade.Declared,
          "review-due",
          List.of("A.5.36"),
          "The deployment's review is not overdue",
          new Check.Meaning(
              "spec.governance.reviewDate is set and has not passed (UTC), nor is further away than the profile's parameter withinDays says.",
              "It is missing, no date, has passed, or is too far away.",
              NEVER),
          GovernanceChecks::review);

  private GovernanceChecks() {}

  private static Verdict owner(Situation situation) {
    Governance governance = situation.spec().governance();
    if (blank(governance.owner())) {
      return Verdict.notSatisfied(Reason.OwnerMissing, "spec.governance.owner is not set");
    }
    return blank(governance.purpose())
        ? Verdict.notSatisfied(Reason.PurposeMissing, "spec.governance.purpose is not set")
        : Verdict.satisfied(
            Reason.OwnerNamed, "%s: %s".formatted(governance.owner(), governance.purpose()));
  }

  private static Verdict classification(Situation situation) {
    var classification = situation.spec().governance().dataClassification();
    return classification == null
        ? Verdict.notSatisfied(
            Reason.ClassificationMissing, "spec.governance.dataClassification is not set")
        : Verdict.satisfied(Reason.Classified, classification.name());
  }

  private static Verdict review(Situation situation) {
    String text = situation.spec().governance().reviewDate();
    if (blank(text)) {
      return Verdict.notSatisfied(
          Reason.ReviewDateMissing, "spec.governance.reviewDate is not set");
    }
    LocalDate today = situation.observed().now().atOffset(ZoneOffset.UTC).toLocalDate();
    try {
      LocalDate date = LocalDate.parse(text);
      Optional<Long> most =
          situation.parameter(REVIEW.id(), Parameter.WITHIN_DAYS).map(Long::parseLong);
      if (most.isPresent() && date.isAfter(today.plusDays(most.get()))) {
        return Verdict.notSatisfied(
            Reason.ReviewTooFar,
            "next review by %s; the profile demands one within %d days"
                .formatted(text, most.get()));
      }
      return date.isBefore(today)
          ? Verdict.notSatisfied(Reason.ReviewOverdue, "was due by " + text)
          : Verdict.satisfied(Reason.ReviewPlanned, "next review by " + text);
    } catch (DateTimeException malformed) {
      return Verdict.notSatisfied(
          Reason.ReviewDateMissing, "spec.governance.reviewDate is no date: " + text);
    }
  }

  private static boolean blank(@Nullable String text) {
    return text == null || text.isBlank();
  }
}
