package dev.martello.operator.findings;

import static dev.martello.operator.findings.ConditionType.AccuracyValidated;

import dev.martello.crds.Grade;
import dev.martello.operator.observed.Evidence;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/** How well the model does what it is for. */
final class AccuracyChecks {

  static final Check REPORT =
      Check.feeding(
          AccuracyValidated,
          Grade.Reported,
          "accuracy-report",
          List.of("A.8.29"),
          "The model was evaluated, and reaches what the approvers demand",
          new Check.Meaning(
              "The signed model carries an evaluation report, and its accuracy is at least the ModelTrusts' minimum, if there is one.",
              "It carries no report, or the accuracy is too low, or another metric was measured than is demanded.",
              "A pod reports no model."),
          situation -> PerPod.evidence(situation, (pod, seen) -> report(situation, seen)));

  private AccuracyChecks() {}

  private static Verdict report(Situation situation, Evidence seen) {
    Evidence.Model model = seen.model();
    if (model == null) {
      return ModelChecks.missing("model");
    }
    Evidence.Evaluation report = model.evaluation();
    if (report == null) {
      return Verdict.notSatisfied(
          Reason.NoReport,
          "the model was sealed without --evaluation, so nothing says how well it does");
    }
    String saw =
        "signer's report: %s %s (%s to %s) on %d rows"
            .formatted(
                report.metric(), report.value(), report.lower(), report.upper(), report.rows());
    if (!Double.isFinite(report.value()) || report.rows() <= 0) {
      return Verdict.notSatisfied(Reason.NoReport, saw + ", which measures nothing");
    }
    Optional<BigDecimal> minimum = situation.inputs().trust().minimumAccuracy();
    if (minimum.isEmpty()) {
      return Verdict.satisfied(Reason.ReportBySigner, saw + "; no minimum demanded");
    }
    String demanded = "; demanded: accuracy %s".formatted(minimum.get().toPlainString());
    if (!report.metric().equals("accuracy")) {
      return Verdict.notSatisfied(Reason.OtherMetric, saw + demanded);
    }
    return BigDecimal.valueOf(report.value()).compareTo(minimum.get()) >= 0
        ? Verdict.satisfied(Reason.ReportBySigner, saw + demanded)
        : Verdict.notSatisfied(Reason.AccuracyTooLow, saw + demanded);
  }
}
