package dev.martello.cli.report;

import dev.martello.cli.Refusal;
import dev.martello.crds.ControlStatus;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Which checks answer which clause, over all deployments. */
final class Clauses {
  private Clauses() {}

  /** Each check once for each set of clauses under which it is shown. */
  static List<ControlStatus> distinctChecks(Report report) throws Refusal {
    var seen = new HashSet<String>();
    return Judged.of(report).deployments().stream()
        .flatMap(deployment -> deployment.controls().stream())
        .filter(control -> seen.add(control.id() + "=" + control.control()))
        .sorted(Comparator.comparing(ControlStatus::id))
        .toList();
  }

  /** In the order of the ids, numbers as numbers. */
  static Map<String, List<ControlStatus>> of(Report report) throws Refusal {
    var clauses = new TreeMap<String, List<ControlStatus>>(Clauses::compare);
    for (var control : distinctChecks(report)) {
      Oscal.clauses(control)
          .forEach(
              clause -> {
                var checks = clauses.computeIfAbsent(clause, c -> new ArrayList<>());
                if (checks.stream().noneMatch(c -> c.id().equals(control.id()))) {
                  checks.add(control);
                }
              });
    }
    return clauses;
  }

  private static int compare(String one, String other) {
    int byNumber = padded(one).compareTo(padded(other));
    return byNumber != 0 ? byNumber : one.compareTo(other);
  }

  /** A.5.9 comes before A.5.12. */
  private static String padded(String clause) {
    var padded = new StringBuilder();
    for (var part : clause.split("(?<=\\D)(?=\\d)|(?<=\\d)(?=\\D)", -1)) {
      padded.append(part.matches("\\d{1,9}") ? "%09d".formatted(Integer.parseInt(part)) : part);
    }
    return padded.toString();
  }
}
