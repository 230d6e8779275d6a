package dev.martello.cli.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.martello.cli.Refusal;
import dev.martello.crds.ControlStatus;
import dev.martello.crds.Finding;
import dev.martello.crds.Grade;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Comparator;

/**
 * OSCAL assessment results: a result per deployment, an observation per check, a finding per check
 * and clause. OSCAL knows satisfied and not satisfied only; whatever is not plainly satisfied is
 * not, with the reason {@code other} and in words why.
 */
final class AssessmentResults {
  /** The plan's file, looked for beside this one. */
  private static final String PLAN = "assessment-plan.json";

  private AssessmentResults() {}

  static String of(Report report) throws Refusal {
    var judged = Judged.of(report);
    var document = Oscal.object();
    document.put(
        "uuid", NameUuid.of("assessment-results", judged.toString(), report.time().toString()));
    var remarks = Words.NO_CERTIFICATE + " " + Words.GRADES;
    Oscal.metadata(
        document,
        "Martello: what was found",
        report,
        judged.others().isEmpty()
            ? remarks
            : remarks + " Not judged yet, and absent here: " + String.join(", ", judged.others()));
    document.putObject("import-ap").put("href", PLAN);
    var results = document.putArray("results");
    judged.deployments().forEach(deployment -> result(results.addObject(), deployment, report));
    return Oscal.text("assessment-results", document);
  }

  private static void result(ObjectNode result, Deployment deployment, Report report) {
    var subject = NameUuid.of("deployment", deployment.fullName(), deployment.uid());
    result.put("uuid", NameUuid.of("result", subject, deployment.controls().toString()));
    result.put("title", Oscal.line("ModelDeployment " + deployment.fullName()));
    result.put(
        "description",
        "%s checks satisfied. %s".formatted(deployment.score(), deployment.score().sentence()));
    var start =
        deployment.controls().stream()
            .map(AssessmentResults::since)
            .min(Comparator.naturalOrder())
            .orElse(report.time());
    result.put("start", start.toString()).put("end", report.time().toString());
    var component = result.putObject("local-definitions").putArray("components").addObject();
    component.put("uuid", subject).put("type", "service");
    component.put("title", Oscal.line(deployment.fullName()));
    component.put("description", Oscal.line("Serves the model " + deployment.model()));
    component.putObject("status").put("state", available(deployment) ? "operational" : "other");
    Oscal.reviewedControls(result, deployment.controls());
    var observations = result.putArray("observations");
    var findings = Oscal.object().arrayNode();
    for (var control : deployment.controls()) {
      var observation = observations.addObject();
      observe(observation, control, subject, report.texts());
      if (control.finding() != Finding.NotApplicable) {
        find(findings, control, observation.path("uuid").asText(), report.texts());
      }
    }
    if (!findings.isEmpty()) {
      result.set("findings", findings);
    }
    if (!deployment.caveats().isEmpty()) {
      result.put("remarks", String.join(" ", deployment.caveats()));
    }
  }

  private static boolean available(Deployment deployment) {
    return deployment
        .status()
        .flatMap(status -> status.condition("Available"))
        .filter(condition -> condition.status() == dev.martello.crds.Condition.Status.True)
        .isPresent();
  }

  private static void observe(
      ObjectNode observation, ControlStatus control, String subject, CheckTexts texts) {
    observation.put("uuid", NameUuid.of("observation", subject, control.toString()));
    observation.put("title", Oscal.line(texts.title(control.id())));
    observation.put("description", Oscal.line(control.evidence()));
    var properties = observation.putArray("props");
    Oscal.property(properties, "check", control.id());
    Oscal.property(properties, "finding", Words.of(control.finding()));
    Oscal.property(properties, "reason", control.reason());
    Oscal.property(properties, "grade", Words.of(control.grade()));
    observation.putArray("methods").add(method(control));
    observation.putArray("types").add("control-objective");
    observation
        .putArray("subjects")
        .addObject()
        .put("subject-uuid", subject)
        .put("type", "component");
    observation
        .putArray("relevant-evidence")
        .addObject()
        .put("description", Oscal.line(control.evidence()));
    observation.put("collected", since(control).toString());
    observation.put(
        "remarks",
        "collected is since when the finding is what it is; it is looked at all the time.");
  }

  /** What could not be looked at, or waits for a person, was not tested. */
  private static String method(ControlStatus control) {
    boolean made = control.finding() != Finding.Unknown && control.finding() != Finding.Manual;
    return made && control.grade() == Grade.Tried ? "TEST" : "EXAMINE";
  }

  private static void find(
      ArrayNode findings, ControlStatus control, String observation, CheckTexts texts) {
    Oscal.clauses(control)
        .forEach(
            clause -> {
              var finding = findings.addObject();
              finding.put("uuid", NameUuid.of("finding", observation, clause));
              finding.put("title", Oscal.line(texts.title(control.id())));
              finding.put("description", Oscal.line(control.evidence()));
              var target = finding.putObject("target").put("type", "objective-id");
              target.put("target-id", Oscal.objective(clause, control));
              var status = target.putObject("status");
              status.put("state", satisfied(control) ? "satisfied" : "not-satisfied");
              status.put("reason", reason(control.finding())).put("remarks", words(control));
              finding
                  .putArray("related-observations")
                  .addObject()
                  .put("observation-uuid", observation);
            });
  }

  private static boolean satisfied(ControlStatus control) {
    return control.finding() == Finding.Satisfied;
  }

  private static String reason(Finding finding) {
    return switch (finding) {
      case Satisfied -> "pass";
      case NotSatisfied -> "fail";
      case NotApplicable, Manual, Unknown, Accepted -> "other";
    };
  }

  private static String words(ControlStatus control) {
    var said = "%s (%s).".formatted(Words.of(control.finding()), Oscal.line(control.reason()));
    return switch (control.finding()) {
      case Satisfied, NotSatisfied, NotApplicable -> said;
      case Manual -> said + " Only a person can judge it.";
      case Unknown -> said + " It could not be looked at.";
      case Accepted -> said + " It is not satisfied, and an approver accepted that for a time.";
    };
  }

  private static Instant since(ControlStatus control) {
    return OffsetDateTime.parse(control.since()).toInstant();
  }
}
