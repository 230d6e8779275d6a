package dev.martello.operator.findings;

import static dev.martello.operator.findings.ConditionType.AuditRecorded;

import dev.martello.crds.Grade;
import dev.martello.operator.observed.AuditState;
import dev.martello.operator.observed.Sight;
import java.util.List;

/** Whether what the operator decides is written down where it can't be changed unnoticed. */
final class AuditChecks {

  static final Check RECORDED =
      Check.feeding(
          AuditRecorded,
          Grade.Tried,
          "audit-recorded",
          List.of("A.5.28", "A.5.33", "A.8.15"),
          "Every decision of the operator is a line of a chained log whose last head is published",
          new Check.Meaning(
              "The last head stands in ConfigMap martello-audit-head (with an operator class: martello-audit-head-CLASS) as the operator published it, and its signature holds.",
              "The API server did not take the head, or another stands there, or none; or a line could not be written into AUDIT_DIRECTORY.",
              "The operator has decided nothing yet, or can't read the head."),
          AuditChecks::recorded);

  private AuditChecks() {}

  private static Verdict recorded(Situation situation) {
    return switch (situation.observed().surroundings().audit()) {
      case Sight.Unseen<AuditState> no -> Verdict.unseen(no.reason(), no.message());
      case Sight.Seen<AuditState> yes ->
          switch (yes.value()) {
            case Published ->
                Verdict.satisfied(
                    Reason.AuditHeadPublished,
                    "the head in ConfigMap martello-audit-head is the operator's last, and verifies");
            case NotPublished ->
                Verdict.notSatisfied(
                    Reason.AuditHeadNotPublished, "ConfigMap martello-audit-head can't be written");
            case Changed ->
                Verdict.notSatisfied(
                    Reason.AuditHeadChanged,
                    "ConfigMap martello-audit-head is not as the operator left it");
            case NotKept ->
                Verdict.notSatisfied(
                    Reason.AuditLineNotKept,
                    "a line could not be written into AUDIT_DIRECTORY: look at its volume, then restart the operator");
          };
    };
  }
}
