package dev.martello.operator.observed;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an evaluation pod leaves as its termination message when it came to a verdict, as {@code
 * docs/contracts/evaluation-result.json} shows it.
 *
 * @param figures every one of them, by the names that the runtime gives them
 */
public record EvaluationResult(boolean passed, String message, JsonNode figures) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> TEXTS = List.of("model", "dataset", "metric", "reportSha256");
  private static final List<String> NUMBERS = List.of("value", "lower", "upper", "rows");

  /** Empty if it isn't one, or lacks anything that a verdict needs. */
  public static Optional<EvaluationResult> parse(@Nullable String line) {
    if (line == null) {
      return Optional.empty();
    }
    try {
      JsonNode node = JSON.readTree(line);
      JsonNode figures = node == null ? JSON.nullNode() : node.path("evaluation");
      boolean whole =
          figures.path("passed").isBoolean()
              && TEXTS.stream().allMatch(name -> figures.path(name).isTextual())
              && NUMBERS.stream().allMatch(name -> figures.path(name).isNumber())
              && (figures.path("minimum").isNumber() || figures.path("maximum").isNumber())
              && figures.path("model").textValue().matches("sha256:[0-9a-f]{64}")
              && node.path("message").isTextual();
      return whole
          ? Optional.of(
              new EvaluationResult(
                  figures.path("passed").booleanValue(), node.path("message").textValue(), figures))
          : Optional.empty();
    } catch (JsonProcessingException notJson) {
      return Optional.empty();
    }
  }

  public String text(String name) {
    return figures.path(name).asText();
  }

  /** A number as the runtime wrote it, in plain digits. */
  public String number(String name) {
    return figures.path(name).decimalValue().stripTrailingZeros().toPlainString();
  }

  public @Nullable Long whole(String name) {
    return figures.path(name).isNumber() ? Long.valueOf(figures.path(name).longValue()) : null;
  }
}
