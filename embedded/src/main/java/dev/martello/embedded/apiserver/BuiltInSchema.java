package dev.martello.embedded.apiserver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Kubernetes' own kinds: the keyed lists and atomic structs of its published OpenAPI schema, told
 * apart by the field's name and, where one name has two meanings, by its parent's.
 */
final class BuiltInSchema implements Schema {
  private static final Set<String> ATOMIC_OBJECTS =
      Set.of(
          "selector",
          "labelSelector",
          "podSelector",
          "namespaceSelector",
          "nodeSelector",
          "fieldRef",
          "resourceFieldRef",
          "secretKeyRef",
          "configMapKeyRef");

  private static final Map<String, List<String>> KEYED_LISTS =
      Map.ofEntries(
          Map.entry("containers", List.of("name")),
          Map.entry("initContainers", List.of("name")),
          Map.entry("ephemeralContainers", List.of("name")),
          Map.entry("volumes", List.of("name")),
          Map.entry("env", List.of("name")),
          Map.entry("volumeMounts", List.of("mountPath")),
          Map.entry("volumeDevices", List.of("devicePath")),
          Map.entry("topologySpreadConstraints", List.of("topologyKey", "whenUnsatisfiable")),
          Map.entry("hostAliases", List.of("ip")),
          Map.entry("conditions", List.of("type")),
          Map.entry("ownerReferences", List.of("uid")),
          Map.entry("matchConditions", List.of("name")),
          Map.entry("variables", List.of("name")));

  @Override
  public Topology ofObject(List<String> path) {
    return ATOMIC_OBJECTS.contains(path.getLast()) ? Topology.ATOMIC : Topology.GRANULAR;
  }

  @Override
  public Topology ofList(List<String> path) {
    String name = path.getLast();
    String parent = path.size() > 1 ? path.get(path.size() - 2) : "";
    if (name.equals("finalizers")) {
      return Topology.SET;
    }
    if (name.equals("ports")) {
      return switch (parent) {
        case "containers", "initContainers" ->
            new Topology.KeyedList(List.of("containerPort", "protocol"));
        case "spec" -> new Topology.KeyedList(List.of("port", "protocol"));
        default -> Topology.ATOMIC;
      };
    }
    if (name.equals("imagePullSecrets")) {
      return parent.equals("spec") ? new Topology.KeyedList(List.of("name")) : Topology.ATOMIC;
    }
    List<String> keys = KEYED_LISTS.get(name);
    return keys == null ? Topology.ATOMIC : new Topology.KeyedList(keys);
  }

  /** Only the one default that is part of a list key: a port's protocol. */
  @Override
  public void applyDefaults(ObjectNode object) {
    for (String place :
        List.of("/spec/ports", "/spec/containers", "/spec/template/spec/containers")) {
      for (JsonNode item : object.at(place)) {
        defaultProtocol(item);
        item.path("ports").forEach(BuiltInSchema::defaultProtocol);
      }
    }
  }

  private static void defaultProtocol(JsonNode item) {
    boolean port = item.has("port") || item.has("containerPort");
    if (port && item instanceof ObjectNode object && !object.has("protocol")) {
      object.put("protocol", "TCP");
    }
  }
}
