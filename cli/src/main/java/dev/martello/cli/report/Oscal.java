package dev.martello.cli.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.martello.crds.ControlStatus;
import java.util.List;
import java.util.stream.Stream;

/** What assessment plan and results have in common: OSCAL 1.1.2, JSON. */
final class Oscal {
  private static final String VERSION = "1.1.2";
  private static final String NAMESPACE = "https://martello.dev/ns/oscal";

  /** ASCII only, so that it reads the same in whatever charset it was printed. */
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  private Oscal() {}

  static ObjectNode object() {
    return JSON.createObjectNode();
  }

  static String text(String root, ObjectNode document) {
    try {
      var whole = object().set(root, document);
      return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(whole) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree can be written", e);
    }
  }

  static void metadata(ObjectNode document, String title, Report report, String remarks) {
    document
        .putObject("metadata")
        .put("title", title)
        .put("last-modified", report.time().toString())
        .put("version", report.time().toString())
        .put("oscal-version", VERSION)
        .put("remarks", remarks);
  }

  static void property(ArrayNode properties, String name, String value) {
    properties.addObject().put("name", name).put("ns", NAMESPACE).put("value", line(value));
  }

  /** Selects the clauses that these checks answer. */
  static void reviewedControls(ObjectNode parent, List<ControlStatus> controls) {
    var included =
        parent
            .putObject("reviewed-controls")
            .putArray("control-selections")
            .addObject()
            .putArray("include-controls");
    controls.stream()
        .flatMap(Oscal::clauses)
        .distinct()
        .sorted()
        .forEach(clause -> included.addObject().put("control-id", clause));
  }

  /** The clauses that a check answers, such as A.8.24. */
  static Stream<String> clauses(ControlStatus control) {
    return Stream.of(control.control().split(",", -1)).map(Oscal::token);
  }

  /** A check is one objective of each clause, since an objective belongs to one. */
  static String objective(String clause, ControlStatus control) {
    return clause + "_" + token(control.id());
  }

  /** OSCAL's token: letters, digits, and . - _ after the first letter. */
  static String token(String text) {
    var token = text.strip().replaceAll("[^\\p{L}\\p{N}._-]", "_");
    return token.matches("[\\p{L}_].*") ? token : "_" + token;
  }

  /** OSCAL's string: one line, not blank, no space around. */
  static String line(String text) {
    var line = text.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
    return line.isEmpty() ? "-" : line;
  }
}
