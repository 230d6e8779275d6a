package dev.martello.cli.report;

import dev.martello.operator.findings.Catalog;
import dev.martello.operator.findings.Check;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What the catalog says of checks. A check that a newer operator added has no text here: it is
 * shown by its id.
 */
record CheckTexts(Map<String, Text> byId) {
  /**
   * Of one check.
   *
   * @param satisfiedWhen what must have been seen
   */
  record Text(String title, String satisfiedWhen) {}

  static CheckTexts ofCatalog() {
    return new CheckTexts(
        Catalog.CHECKS.stream()
            .collect(
                Collectors.toUnmodifiableMap(
                    Check::id, check -> new Text(check.title(), check.meaning().satisfied()))));
  }

  String title(String id) {
    return text(id, Text::title).orElse(id);
  }

  Optional<String> satisfiedWhen(String id) {
    return text(id, Text::satisfiedWhen);
  }

  private Optional<String> text(String id, Function<Text, String> part) {
    return Optional.ofNullable(byId.get(id)).map(part);
  }
}
