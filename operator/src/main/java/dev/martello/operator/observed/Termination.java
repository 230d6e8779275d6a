package dev.martello.operator.observed;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Why the runtime's container ended: the one line of JSON that it leaves as its termination
 * message.
 *
 * @param reason upper camel case, such as {@code SignatureInvalid}
 * @param message what, where, and what to do
 */
public record Termination(String reason, String message) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * Reads the termination message; empty if it isn't ours (the kubelet puts the log's tail there if
   * the container left none).
   */
  public static Optional<Termination> parse(@Nullable String line) {
    if (line == null) {
      return Optional.empty();
    }
    try {
      JsonNode node = JSON.readTree(line);
      if (node == null || !node.path("reason").isTextual() || !node.path("message").isTextual()) {
        return Optional.empty();
      }
      String reason = node.get("reason").textValue();
      return reason.matches("[A-Z][A-Za-z]{0,63}")
          ? Optional.of(new Termination(reason, node.get("message").textValue()))
          : Optional.empty();
    } catch (JsonProcessingException notJson) {
      return Optional.empty();
    }
  }
}
