package dev.martello.operator.findings;

import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorRequirement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Label selectors as Kubernetes reads them: all terms must hold, an empty selector takes
 * everything.
 */
final class Selecting {
  private Selecting() {}

  static boolean selects(@Nullable LabelSelector selector, @Nullable Map<String, String> labels) {
    if (selector == null) {
      return true;
    }
    Map<String, String> present = labels == null ? Map.of() : labels;
    return matchLabels(selector).entrySet().stream()
            .allMatch(want -> want.getValue().equals(present.get(want.getKey())))
        && expressions(selector).stream().allMatch(e -> holds(e, present));
  }

  /**
   * Whether it could take an object of which only these labels are known: a term over another label
   * might hold.
   */
  static boolean mightSelect(@Nullable LabelSelector selector, Map<String, String> known) {
    if (selector == null) {
      return true;
    }
    return matchLabels(selector).entrySet().stream()
            .filter(want -> known.containsKey(want.getKey()))
            .allMatch(want -> want.getValue().equals(known.get(want.getKey())))
        && expressions(selector).stream()
            .filter(e -> known.containsKey(e.getKey()))
            .allMatch(e -> holds(e, known));
  }

  static boolean everything(@Nullable LabelSelector selector) {
    return selector == null || (matchLabels(selector).isEmpty() && expressions(selector).isEmpty());
  }

  private static boolean holds(LabelSelectorRequirement term, Map<String, String> labels) {
    boolean has = labels.containsKey(term.getKey());
    List<String> values = Optional.ofNullable(term.getValues()).orElse(List.of());
    boolean in = has && values.contains(labels.get(term.getKey()));
    return switch (Optional.ofNullable(term.getOperator()).orElse("")) {
      case "In" -> in;
      case "NotIn" -> !in;
      case "Exists" -> has;
      case "DoesNotExist" -> !has;
      // The API server admits no other operator; taken as selecting, which is the careful reading
      // here.
      default -> true;
    };
  }

  private static Map<String, String> matchLabels(LabelSelector selector) {
    return Optional.ofNullable(selector.getMatchLabels()).orElse(Map.of());
  }

  private static List<LabelSelectorRequirement> expressions(LabelSelector selector) {
    return Optional.ofNullable(selector.getMatchExpressions()).orElse(List.of());
  }
}
