package dev.martello.operator.desired;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.martello.crds.Evaluation;
import dev.martello.crds.EvaluationInput;
import dev.martello.crds.EvaluationMetric;
import dev.martello.crds.EvaluationSlice;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * The text of evaluation.json: the contract with the runtime, of which {@code
 * docs/contracts/evaluation.json} is an example.
 */
final class EvaluationSettings {
  private EvaluationSettings() {}

  static String json(Evaluation evaluation, Trust trust) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("formatVersion", 1);
    input(root.putObject("dataset"), evaluation.dataset());
    Optional.ofNullable(evaluation.reference())
        .ifPresent(reference -> input(root.putObject("reference"), reference));
    root.put("metric", evaluation.metric().word());
    Optional.ofNullable(evaluation.minimum())
        .ifPresent(minimum -> root.put("minimum", demanded(evaluation, minimum, trust)));
    Optional.ofNullable(evaluation.maximum()).ifPresent(most -> root.put("maximum", most));
    var slices = root.putArray("slices");
    for (EvaluationSlice slice : evaluation.slices()) {
      ObjectNode one = slices.addObject().put("name", slice.name()).put("column", slice.column());
      Optional.ofNullable(slice.from()).ifPresent(from -> one.put("from", from));
      Optional.ofNullable(slice.below()).ifPresent(below -> one.put("below", below));
      Optional.ofNullable(slice.minimum()).ifPresent(minimum -> one.put("minimum", minimum));
      Optional.ofNullable(slice.maximum()).ifPresent(most -> one.put("maximum", most));
    }
    Optional.ofNullable(evaluation.maximumP95Microseconds())
        .ifPresent(most -> root.put("maximumP95Microseconds", most));
    Optional.ofNullable(evaluation.maximumMemoryBytes())
        .ifPresent(most -> root.put("maximumMemoryBytes", most));
    Optional.ofNullable(evaluation.ctcBlank()).ifPresent(blank -> root.put("ctcBlank", blank));
    // Absent where it does not, so that those have the settings that they always had.
    if (trust.signedReportSuffices()) {
      root.put("signedReportSuffices", true);
    }
    return Json.pretty(root);
  }

  /** What the approvers demand is the least that can be demanded. */
  private static String demanded(Evaluation evaluation, String minimum, Trust trust) {
    if (evaluation.metric() != EvaluationMetric.ACCURACY) {
      return minimum;
    }
    BigDecimal own = new BigDecimal(minimum);
    return trust
        .minimumAccuracy()
        .filter(theirs -> theirs.compareTo(own) > 0)
        .map(BigDecimal::toPlainString)
        .orElse(minimum);
  }

  private static void input(ObjectNode node, EvaluationInput input) {
    node.put("name", input.name());
    Optional.ofNullable(input.digest()).ifPresent(digest -> node.put("digest", digest));
  }
}
