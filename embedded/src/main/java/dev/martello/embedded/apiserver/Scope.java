package dev.martello.embedded.apiserver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What part of an object an endpoint may write: the object itself, or only its status. */
enum Scope {
  /** The object's own endpoint, for a kind whose status has an endpoint of its own. */
  SPEC,
  /** The {@code /status} endpoint. */
  STATUS,
  /** The object's own endpoint, for a kind without status subresource. */
  WHOLE;

  private static final Set<String> IDENTITY = Set.of("apiVersion", "kind", "metadata");
  private static final List<String> USER_METADATA =
      List.of("labels", "annotations", "finalizers", "ownerReferences");

  static Scope of(ResourceKind kind, boolean statusEndpoint) {
    if (statusEndpoint) {
      return STATUS;
    }
    return kind.statusSubresource() ? SPEC : WHOLE;
  }

  /** A copy of what this endpoint may write, and nothing else. */
  ObjectNode cut(ObjectNode object) {
    ObjectNode cut = JsonNodeFactory.instance.objectNode();
    if (this == STATUS) {
      copy(object, "status", cut);
      return cut;
    }
    ObjectNode metadata = JsonNodeFactory.instance.objectNode();
    USER_METADATA.forEach(name -> copy(object.path("metadata"), name, metadata));
    if (!metadata.isEmpty()) {
      cut.set("metadata", metadata);
    }
    object.fieldNames().forEachRemaining(name -> copyOwn(object, name, cut));
    return cut;
  }

  /** Replaces in {@code target} all that this endpoint may write by {@code cut}. */
  void paste(ObjectNode cut, ObjectNode target) {
    if (this == STATUS) {
      target.remove("status");
      copy(cut, "status", target);
      return;
    }
    ObjectNode metadata = target.withObjectProperty("metadata");
    USER_METADATA.forEach(metadata::remove);
    USER_METADATA.forEach(name -> copy(cut.path("metadata"), name, metadata));
    List.copyOf(target.properties()).stream()
        .map(Map.Entry::getKey)
        .filter(this::isOwn)
        .forEach(target::remove);
    cut.fieldNames().forEachRemaining(name -> copyOwn(cut, name, target));
  }

  private boolean isOwn(String name) {
    return !IDENTITY.contains(name) && !(this == SPEC && name.equals("status"));
  }

  private void copyOwn(ObjectNode from, String name, ObjectNode to) {
    if (isOwn(name)) {
      copy(from, name, to);
    }
  }

  private static void copy(JsonNode from, String name, ObjectNode to) {
    JsonNode value = from.path(name);
    if (!value.isMissingNode() && !value.isNull()) {
      to.set(name, value.deepCopy());
    }
  }
}
