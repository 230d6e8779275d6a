package dev.martello.embedded.apiserver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * A set of fields, each a path of {@code f:name}, {@code k:{"key":"value"}} and {@code v:"value"}
 * elements as in {@code metadata.managedFields[].fieldsV1}.
 */
record FieldSet(Set<List<String>> paths) {
  private static final String SELF = ".";

  FieldSet {
    paths = Set.copyOf(paths);
  }

  static FieldSet empty() {
    return new FieldSet(Set.of());
  }

  static FieldSet decode(JsonNode fieldsV1) {
    Set<List<String>> paths = new LinkedHashSet<>();
    decode(fieldsV1, List.of(), paths);
    return new FieldSet(paths);
  }

  ObjectNode encode() {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    for (List<String> path : paths) {
      ObjectNode node = root;
      for (String element : path) {
        node = node.withObjectProperty(element);
      }
    }
    // An item or map that is owned itself and in parts says so with a "." beside the parts.
    for (List<String> path : paths) {
      ObjectNode node = root;
      for (String element : path) {
        node = node.withObjectProperty(element);
      }
      if (!node.isEmpty()) {
        node.putObject(SELF);
      }
    }
    return root;
  }

  boolean contains(List<String> path) {
    return paths.contains(path);
  }

  /** Whether this set holds the path or something below it. */
  boolean reachesInto(List<String> path) {
    return paths.stream().anyMatch(own -> startsWith(own, path));
  }

  FieldSet plus(FieldSet other) {
    Set<List<String>> all = new LinkedHashSet<>(paths);
    all.addAll(other.paths);
    return new FieldSet(all);
  }

  FieldSet minus(FieldSet other) {
    return only(path -> !other.paths.contains(path));
  }

  FieldSet only(Predicate<List<String>> wanted) {
    Set<List<String>> some = new LinkedHashSet<>(paths);
    some.removeIf(wanted.negate());
    return new FieldSet(some);
  }

  boolean isEmpty() {
    return paths.isEmpty();
  }

  private static boolean startsWith(List<String> path, List<String> start) {
    return path.size() >= start.size() && path.subList(0, start.size()).equals(start);
  }

  private static void decode(JsonNode node, List<String> path, Collection<List<String>> into) {
    if (node.isEmpty()) {
      into.add(path);
      return;
    }
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      if (entry.getKey().equals(SELF)) {
        into.add(path);
      } else {
        decode(entry.getValue(), append(path, entry.getKey()), into);
      }
    }
  }

  static List<String> append(List<String> path, String element) {
    List<String> longer = new ArrayList<>(path);
    longer.add(element);
    return List.copyOf(longer);
  }
}
