package dev.martello.crds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What the generator can't say by annotation, or says wrong. The one place where it is put right.
 */
final class SchemaCorrections {
  private static final List<String> COLUMNS =
      List.of(
          "Ready",
          "Score",
          "Deployments",
          "Compliant",
          "Accuracy",
          "Signers",
          "Minimum Accuracy",
          "Not Satisfied",
          "Unknown",
          "Accepted",
          "Replicas",
          "Age");

  private static final Map<String, String> KINDS =
      Map.of(
          "ModelDeployment",
              "Serves one sealed model with hardened, CPU-only pods, and reports what was seen of"
                  + " them, control by control.",
          "ModelTrust",
              "Whose sealed models may run in this namespace. Written by approvers; without one no"
                  + " model runs.",
          "ComplianceException",
              "That one control of one ModelDeployment may fall short for a time. Written by approvers,"
                  + " under their own name.",
          "ComplianceProfile",
              "Which checks of the catalog count for the deployments that name it, what they demand, and to"
                  + " which ids of another framework they answer. Adds no check.",
          "ComplianceSummary",
              "Every control across all ModelDeployments that one operator looks after, written by it"
                  + " whenever a finding changes. It speaks of what the statuses say.");

  /** Lists whose entries have a key: server-side apply merges them, and no key may come twice. */
  private static final Map<String, String> LIST_KEYS =
      Map.of(
          "conditions", "type",
          "controls", "id",
          "revisions", "revision",
          "signers", "name",
          "checks", "check",
          "attestations", "check",
          "slices", "name",
          "evaluations", "revision",
          "imagePullSecrets", "name");

  private static final Set<String> TIMES =
      Set.of("lastTransitionTime", "since", "begun", "undone", "notAfter", "expires");

  /** Required properties of Kubernetes' own types, by the set of properties that marks the type. */
  private static final Map<Set<String>, List<String>> REQUIRED =
      Map.of(
          Set.of("cidr", "except"), List.of("cidr"),
          Set.of("key", "operator", "values"), List.of("key", "operator"),
          Set.of("nodeSelectorTerms"), List.of("nodeSelectorTerms"),
          Set.of("preference", "weight"), List.of("preference", "weight"),
          Set.of("podAffinityTerm", "weight"), List.of("podAffinityTerm", "weight"),
          Set.of("topologyKey"), List.of("topologyKey"),
          Set.of("maxSkew"), List.of("maxSkew", "topologyKey", "whenUnsatisfiable"));

  /** As Kubernetes writes quantities; longer ones say nothing more. */
  private static final String QUANTITY =
      "^[0-9]+(\\.[0-9]+)?([KMGTPE]i|[numkMGTPE]|[eE][+-]?[0-9]+)?$";

  private static final Properties FIELDS = fields();

  private SchemaCorrections() {}

  static void correct(ObjectNode definition) {
    var version = (ObjectNode) definition.at("/spec/versions/0");
    sortColumns((ArrayNode) version.get("additionalPrinterColumns"));
    var root = (ObjectNode) version.at("/schema/openAPIV3Schema");
    root.put("description", KINDS.get(definition.at("/spec/names/kind").asText()));
    var properties = (ObjectNode) root.get("properties");
    if (properties.at("/spec").has("properties")) {
      root.putArray("required").add("spec");
      ((ObjectNode) properties.get("spec")).put("description", "What is asked for.");
    } else {
      properties.remove("spec");
    }
    if (properties.at("/status").has("properties")) {
      ((ObjectNode) properties.get("status"))
          .put("description", "What was seen, written by the operator.");
      if (properties.has("spec")) scale((ObjectNode) version.get("subresources"));
    } else {
      properties.remove("status");
    }
    properties
        .properties()
        .forEach(each -> property("", each.getKey(), (ObjectNode) each.getValue()));
  }

  private static void sortColumns(ArrayNode columns) {
    var byName = new TreeMap<Integer, JsonNode>();
    for (var column : columns) {
      var place = COLUMNS.indexOf(column.get("name").asText());
      byName.put(place < 0 ? COLUMNS.size() + byName.size() : place, column);
    }
    columns.removeAll().addAll(byName.values());
  }

  private static void scale(ObjectNode subresources) {
    subresources
        .putObject("scale")
        .put("specReplicasPath", ".spec.replicas")
        .put("statusReplicasPath", ".status.replicas")
        .put("labelSelectorPath", ".status.selector");
  }

  private static void property(String parent, String name, ObjectNode schema) {
    if (!schema.has("description")) {
      var text = FIELDS.getProperty(parent + "." + name, FIELDS.getProperty(name));
      if (text != null) schema.put("description", text);
    }
    if (TIMES.contains(name)) schema.put("format", "date-time");
    if (LIST_KEYS.containsKey(name) && schema.at("/items").has("properties")) {
      schema.put("x-kubernetes-list-type", "map");
      schema.putArray("x-kubernetes-list-map-keys").add(LIST_KEYS.get(name));
      require((ObjectNode) schema.get("items"), List.of(LIST_KEYS.get(name)));
      if (!schema.has("maxItems")) schema.put("maxItems", 256);
    }
    if (parent.equals("checks") && name.equals("controls")) {
      ((ObjectNode) schema.get("items")).put("minLength", 1).put("maxLength", 40);
    }
    if (name.equals("identities")) {
      ((ObjectNode) schema.get("items")).put("minLength", 1).put("maxLength", 512);
    }
    schema(name, schema);
  }

  private static void schema(String name, ObjectNode schema) {
    wholeNumber(schema, "minimum");
    wholeNumber(schema, "maximum");
    if (schema.has("x-kubernetes-validations")) {
      dropRepeated((ArrayNode) schema.get("x-kubernetes-validations"));
    }
    if (schema.has("x-kubernetes-int-or-string")) {
      schema.put("pattern", QUANTITY).put("maxLength", 32);
    }
    if (schema.get("properties") instanceof ObjectNode properties) {
      for (var type : REQUIRED.entrySet()) {
        if (type.getKey().stream().allMatch(properties::has)) require(schema, type.getValue());
      }
      for (var each : properties.properties()) {
        property(name, each.getKey(), (ObjectNode) each.getValue());
      }
    }
    if (schema.get("items") instanceof ObjectNode items) schema(name, items);
    if (schema.get("additionalProperties") instanceof ObjectNode values) schema(name, values);
  }

  private static void require(ObjectNode schema, List<String> names) {
    var all = new TreeSet<String>();
    schema.path("required").forEach(name -> all.add(name.asText()));
    all.addAll(names);
    var required = schema.putArray("required");
    all.forEach(required::add);
  }

  /** An annotation on a record's component is on its field and its parameter, and comes twice. */
  private static void dropRepeated(ArrayNode rules) {
    var seen = new LinkedHashSet<JsonNode>();
    for (Iterator<JsonNode> rule = rules.iterator(); rule.hasNext(); ) {
      if (!seen.add(rule.next())) rule.remove();
    }
  }

  private static void wholeNumber(ObjectNode schema, String bound) {
    if (schema.has(bound)) schema.put(bound, schema.get(bound).asLong());
  }

  private static Properties fields() {
    var fields = new Properties();
    try (var file = SchemaCorrections.class.getResourceAsStream("/kubernetes-fields.properties")) {
      fields.load(file);
      return fields;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
