package dev.martello.embedded.apiserver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** From values to field paths and back. */
final class FieldPaths {
  private FieldPaths() {}

  /** Every field that {@code object} sets; a null sets nothing. */
  static FieldSet of(ObjectNode object, Schema schema) {
    Set<List<String>> found = new LinkedHashSet<>();
    for (Map.Entry<String, JsonNode> field : object.properties()) {
      String name = field.getKey();
      collect(field.getValue(), List.of(name), List.of("f:" + name), schema, found);
    }
    return new FieldSet(found);
  }

  private static void collect(
      JsonNode value,
      List<String> names,
      List<String> path,
      Schema schema,
      Set<List<String>> found) {
    if (value.isNull()) {
      return;
    }
    if (value.isContainerNode() && value.isEmpty()) {
      found.add(path);
    } else if (value instanceof ObjectNode object) {
      if (schema.ofObject(names).equals(Topology.ATOMIC)) {
        found.add(path);
      } else {
        collectFields(object, names, path, schema, found);
      }
    } else if (value instanceof ArrayNode list) {
      switch (schema.ofList(names)) {
        case Topology.KeyedList keyed -> {
          for (JsonNode item : list) {
            List<String> itemPath = FieldSet.append(path, keyOf(item, keyed.keys()));
            found.add(itemPath);
            if (item instanceof ObjectNode object) {
              collectFields(object, names, itemPath, schema, found);
            }
          }
        }
        case Topology.SetList ignored ->
            list.forEach(item -> found.add(FieldSet.append(path, "v:" + item)));
        default -> found.add(path);
      }
    } else {
      found.add(path);
    }
  }

  private static void collectFields(
      ObjectNode object,
      List<String> names,
      List<String> path,
      Schema schema,
      Set<List<String>> found) {
    for (Map.Entry<String, JsonNode> field : object.properties()) {
      String name = field.getKey();
      collect(
          field.getValue(),
          FieldSet.append(names, name),
          FieldSet.append(path, "f:" + name),
          schema,
          found);
    }
  }

  /** The {@code k:} element that names an item of a keyed list. */
  static String keyOf(JsonNode item, List<String> keys) {
    Map<String, JsonNode> sorted = new TreeMap<>();
    for (String key : keys) {
      JsonNode value = keyValue(item, key);
      if (value.isMissingNode()) {
        throw ApiRefusal.invalid("list item %s lacks its key field \"%s\"".formatted(item, key));
      }
      sorted.put(key, value);
    }
    StringBuilder element = new StringBuilder("k:{");
    sorted.forEach(
        (key, value) ->
            element
                .append(element.length() > 3 ? "," : "")
                .append('"')
                .append(key)
                .append("\":")
                .append(value));
    return element.append('}').toString();
  }

  /** The value at {@code path}, or a missing node. */
  static JsonNode resolve(JsonNode root, List<String> path) {
    JsonNode node = root;
    for (String element : path) {
      node = step(node, element);
    }
    return node;
  }

  /** The value one element below {@code node}, or a missing node. */
  static JsonNode step(JsonNode node, String element) {
    if (element.startsWith("f:")) {
      return node.path(element.substring(2));
    }
    for (JsonNode item : node) {
      if (isItem(item, element)) {
        return item;
      }
    }
    return MissingNode.getInstance();
  }

  /** Whether a list's item is the one that a {@code k:} or {@code v:} element names. */
  static boolean isItem(JsonNode item, String element) {
    if (element.startsWith("v:")) {
      return item.toString().equals(element.substring(2));
    }
    JsonNode keys = Json.parse(element.substring(2));
    return keys.properties().stream()
        .allMatch(key -> key.getValue().equals(keyValue(item, key.getKey())));
  }

  /** A port without protocol means TCP, the only default there is in a list key. */
  private static JsonNode keyValue(JsonNode item, String key) {
    JsonNode value = item.path(key);
    return value.isMissingNode() && key.equals("protocol") ? TextNode.valueOf("TCP") : value;
  }
}
