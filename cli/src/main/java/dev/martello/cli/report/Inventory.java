package dev.martello.cli.report;

import dev.martello.crds.ModelDeploymentStatus;
import dev.martello.crds.ServedModel;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Every model that is deployed, with who answers for it: one row a ModelDeployment. */
final class Inventory {
  static final List<String> COLUMNS =
      List.of(
          "namespace",
          "deployment",
          "model",
          "version",
          "owner",
          "classification",
          "purpose",
          "digest",
          "signer",
          "key",
          "ready pods",
          "last review",
          "next review",
          "review");

  private Inventory() {}

  static List<List<String>> rows(List<Deployment> deployments, LocalDate today) {
    return deployments.stream().map(deployment -> row(deployment, today)).toList();
  }

  private static List<String> row(Deployment deployment, LocalDate today) {
    var governance = deployment.governance();
    var review = Optional.ofNullable(governance.reviewDate()).orElse("");
    var classification = governance.dataClassification();
    return List.of(
        deployment.namespace(),
        deployment.name(),
        deployment.model(),
        served(deployment, ServedModel::version),
        Optional.ofNullable(governance.owner()).orElse(""),
        classification == null ? "" : classification.name(),
        Optional.ofNullable(governance.purpose()).orElse(""),
        served(deployment, ServedModel::digest),
        served(deployment, ServedModel::signer),
        served(deployment, ServedModel::recipientKeyId),
        deployment
            .status()
            .map(ModelDeploymentStatus::readyReplicas)
            .map(String::valueOf)
            .orElse(""),
        Optional.ofNullable(governance.lastReview()).orElse(""),
        review,
        due(review, today));
  }

  /** What the pods say that they serve; empty if none does, or not all the same. */
  private static String served(Deployment deployment, Function<ServedModel, String> part) {
    return deployment.status().map(ModelDeploymentStatus::model).map(part).orElse("");
  }

  private static String due(String date, LocalDate today) {
    if (date.isEmpty()) {
      return "no date";
    }
    try {
      return LocalDate.parse(date).isBefore(today) ? "OVERDUE" : "planned";
    } catch (DateTimeException malformed) {
      return "no date";
    }
  }

  static String csv(List<List<String>> rows) {
    var csv = new StringBuilder(CsvReport.line(COLUMNS));
    rows.forEach(row -> csv.append(CsvReport.line(row)));
    return csv.toString();
  }

  /** A model a paragraph: fourteen columns fit no screen. */
  static String text(List<List<String>> rows) {
    var paragraphs = new ArrayList<String>();
    for (var row : rows) {
      var lines = new StringBuilder();
      for (int i = 0; i < row.size(); i++) {
        if (!row.get(i).isEmpty()) {
          lines.append(
              "%-15s %s%n".formatted(COLUMNS.get(i), row.get(i).replaceAll("\\p{Cntrl}", " ")));
        }
      }
      paragraphs.add(lines.toString());
    }
    return String.join("\n", paragraphs);
  }
}
