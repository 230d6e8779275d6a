package dev.martello.embedded.apiserver;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The status that a CustomResourceDefinition gets once its kind is served. */
final class Definitions {
  private Definitions() {}

  static void establish(ObjectNode definition) {
    ObjectNode status = definition.withObjectProperty("status");
    if (status.path("conditions").isEmpty()) {
      ArrayNode conditions = status.putArray("conditions");
      condition(conditions, "NamesAccepted", "NoConflicts");
      condition(conditions, "Established", "InitialNamesAccepted");
    }
  }

  private static void condition(ArrayNode conditions, String type, String reason) {
    conditions
        .addObject()
        .put("type", type)
        .put("status", "True")
        .put("reason", reason)
        .put("lastTransitionTime", ObjectWrites.now());
  }
}
