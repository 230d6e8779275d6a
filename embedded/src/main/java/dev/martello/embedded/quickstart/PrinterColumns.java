package dev.martello.embedded.quickstart;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceColumnDefinition;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What {@code kubectl get} prints: the CRD's own columns, of priority 0; pure. */
final class PrinterColumns {
  /** {@code .name} or {@code [?(@.name=="value")]}, the two steps that the CRD's columns take. */
  private static final Pattern STEP =
      Pattern.compile("\\.(?<name>\\w+)|\\[\\?\\(@\\.(?<key>\\w+)==\"(?<value>[^\"]*)\"\\)]");

  private PrinterColumns() {}

  static String get(List<CustomResourceColumnDefinition> columns, JsonNode object, Instant now) {
    List<String> heads = new ArrayList<>(List.of("NAME"));
    List<String> cells = new ArrayList<>(List.of(object.at("/metadata/name").asText()));
    for (CustomResourceColumnDefinition column : columns) {
      if (Objects.requireNonNullElse(column.getPriority(), 0) == 0) {
        heads.add(column.getName().toUpperCase(Locale.ROOT));
        String text = resolve(object, column.getJsonPath()).asText("");
        cells.add(column.getType().equals("date") ? age(text, now) : text);
      }
    }
    return new TextTable().row(heads).row(cells).indented("  ");
  }

  static JsonNode resolve(JsonNode object, String jsonPath) {
    JsonNode node = object;
    Matcher step = STEP.matcher(jsonPath);
    while (step.find()) {
      String name = step.group("name");
      node = name != null ? node.path(name) : item(node, step.group("key"), step.group("value"));
    }
    return node;
  }

  private static JsonNode item(JsonNode list, String key, String value) {
    for (JsonNode item : list) {
      if (item.path(key).asText().equals(value)) {
        return item;
      }
    }
    return MissingNode.getInstance();
  }

  private static String age(String timestamp, Instant now) {
    if (timestamp.isEmpty()) {
      return "";
    }
    Duration age = Duration.between(Instant.parse(timestamp), now);
    return age.toMinutes() < 2 ? age.toSeconds() + "s" : age.toMinutes() + "m";
  }
}
