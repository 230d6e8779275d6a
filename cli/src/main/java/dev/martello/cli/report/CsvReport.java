package dev.martello.cli.report;

import dev.martello.crds.ControlStatus;
import java.util.List;
import java.util.stream.Collectors;

/** One line a check, RFC 4180. */
final class CsvReport {
  private static final List<String> COLUMNS =
      List.of(
          "namespace",
          "deployment",
          "check",
          "controls",
          "title",
          "finding",
          "reason",
          "evidence",
          "grade",
          "since");

  private CsvReport() {}

  static String of(Report report) {
    var csv = new StringBuilder(line(COLUMNS));
    for (var deployment : report.deployments()) {
      for (ControlStatus control : deployment.controls()) {
        csv.append(
            line(
                List.of(
                    deployment.namespace(),
                    deployment.name(),
                    control.id(),
                    control.control(),
                    report.texts().title(control.id()),
                    Words.of(control.finding()),
                    control.reason(),
                    control.evidence(),
                    Words.of(control.grade()),
                    control.since())));
      }
    }
    return csv.toString();
  }

  static String line(List<String> cells) {
    return cells.stream().map(CsvReport::cell).collect(Collectors.joining(",", "", "\r\n"));
  }

  /** A spreadsheet would compute a cell that begins like a formula; an apostrophe makes it text. */
  private static String cell(String text) {
    var safe = !text.isEmpty() && "=+-@\t\r\n".indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
    return safe.matches("(?s).*[\",\r\n].*") ? '"' + safe.replace("\"", "\"\"") + '"' : safe;
  }
}
