package dev.martello.cli.report;

import dev.martello.cli.Refusal;
import java.util.stream.Collectors;

/** OSCAL component definition: by which checks Martello contributes to which clause. */
final class ComponentDefinition {
  private ComponentDefinition() {}

  static String of(Report report) throws Refusal {
    var definition = Oscal.object();
    var clauses = Clauses.of(report);
    definition.put(
        "uuid", NameUuid.of("component-definition", clauses.toString(), report.time().toString()));
    Oscal.metadata(definition, "Martello: what it contributes", report, Words.NO_CERTIFICATE);
    var component = definition.putArray("components").addObject();
    component.put("uuid", NameUuid.of("component", "martello"));
    component.put("type", "software").put("title", "Martello");
    component.put(
        "description",
        "Serves sealed machine-learning models in hardened pods, and checks continuously that it does.");
    var implementation = component.putArray("control-implementations").addObject();
    implementation.put("uuid", NameUuid.of("control-implementation", clauses.keySet().toString()));
    implementation.put("source", OscalProfile.FILE);
    implementation.put(
        "description",
        "Each clause is answered in part, by checks whose findings are in the assessment results.");
    var requirements = implementation.putArray("implemented-requirements");
    clauses.forEach(
        (clause, checks) -> {
          var requirement = requirements.addObject();
          requirement.put("uuid", NameUuid.of("implemented-requirement", clause));
          requirement.put("control-id", clause);
          requirement.put(
              "description",
              Oscal.line(
                  checks.stream()
                      .map(
                          check ->
                              "%s (%s)".formatted(report.texts().title(check.id()), check.id()))
                      .collect(Collectors.joining("; "))));
        });
    return Oscal.text("component-definition", definition);
  }
}
