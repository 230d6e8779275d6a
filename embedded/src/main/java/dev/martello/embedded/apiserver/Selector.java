package dev.martello.embedded.apiserver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code labelSelector} and {@code fieldSelector} of a list or watch. */
record Selector(List<Predicate<ObjectNode>> requirements) {
  private static final Pattern SET =
      Pattern.compile("\\s*(\\S+)\\s+(in|notin)\\s*\\(([^)]*)\\)\\s*");
  private static final Pattern COMPARISON =
      Pattern.compile("\\s*([^!=\\s]+)\\s*(==|=|!=)\\s*(\\S*)\\s*");
  private static final Pattern PRESENCE = Pattern.compile("\\s*(!?)([^!=\\s]+)\\s*");
  private static final Pattern COMMA_OUTSIDE_PARENTHESES = Pattern.compile(",(?![^(]*\\))");

  static Selector of(Map<String, String> query) {
    List<Predicate<ObjectNode>> requirements = new ArrayList<>();
    for (String term : terms(query.getOrDefault("labelSelector", ""))) {
      requirements.add(requirement(term, Selector::label));
    }
    for (String term : terms(query.getOrDefault("fieldSelector", ""))) {
      requirements.add(requirement(term, Selector::field));
    }
    return new Selector(requirements);
  }

  boolean matches(ObjectNode object) {
    return requirements.stream().allMatch(requirement -> requirement.test(object));
  }

  private interface Lookup {
    JsonNode find(ObjectNode object, String name);
  }

  private static List<String> terms(String selector) {
    return COMMA_OUTSIDE_PARENTHESES
        .splitAsStream(selector)
        .filter(term -> !term.isBlank())
        .toList();
  }

  private static Predicate<ObjectNode> requirement(String term, Lookup lookup) {
    Matcher set = SET.matcher(term);
    if (set.matches()) {
      Set<String> values = Set.copyOf(List.of(set.group(3).trim().split("\\s*,\\s*", -1)));
      boolean in = set.group(2).equals("in");
      String name = set.group(1);
      return object -> values.contains(text(lookup.find(object, name))) == in;
    }
    Matcher comparison = COMPARISON.matcher(term);
    if (comparison.matches()) {
      String name = comparison.group(1);
      String value = comparison.group(3);
      boolean equal = !comparison.group(2).equals("!=");
      return object -> text(lookup.find(object, name)).equals(value) == equal;
    }
    Matcher presence = PRESENCE.matcher(term);
    if (presence.matches()) {
      boolean present = presence.group(1).isEmpty();
      String name = presence.group(2);
      return object -> !lookup.find(object, name).isMissingNode() == present;
    }
    throw ApiRefusal.badRequest("unable to parse the selector requirement: " + term);
  }

  private static JsonNode label(ObjectNode object, String name) {
    return object.path("metadata").path("labels").path(name);
  }

  private static JsonNode field(ObjectNode object, String name) {
    return object.at("/" + name.replace('.', '/'));
  }

  /** What is not there equals the empty string in a field selector; no label may be empty here. */
  private static String text(JsonNode value) {
    return value.asText("");
  }
}
