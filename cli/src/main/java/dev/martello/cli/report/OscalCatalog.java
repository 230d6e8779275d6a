package dev.martello.cli.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.martello.cli.Refusal;
import dev.martello.crds.ControlStatus;
import java.util.List;

/**
 * The clauses that are answered, as an OSCAL catalog. The ids are the framework's; of its text
 * there is nothing: titles and objectives say what Martello looks at.
 */
final class OscalCatalog {
  static final String FILE = "catalog.json";

  private OscalCatalog() {}

  static String of(Report report) throws Refusal {
    var catalog = Oscal.object();
    var clauses = Clauses.of(report);
    catalog.put("uuid", NameUuid.of("catalog", clauses.toString(), report.time().toString()));
    Oscal.metadata(
        catalog, "Martello: the clauses that are answered", report, Words.NO_CERTIFICATE);
    var controls = catalog.putArray("controls");
    clauses.forEach((clause, checks) -> control(controls.addObject(), clause, checks, report));
    return Oscal.text("catalog", catalog);
  }

  private static void control(
      ObjectNode control, String clause, List<ControlStatus> checks, Report report) {
    control.put("id", clause);
    control.put("title", clause + ", as far as Martello looks at it");
    var parts = control.putArray("parts");
    for (var check : checks) {
      var part = parts.addObject();
      part.put("id", Oscal.objective(clause, check)).put("name", "assessment-objective");
      var places = report.texts().alsoIn(check.id());
      if (!places.isEmpty()) {
        var properties = part.putArray("props");
        places.forEach(place -> Oscal.property(properties, "also-in", place));
      }
      part.put("title", Oscal.line(report.texts().title(check.id())));
      report
          .texts()
          .satisfiedWhen(check.id())
          .ifPresent(when -> part.put("prose", "Satisfied when: " + when));
    }
  }
}
