package dev.martello.embedded.apiserver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** One entry of {@code metadata.managedFields}; {@code subresource} is empty for the object. */
record FieldOwner(
    String manager,
    boolean applies,
    String subresource,
    String apiVersion,
    String time,
    FieldSet fields) {

  static List<FieldOwner> of(ObjectNode object) {
    List<FieldOwner> owners = new ArrayList<>();
    for (JsonNode entry : object.path("metadata").path("managedFields")) {
      owners.add(
          new FieldOwner(
              entry.path("manager").asText(),
              entry.path("operation").asText().equals("Apply"),
              entry.path("subresource").asText(),
              entry.path("apiVersion").asText(),
              entry.path("time").asText(),
              FieldSet.decode(entry.path("fieldsV1"))));
    }
    return owners;
  }

  static void write(List<FieldOwner> owners, ObjectNode object) {
    ObjectNode metadata = object.withObjectProperty("metadata");
    metadata.remove("managedFields");
    ArrayNode entries = metadata.putArray("managedFields");
    for (FieldOwner owner : owners) {
      ObjectNode entry =
          entries
              .addObject()
              .put("manager", owner.manager)
              .put("operation", owner.applies ? "Apply" : "Update")
              .put("apiVersion", owner.apiVersion)
              .put("time", owner.time)
              .put("fieldsType", "FieldsV1");
      entry.set("fieldsV1", owner.fields.encode());
      if (!owner.subresource.isEmpty()) {
        entry.put("subresource", owner.subresource);
      }
    }
  }

  boolean isSameEntry(FieldOwner other) {
    return manager.equals(other.manager)
        && applies == other.applies
        && subresource.equals(other.subresource);
  }

  FieldOwner with(FieldSet changed, String now) {
    return changed.equals(fields)
        ? this
        : new FieldOwner(manager, applies, subresource, apiVersion, now, changed);
  }
}
