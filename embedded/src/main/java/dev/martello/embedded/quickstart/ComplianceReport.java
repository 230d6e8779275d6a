package dev.martello.embedded.quickstart;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceColumnDefinition;
import java.time.Instant;
import java.util.List;

/** The status as {@code kubectl get} and {@code kubectl describe} show it; pure. */
final class ComplianceReport {
  private ComplianceReport() {}

  static String of(List<CustomResourceColumnDefinition> columns, DeploymentView view, Instant now) {
    return String.join(
        "\n",
        "kubectl get modeldeployments",
        "",
        PrinterColumns.get(columns, view.object(), now),
        "",
        "kubectl describe: conditions",
        "",
        conditions(view),
        "",
        heading(view.object().at("/status/compliance")),
        "",
        controls(view));
  }

  private static String heading(JsonNode compliance) {
    int needNode = compliance.path("needNode").asInt();
    String heading =
        "kubectl describe: controls, compliant " + compliance.path("score").asText("?");
    return needNode == 0
        ? heading
        : heading + "; %d checks need a real node (./quickstart --node)".formatted(needNode);
  }

  private static String conditions(DeploymentView view) {
    TextTable table = new TextTable().row(List.of("TYPE", "STATUS", "REASON"));
    for (JsonNode condition : view.conditions()) {
      table.row(cells(condition, "type", "status", "reason"));
    }
    return table.indented("  ");
  }

  private static String controls(DeploymentView view) {
    TextTable table = new TextTable().row(List.of("CONTROL", "ID", "FINDING", "REASON", "GRADE"));
    for (JsonNode control : view.controls()) {
      table.row(cells(control, "control", "id", "finding", "reason", "grade"));
    }
    return table.indented("  ");
  }

  private static List<String> cells(JsonNode row, String... fields) {
    return List.of(fields).stream().map(field -> row.path(field).asText()).toList();
  }
}
