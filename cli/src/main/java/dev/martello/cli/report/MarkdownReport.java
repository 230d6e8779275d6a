package dev.martello.cli.report;

import dev.martello.crds.Condition;
import dev.martello.crds.ControlStatus;
import dev.martello.crds.ModelDeploymentStatus;
import java.util.List;

/** For wikis and tickets: a table a deployment (GitHub Flavored Markdown). */
final class MarkdownReport {
  private MarkdownReport() {}

  static String of(Report report) {
    var page = new StringBuilder("# Compliance report\n\n");
    page.append(
        "Made %s.\n\n%s\n\n%s\n".formatted(report.time(), Words.NO_CERTIFICATE, Words.GRADES));
    for (var deployment : report.deployments()) {
      page.append(section(deployment, report.texts()));
    }
    return page.toString();
  }

  private static String section(Deployment deployment, CheckTexts texts) {
    var section = new StringBuilder("\n## %s\n\n".formatted(escaped(deployment.fullName())));
    section.append("**%s.** %s\n".formatted(deployment.score(), deployment.score().sentence()));
    deployment.caveats().forEach(caveat -> section.append("\n> %s\n".formatted(escaped(caveat))));
    List<Condition> conditions =
        deployment.status().map(ModelDeploymentStatus::conditions).orElse(List.of());
    if (!conditions.isEmpty()) {
      section.append("\n| condition | status | reason | message |\n|---|---|---|---|\n");
      conditions.forEach(
          c -> section.append(row(c.type(), c.status().name(), c.reason(), c.message())));
    }
    if (!deployment.controls().isEmpty()) {
      section.append(
          "\n| control | check | finding | reason | evidence | grade | since |\n|---|---|---|---|---|---|---|\n");
      for (ControlStatus c : deployment.controls()) {
        section.append(
            row(
                c.control(),
                texts.title(c.id()),
                Words.of(c.finding()),
                c.reason(),
                c.evidence(),
                Words.of(c.grade()),
                c.since()));
      }
    }
    return section.toString();
  }

  private static String row(String... cells) {
    var row = new StringBuilder("|");
    for (var cell : cells) {
      row.append(' ').append(escaped(cell)).append(" |");
    }
    return row.append('\n').toString();
  }

  /** As text, whatever it holds: no markup, no HTML, no new line or cell. */
  private static String escaped(String text) {
    return text.strip()
        .replaceAll("\\s+", " ")
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replaceAll("([\\\\`*_\\[\\]|~!#>])", "\\\\$1");
  }
}
