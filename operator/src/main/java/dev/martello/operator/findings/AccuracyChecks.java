package dev.martello.operator.findings;

import static dev.martello.operator.findings.ConditionType.AccuracyValidated;

import dev.martello.crds.EvaluationVerdict;
import dev.martello.crds.Grade;
import dev.martello.operator.observed.Evidence;
import dev.martello.operator.observed.ObservedPod;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

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
              "The signed model carries an evaluation report, and its accuracy is at least the ModelTrusts' minimum and the profile's parameter minimum, as far as there are any. With spec.evaluation only where that report stood in for measuring.",
              "It carries no report, or the accuracy is too low, or another metric was measured than is demanded. Not applicable if spec.evaluation had the model measured in the cluster.",
              "A pod reports no model."),
          situation ->
              situation.spec().evaluation() == null || signerStoodIn(situation)
                  ? PerPod.evidence(situation, (pod, seen) -> report(situation, seen))
                  : Verdict.notApplicable(
                      Reason.EvaluatedByJob,
                      "spec.evaluation: the evaluation in the cluster is judged instead"));

  static final Check EVALUATION =
      Check.feeding(
          AccuracyValidated,
          Grade.Tried,
          "accuracy-evaluated",
          List.of("A.8.29"),
          "The model was evaluated on this cluster before it served",
          new Check.Meaning(
              "Every serving pod runs the very model that passed spec.evaluation, by the digest of its plaintext, and neither ModelTrusts nor profile demand more. Not applicable without spec.evaluation, and where a signer's report stood in, as the ModelTrusts allow.",
              "A pod runs another model than the one that was evaluated, or another metric was measured than is demanded.",
              "A pod of a revision serves that was not evaluated, or does not say which model it runs."),
          AccuracyChecks::evaluated);

  private AccuracyChecks() {}

  /** Of the desired revision. */
  private static boolean signerStoodIn(Situation situation) {
    return situation
        .desired()
        .flatMap(
            desired ->
                Optional.ofNullable(situation.observed().deployment().getStatus())
                    .flatMap(status -> status.evaluation(desired.revision())))
        .filter(verdict -> "signer".equals(verdict.by()))
        .isPresent();
  }

  private static Verdict evaluated(Situation situation) {
    if (situation.spec().evaluation() == null) {
      return Verdict.notApplicable(
          Reason.NoEvaluationDemanded, "spec.evaluation is absent: the signer's report counts");
    }
    if (signerStoodIn(situation)) {
      return Verdict.notApplicable(
          Reason.ReportBySigner, "the ModelTrusts let the signer's report stand in: it is judged");
    }
    return RealNode.needed(real -> PerPod.evidence(real, (pod, seen) -> evaluated(real, pod, seen)))
        .apply(situation);
  }

  private static Verdict evaluated(Situation situation, ObservedPod pod, Evidence seen) {
    Optional<EvaluationVerdict> verdict =
        Optional.ofNullable(situation.observed().deployment().getStatus())
            .flatMap(status -> status.evaluation(pod.revision()))
            .filter(EvaluationVerdict::passed);
    if (verdict.isEmpty()) {
      return Verdict.unknown(
          Reason.NotEvaluated, "revision %s was not evaluated".formatted(pod.revision()));
    }
    Evidence.Model model = seen.model();
    if (model == null || model.plaintextDigest() == null) {
      return ModelChecks.missing("model.plaintextDigest");
    }
    EvaluationVerdict judged = verdict.get();
    if (!judged.model().equals(model.plaintextDigest())) {
      return Verdict.notSatisfied(
          Reason.OtherModelEvaluated,
          "it runs the model %s, evaluated was %s"
              .formatted(model.plaintextDigest(), judged.model()));
    }
    String saw =
        "evaluation Job: %s %s (%s to %s) on %d rows, demanded %s"
            .formatted(
                judged.metric(),
                judged.value(),
                judged.lower(),
                judged.upper(),
                judged.rows(),
                judged.demanded());
    Optional<BigDecimal> minimum = minimum(situation, EVALUATION);
    if (minimum.isPresent() && !judged.metric().equals("accuracy")) {
      return Verdict.notSatisfied(
          Reason.OtherMetric,
          saw + "; demanded besides is accuracy " + minimum.get().toPlainString());
    }
    return minimum.isEmpty() || new BigDecimal(judged.value()).compareTo(minimum.get()) >= 0
        ? Verdict.satisfied(Reason.EvaluatedByJob, saw)
        : Verdict.notSatisfied(
            Reason.AccuracyTooLow, saw + "; demanded besides is " + minimum.get().toPlainString());
  }

  /** What ModelTrusts and profile demand: the higher of the two. */
  private static Optional<BigDecimal> minimum(Situation situation, Check check) {
    return Stream.concat(
            situation.inputs().trust().minimumAccuracy().stream(),
            situation.parameter(check.id(), Parameter.MINIMUM).map(BigDecimal::new).stream())
        .max(Comparator.naturalOrder());
  }

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
    Optional<BigDecimal> minimum = minimum(situation, REPORT);
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
