package dev.martello.runtime.evaluation;

import dev.martello.runtime.evaluation.metric.Estimate;
import dev.martello.runtime.evaluation.metric.Metric;
import dev.martello.sealedmodel.Evaluation;
import dev.martello.sealedmodel.VerifiedModel;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** The report in a model's signed manifest, where it may stand in for measuring; pure. */
public final class SignedReport {
  private SignedReport() {}

  /**
   * The report as a result. Empty if the model has to be measured: there is no report, it is of
   * another metric or of other data, it doesn't meet the demand, or more is demanded than a report
   * says.
   */
  public static Optional<GateResult> result(
      GateDemand demand, VerifiedModel model, VerifiedModel dataset) {
    String data = dataset.manifest().plaintext().sha256();
    return model
        .manifest()
        .evaluation()
        .filter(report -> saysAll(demand, report, data))
        .map(
            report ->
                new GateResult(
                    new Estimate(
                        report.value(),
                        report.lower(),
                        report.upper(),
                        Math.toIntExact(report.rows())),
                    List.of(),
                    Optional.empty(),
                    OptionalLong.empty(),
                    List.of()));
  }

  private static boolean saysAll(GateDemand demand, Evaluation report, String data) {
    Metric metric = demand.metric();
    // A report does not say whom the model agreed with.
    return metric != Metric.AGREEMENT
        && report.metric().equals(metric.word())
        && report.datasetSha256().equals(data)
        && report.rows() <= Integer.MAX_VALUE
        && metric.drop(demand.bound(), report.value()) <= Gate.ROUNDING
        && demand.slices().isEmpty()
        && demand.p95Micros().isEmpty()
        && demand.memoryBytes().isEmpty();
  }
}
