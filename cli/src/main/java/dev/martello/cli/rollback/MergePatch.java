package dev.martello.cli.rollback;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** JSON merge patches (RFC 7396): what is absent later becomes null, lists are whole. */
final class MergePatch {
  private MergePatch() {}

  static ObjectNode between(ObjectNode before, ObjectNode after) {
    ObjectNode patch = before.objectNode();
    before
        .fieldNames()
        .forEachRemaining(
            name -> {
              if (!after.has(name)) {
                patch.putNull(name);
              }
            });
    after
        .properties()
        .forEach(
            field -> {
              JsonNode earlier = before.get(field.getKey());
              if (earlier instanceof ObjectNode old && field.getValue() instanceof ObjectNode now) {
                ObjectNode deeper = between(old, now);
                if (!deeper.isEmpty()) {
                  patch.set(field.getKey(), deeper);
                }
              } else if (!field.getValue().equals(earlier)) {
                patch.set(field.getKey(), field.getValue());
              }
            });
    return patch;
  }
}
