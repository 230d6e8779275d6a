package dev.martello.cli.reproduce;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.martello.cli.Refusal;
import dev.martello.cli.Sha256;
import dev.martello.runtime.evaluation.metric.Metric;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Where a model comes from, as {@code provenance.json} records it: the code that trained it, the
 * wheels it ran with, and how it was made smaller, if it was.
 */
record Lineage(Path code, Path environment, Optional<Optimization> optimization) {
  static final String FILE = "provenance.json";
  private static final JsonMapper JSON = new JsonMapper();

  /**
   * How a model was made smaller.
   *
   * @param model that the training writes
   * @param evaluation data that the plan was calibrated on, as the training writes it
   * @param plan by its name
   * @param metric by which it was judged on the unseen rows
   * @param ctcBlank the class that CTC leaves out, if sequences were compared as it reads them
   * @param file that comes of it
   * @param report its figure, in the form that {@code martello seal --evaluation} takes
   */
  record Optimization(
      String model,
      String evaluation,
      String plan,
      long seed,
      Metric metric,
      OptionalLong ctcBlank,
      String file,
      String report) {}

  /** Refuses a directory whose files are not the recorded ones: they would prove nothing. */
  static Lineage read(Path directory) throws Refusal, IOException {
    JsonNode json = JSON.readTree(Files.readAllBytes(directory.resolve(FILE)));
    JsonNode made = json.path("optimization");
    Optional<Optimization> optimization =
        made.isObject()
            ? Optional.of(
                new Optimization(
                    text(made, "model", directory),
                    text(made, "evaluation", directory),
                    text(made, "plan", directory),
                    made.path("seed").longValue(),
                    metric(text(made, "metric", directory), directory),
                    blank(made),
                    text(made, "file", directory),
                    text(made, "report", directory)))
            : Optional.empty();
    return new Lineage(
        recorded(directory, json.path("trainingCode")),
        recorded(directory, json.path("environment")),
        optimization);
  }

  private static OptionalLong blank(JsonNode optimization) {
    JsonNode blank = optimization.path("ctcBlank");
    return blank.isIntegralNumber() ? OptionalLong.of(blank.longValue()) : OptionalLong.empty();
  }

  private static Metric metric(String word, Path directory) throws Refusal {
    return Metric.named(word)
        .orElseThrow(
            () ->
                new Refusal(
                    "%s: metric '%s' is not known: record the lineage anew"
                        .formatted(directory.resolve(FILE), word)));
  }

  private static Path recorded(Path directory, JsonNode entry) throws Refusal, IOException {
    Path file = directory.resolve(text(entry, "file", directory)).normalize();
    String wanted = text(entry, "sha256", directory);
    String actual = Sha256.of(file);
    if (!actual.equals(wanted)) {
      throw new Refusal(
          "%s has SHA-256 %s, %s records %s: it is not what trained the model; record the lineage anew"
              .formatted(file, actual, directory.resolve(FILE), wanted));
    }
    return file;
  }

  private static String text(JsonNode node, String field, Path directory) throws Refusal {
    if (!node.path(field).isTextual()) {
      throw new Refusal(
          "%s lacks '%s' in trainingCode, environment or optimization: record the lineage anew"
              .formatted(directory.resolve(FILE), field));
    }
    return node.path(field).textValue();
  }
}
