package dev.martello.crds;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * What a definition takes away from those who wrote, stored or read resources by an earlier one.
 * What is compared is what Kubernetes' structural schemas can say; a CEL rule that is not there
 * word for word counts as new.
 */
final class CrdCompatibility {
  private static final List<String> FIXED =
      List.of("/spec/group", "/spec/scope", "/spec/names/kind", "/spec/names/plural");
  private static final List<String> MAXIMA =
      List.of("maxLength", "maxItems", "maxProperties", "maximum");
  private static final List<String> MINIMA =
      List.of("minLength", "minItems", "minProperties", "minimum");
  private static final List<String> FORMS = List.of("pattern", "format");
  private static final List<String> PERMISSIONS =
      List.of("nullable", "x-kubernetes-int-or-string", "x-kubernetes-preserve-unknown-fields");
  private static final List<String> MERGING =
      List.of("x-kubernetes-list-type", "x-kubernetes-list-map-keys", "x-kubernetes-map-type");

  private final List<String> breaks = new ArrayList<>();

  private CrdCompatibility() {}

  /** Empty if whatever was right before is right now, and means the same. */
  static List<String> breaks(JsonNode before, JsonNode now) {
    var comparison = new CrdCompatibility();
    for (var path : FIXED) {
      if (!before.at(path).equals(now.at(path))) comparison.say(path, "changed");
    }
    for (var version : before.at("/spec/versions")) {
      if (version.get("served").asBoolean()) comparison.version(version, now);
    }
    return comparison.breaks;
  }

  private void version(JsonNode before, JsonNode definition) {
    var name = before.get("name").asText();
    for (var now : definition.at("/spec/versions")) {
      if (now.get("name").asText().equals(name) && now.get("served").asBoolean()) {
        before
            .path("subresources")
            .properties()
            .forEach(
                each -> {
                  if (!each.getValue().equals(now.at("/subresources/" + each.getKey()))) {
                    say(name, "subresource " + each.getKey() + " removed or changed");
                  }
                });
        schema(name, before.at("/schema/openAPIV3Schema"), now.at("/schema/openAPIV3Schema"));
        return;
      }
    }
    say(name, "no longer served");
  }

  private void schema(String path, JsonNode before, JsonNode now) {
    type(path, before.path("type").asText(), now.path("type").asText());
    bounds(path, before, now);
    values(path, before, now);
    for (var each : before.path("properties").properties()) {
      var name = path + "." + each.getKey();
      var property = now.path("properties").path(each.getKey());
      if (property.isMissingNode()) say(name, "removed");
      else schema(name, each.getValue(), property);
    }
    for (var name : minus(texts(now.path("required")), texts(before.path("required")))) {
      // The API server fills defaults in before it asks what is required.
      if (!now.path("properties").path(name).has("default")) say(path + "." + name, "now required");
    }
    below(path + "[]", before.path("items"), now.path("items"));
    below(path + "{}", before.path("additionalProperties"), now.path("additionalProperties"));
  }

  private void type(String path, String before, String now) {
    boolean widened = before.equals("integer") && now.equals("number");
    if (!before.equals(now) && !widened) say(path, "type was %s, is %s".formatted(before, now));
  }

  private void bounds(String path, JsonNode before, JsonNode now) {
    for (var bound : MAXIMA) {
      if (now.has(bound)
          && !(before.has(bound) && before.get(bound).asDouble() <= now.get(bound).asDouble())) {
        say(path, "%s was %s, is %s".formatted(bound, before.path(bound), now.get(bound)));
      }
    }
    for (var bound : MINIMA) {
      if (now.has(bound)
          && !(before.has(bound) && before.get(bound).asDouble() >= now.get(bound).asDouble())) {
        say(path, "%s was %s, is %s".formatted(bound, before.path(bound), now.get(bound)));
      }
    }
  }

  private void values(String path, JsonNode before, JsonNode now) {
    for (var form : FORMS) {
      if (now.has(form) && !now.get(form).equals(before.get(form))) say(path, form + " narrowed");
    }
    if (now.has("enum")
        && (!before.has("enum")
            || !texts(now.get("enum")).containsAll(texts(before.get("enum"))))) {
      say(path, "enum narrowed");
    }
    for (var permission : PERMISSIONS) {
      if (before.path(permission).asBoolean() && !now.path(permission).asBoolean()) {
        say(path, permission + " taken back");
      }
    }
    for (var merging : MERGING) {
      if (!Objects.equals(before.get(merging), now.get(merging))) say(path, merging + " changed");
    }
    if (before.has("default") && !kept(before.get("default"), now.path("default"))) {
      say(path, "default was %s, is %s".formatted(before.get("default"), now.path("default")));
    }
    for (var rule : minus(rules(now), rules(before))) say(path, "new rule: " + rule);
  }

  /** An object's default may come to name a field that is new. */
  private static boolean kept(JsonNode before, JsonNode now) {
    return before.isObject()
        ? before.properties().stream()
            .allMatch(each -> kept(each.getValue(), now.path(each.getKey())))
        : before.equals(now);
  }

  private void below(String path, JsonNode before, JsonNode now) {
    if (!before.isObject()) return;
    if (now.isObject()) schema(path, before, now);
    else say(path, "removed");
  }

  private void say(String where, String what) {
    breaks.add(where + ": " + what);
  }

  private static Set<String> rules(JsonNode schema) {
    var rules = new LinkedHashSet<String>();
    schema.path("x-kubernetes-validations").forEach(it -> rules.add(it.get("rule").asText()));
    return rules;
  }

  private static Set<String> texts(JsonNode list) {
    var texts = new LinkedHashSet<String>();
    list.forEach(text -> texts.add(text.asText()));
    return texts;
  }

  private static Set<String> minus(Set<String> all, Set<String> without) {
    var left = new LinkedHashSet<>(all);
    left.removeAll(without);
    return left;
  }
}
