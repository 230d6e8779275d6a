package dev.martello.embedded.apiserver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A custom kind, read from the {@code openAPIV3Schema} of its CustomResourceDefinition. */
final class CustomSchema implements Schema {
  private final JsonNode root;
  private final Schema metadata = new BuiltInSchema();

  CustomSchema(JsonNode openApiSchema) {
    this.root = openApiSchema;
  }

  @Override
  public Topology ofObject(List<String> path) {
    if (path.getFirst().equals("metadata")) {
      return metadata.ofObject(path);
    }
    boolean atomic = at(path).path("x-kubernetes-map-type").asText().equals("atomic");
    return atomic ? Topology.ATOMIC : Topology.GRANULAR;
  }

  @Override
  public Topology ofList(List<String> path) {
    if (path.getFirst().equals("metadata")) {
      return metadata.ofList(path);
    }
    JsonNode schema = at(path);
    return switch (schema.path("x-kubernetes-list-type").asText()) {
      case "map" -> {
        List<String> keys = new ArrayList<>();
        schema.path("x-kubernetes-list-map-keys").forEach(key -> keys.add(key.asText()));
        yield new Topology.KeyedList(keys);
      }
      case "set" -> Topology.SET;
      default -> Topology.ATOMIC;
    };
  }

  @Override
  public void applyDefaults(ObjectNode object) {
    fill(object, root);
  }

  private static void fill(JsonNode value, JsonNode schema) {
    if (value instanceof ArrayNode list) {
      list.forEach(item -> fill(item, schema.path("items")));
    } else if (value instanceof ObjectNode object) {
      for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
        JsonNode standard = property.getValue().path("default");
        if (!standard.isMissingNode() && object.path(property.getKey()).isMissingNode()) {
          object.set(property.getKey(), standard.deepCopy());
        }
      }
      for (Map.Entry<String, JsonNode> field : object.properties()) {
        JsonNode named = schema.path("properties").path(field.getKey());
        fill(field.getValue(), named.isMissingNode() ? schema.path("additionalProperties") : named);
      }
    }
  }

  private JsonNode at(List<String> path) {
    JsonNode schema = root;
    for (String name : path) {
      if (schema.path("type").asText().equals("array")) {
        schema = schema.path("items");
      }
      JsonNode named = schema.path("properties").path(name);
      schema = named.isMissingNode() ? schema.path("additionalProperties") : named;
      if (schema.isMissingNode()) {
        return MissingNode.getInstance();
      }
    }
    return schema;
  }
}
