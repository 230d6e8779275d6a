package dev.martello.embedded.apiserver;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Secrets and ConfigMaps that say they are immutable, are. */
final class Immutability {
  private Immutability() {}

  static void check(@Nullable ObjectNode live, ObjectNode next) {
    if (live == null || !live.path("immutable").asBoolean()) {
      return;
    }
    for (String field : List.of("immutable", "data", "binaryData")) {
      if (!live.path(field).equals(next.path(field))) {
        throw ApiRefusal.invalid(
            "%s \"%s\" is invalid: %s: Forbidden: field is immutable when `immutable` is set"
                .formatted(
                    live.path("kind").asText(),
                    live.path("metadata").path("name").asText(),
                    field));
      }
    }
  }
}
