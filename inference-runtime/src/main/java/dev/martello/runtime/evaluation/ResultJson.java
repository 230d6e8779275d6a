package dev.martello.runtime.evaluation;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.martello.runtime.evaluation.metric.Estimate;
import dev.martello.runtime.evaluation.metric.Metric;
import dev.martello.sealedmodel.VerifiedModel;
import java.math.BigDecimal;
import java.math.MathContext;

/**
 * Figures as JSON, without a single record of the data; {@code
 * docs/contracts/evaluation-result.json}.
 */
public final class ResultJson {
  private static final MathContext DIGITS = new MathContext(6);

  private ResultJson() {}

  public static ObjectNode of(
      GateDemand demand, GateResult result, VerifiedModel model, VerifiedModel dataset) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("passed", result.passed());
    json.put("model", "sha256:" + model.manifest().plaintext().sha256());
    json.put("dataset", "sha256:" + dataset.manifest().plaintext().sha256());
    json.put("datasetName", dataset.manifest().name() + " " + dataset.manifest().version());
    Metric metric = demand.metric();
    json.put("metric", metric.word());
    put(json, result.estimate());
    json.put(bound(metric), demand.bound());
    var slices = json.putArray("slices");
    for (GateResult.Slice slice : result.slices()) {
      ObjectNode one = slices.addObject().put("name", slice.name());
      slice.estimate().ifPresentOrElse(figure -> put(one, figure), () -> one.put("rows", 0));
      one.put(bound(metric), slice.bound());
    }
    result
        .latencies()
        .ifPresentOrElse(
            times ->
                json.put("p50Microseconds", times.p50Micros())
                    .put("p95Microseconds", times.p95Micros()),
            () -> json.put("by", "signer"));
    demand.p95Micros().ifPresent(most -> json.put("maximumP95Microseconds", most));
    result.memoryBytes().ifPresent(bytes -> json.put("memoryBytes", bytes));
    demand.memoryBytes().ifPresent(most -> json.put("maximumMemoryBytes", most));
    return json;
  }

  private static String bound(Metric metric) {
    return metric.isHigherBetter() ? "minimum" : "maximum";
  }

  private static void put(ObjectNode json, Estimate estimate) {
    json.put("value", rounded(estimate.value()))
        .put("lower", rounded(estimate.lower()))
        .put("upper", rounded(estimate.upper()))
        .put("rows", estimate.rows());
  }

  /** Six digits are more than any interval's worth, and keep the message short. */
  private static BigDecimal rounded(double value) {
    return Double.isFinite(value) ? new BigDecimal(value).round(DIGITS) : BigDecimal.valueOf(-1);
  }
}
