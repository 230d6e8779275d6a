package dev.martello.cli.report;

import dev.martello.cli.Refusal;
import java.util.List;

/** The deployments of which OSCAL has something to say, and the names of the others. */
record Judged(List<Deployment> deployments, List<String> others) {

  static Judged of(Report report) throws Refusal {
    var judged = report.deployments().stream().filter(d -> !d.controls().isEmpty()).toList();
    if (judged.isEmpty()) {
      throw new Refusal(
          "no deployment was judged yet, so there is no assessment to write: wait until status.compliance is there");
    }
    var others =
        report.deployments().stream()
            .filter(d -> d.controls().isEmpty())
            .map(Deployment::fullName)
            .toList();
    return new Judged(judged, others);
  }
}
