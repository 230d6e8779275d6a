package dev.martello.cli.report;

import dev.martello.operator.findings.Catalog;
import dev.martello.operator.findings.Check;
import dev.martello.operator.findings.Reference;
import java.util.List;
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
   * @param alsoIn where other guides speak of the same subject
   */
  record Text(String title, String satisfiedWhen, List<String> alsoIn) {}

  static CheckTexts ofCatalog() {
    return new CheckTexts(
        Catalog.CHECKS.stream()
            .collect(
                Collectors.toUnmodifiableMap(
                    Check::id,
                    check ->
                        new Text(check.title(), check.meaning().satisfied(), places(check.id())))));
  }

  private static List<String> places(String check) {
    return Reference.of(check).stream()
        .flatMap(
            reference ->
                reference.places().stream()
                    .map(place -> "%s: %s".formatted(reference.guide().title(), place)))
        .toList();
  }

  List<String> alsoIn(String id) {
    return text(id, Text::alsoIn).orElse(List.of());
  }

  String title(String id) {
    return text(id, Text::title).orElse(id);
  }

  Optional<String> satisfiedWhen(String id) {
    return text(id, Text::satisfiedWhen);
  }

  private <T> Optional<T> text(String id, Function<Text, T> part) {
    return Optional.ofNullable(byId.get(id)).map(part);
  }
}
