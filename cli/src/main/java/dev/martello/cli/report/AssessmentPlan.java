package dev.martello.cli.report;

import dev.martello.cli.Refusal;

/**
 * The OSCAL assessment plan that the results name: which objectives there are and how each is
 * looked at. The ids of clauses are the standard's; every word is ours.
 */
final class AssessmentPlan {
  private AssessmentPlan() {}

  static String of(Report report) throws Refusal {
    var controls = Clauses.distinctChecks(report);
    var plan = Oscal.object();
    plan.put("uuid", uuid(report));
    Oscal.metadata(plan, "Martello: what is looked at", report, Words.NO_CERTIFICATE);
    var ssp = NameUuid.of("system-security-plan");
    plan.putObject("import-ssp").put("href", "#" + ssp);
    var objectives = plan.putObject("local-definitions").putArray("objectives-and-methods");
    for (var control : controls) {
      Oscal.clauses(control)
          .forEach(
              clause -> {
                var objective = objectives.addObject();
                objective.put("control-id", clause);
                var part = objective.putArray("parts").addObject();
                part.put("id", Oscal.objective(clause, control)).put("name", "objective");
                part.put("title", Oscal.line(report.texts().title(control.id())));
                report
                    .texts()
                    .satisfiedWhen(control.id())
                    .ifPresent(when -> part.put("prose", "Satisfied when: " + when));
              });
    }
    Oscal.reviewedControls(plan, controls);
    plan.putObject("back-matter")
        .putArray("resources")
        .addObject()
        .put("uuid", ssp)
        .put("title", "System security plan")
        .put(
            "description",
            "Not part of what Martello writes. Put a link to your own here, or import it in its place.");
    return Oscal.text("assessment-plan", plan);
  }

  /** As long as the same checks are made of the same clauses, it is the same plan. */
  private static String uuid(Report report) throws Refusal {
    var parts =
        Clauses.distinctChecks(report).stream()
            .map(control -> control.id() + "=" + control.control())
            .toList();
    return NameUuid.of("assessment-plan", parts.toString(), report.time().toString());
  }
}
