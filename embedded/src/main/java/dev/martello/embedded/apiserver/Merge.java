package dev.martello.embedded.apiserver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The merge half of server-side apply: what is applied wins, what is not mentioned stays. */
final class Merge {
  private final Schema schema;

  Merge(Schema schema) {
    this.schema = schema;
  }

  ObjectNode merge(ObjectNode live, ObjectNode applied) {
    ObjectNode merged = live.deepCopy();
    mergeInto(merged, applied, List.of());
    return merged;
  }

  private void mergeInto(ObjectNode target, ObjectNode applied, List<String> names) {
    for (Map.Entry<String, JsonNode> field : applied.properties()) {
      JsonNode value = field.getValue();
      if (!value.isNull()) {
        List<String> path = FieldSet.append(names, field.getKey());
        target.set(field.getKey(), merged(target.path(field.getKey()), value, path));
      }
    }
  }

  private JsonNode merged(JsonNode live, JsonNode applied, List<String> names) {
    if (live instanceof ObjectNode target
        && applied instanceof ObjectNode object
        && !schema.ofObject(names).equals(Topology.ATOMIC)) {
      mergeInto(target, object, names);
      return target;
    }
    if (live instanceof ArrayNode target && applied instanceof ArrayNode list) {
      return switch (schema.ofList(names)) {
        case Topology.KeyedList keyed ->
            mergedLists(target, list, names, item -> FieldPaths.keyOf(item, keyed.keys()));
        case Topology.SetList ignored -> mergedLists(target, list, names, JsonNode::toString);
        default -> list.deepCopy();
      };
    }
    return applied.deepCopy();
  }

  private ArrayNode mergedLists(
      ArrayNode live, ArrayNode applied, List<String> names, Function<JsonNode, String> key) {
    Map<String, JsonNode> liveItems = new LinkedHashMap<>();
    live.forEach(item -> liveItems.put(key.apply(item), item));
    Map<String, JsonNode> appliedItems = new LinkedHashMap<>();
    applied.forEach(item -> appliedItems.put(key.apply(item), item));

    ArrayNode merged = JsonNodeFactory.instance.arrayNode();
    for (String name : order(liveItems, appliedItems)) {
      JsonNode before = liveItems.get(name);
      JsonNode wanted = appliedItems.get(name);
      if (wanted == null || before == null) {
        merged.add(wanted == null ? before : wanted.deepCopy());
      } else if (before instanceof ObjectNode target && wanted instanceof ObjectNode object) {
        mergeInto(target, object, names);
        merged.add(target);
      } else {
        merged.add(wanted);
      }
    }
    return merged;
  }

  /** The live order, unless the applied items stand in another one: then theirs comes first. */
  private static List<String> order(Map<String, JsonNode> live, Map<String, JsonNode> applied) {
    List<String> common = new ArrayList<>(live.keySet());
    common.retainAll(applied.keySet());
    List<String> wanted = new ArrayList<>(applied.keySet());
    wanted.retainAll(live.keySet());
    List<String> order = new ArrayList<>(common.equals(wanted) ? live.keySet() : applied.keySet());
    applied.keySet().stream().filter(name -> !order.contains(name)).forEach(order::add);
    live.keySet().stream().filter(name -> !order.contains(name)).forEach(order::add);
    return order;
  }
}
