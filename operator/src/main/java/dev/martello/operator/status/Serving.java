package dev.martello.operator.status;

import dev.martello.crds.ServedModel;
import dev.martello.operator.desired.Desired;
import dev.martello.operator.findings.Situation;
import dev.martello.operator.observed.Evidence;
import dev.martello.operator.observed.ObservedPod;
import dev.martello.operator.observed.Receipt;
import dev.martello.operator.observed.Sight;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What serves now. */
final class Serving {
  /** Characters of a version that a pod may put into the status. */
  private static final int LONGEST_VERSION = 128;

  private Serving() {}

  /**
   * The desired revision once it alone serves, else the one that served before, as long as it does.
   */
  static Optional<String> revision(Situation situation) {
    List<String> serving =
        situation.observed().serving().stream()
            .map(ObservedPod::revision)
            .filter(revision -> !revision.isEmpty())
            .distinct()
            .sorted()
            .toList();
    if (serving.size() < 2) {
      return serving.stream().findFirst();
    }
    var status = situation.observed().deployment().getStatus();
    Optional<String> before = Optional.ofNullable(status == null ? null : status.revision());
    return before
        .filter(serving::contains)
        .or(() -> situation.desired().map(Desired::revision).filter(serving::contains))
        .or(() -> serving.stream().findFirst());
  }

  /** Empty unless every serving pod reports the same model. */
  static Optional<ServedModel> model(Situation situation) {
    List<ObservedPod> pods = situation.observed().serving();
    List<Optional<ServedModel>> models =
        pods.stream()
            .map(pod -> evidence(pod).map(Evidence::model).map(Serving::served))
            .distinct()
            .toList();
    return models.size() == 1 ? models.getFirst() : Optional.empty();
  }

  private static Optional<Evidence> evidence(ObservedPod pod) {
    return switch (pod.evidence()) {
      case Sight.Seen<Receipt> yes -> Optional.of(yes.value().evidence());
      case Sight.Unseen<Receipt> no -> Optional.empty();
    };
  }

  private static ServedModel served(Evidence.Model model) {
    return new ServedModel(
        model.digest(),
        bounded(model.version()),
        model.signer() == null ? null : model.signer().name(),
        model.recipientKeyId(),
        accuracy(model.evaluation()));
  }

  private static String bounded(String version) {
    return version.length() <= LONGEST_VERSION
        ? version
        : version.substring(0, LONGEST_VERSION - 1) + "…";
  }

  private static @Nullable String accuracy(Evidence.@Nullable Evaluation report) {
    if (report == null || !report.metric().equals("accuracy") || !Double.isFinite(report.value())) {
      return null;
    }
    BigDecimal rounded = BigDecimal.valueOf(report.value()).setScale(4, RoundingMode.HALF_UP);
    return rounded.stripTrailingZeros().toPlainString();
  }
}
