package dev.martello.operator.fleet;

import dev.martello.crds.ControlStatus;
import dev.martello.crds.Finding;
import dev.martello.crds.ModelDeployment;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Findings in the words of OpenReports (openreports.io/v1alpha1): pass, fail, warn (not satisfied
 * and accepted for a time), error (could not be looked at), skip (asks for nothing, or only a
 * person can judge it).
 */
public final class OpenReports {
  private static final String SOURCE = "martello";
  private static final List<String> RESULTS = List.of("pass", "fail", "warn", "error", "skip");

  private OpenReports() {}

  /** Empty as long as nothing was judged. */
  public static Optional<Document> report(ModelDeployment deployment) {
    List<ControlStatus> controls = Judgement.controls(deployment);
    if (controls.isEmpty()) {
      return Optional.empty();
    }
    String namespace = deployment.getMetadata().getNamespace();
    String name = deployment.getMetadata().getName();
    String uid = deployment.getMetadata().getUid();
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("source", SOURCE);
    fields.put(
        "scope",
        Map.of(
            "apiVersion", deployment.getApiVersion(),
            "kind", deployment.getKind(),
            "namespace", namespace,
            "name", name,
            "uid", uid));
    results(fields, controls.stream().map(OpenReports::result).toList());
    return Optional.of(
        new Document(
            Document.Kind.Report,
            Optional.of(namespace),
            "martello-" + name,
            Optional.of(
                new Document.Owner(deployment.getApiVersion(), deployment.getKind(), name, uid)),
            fields));
  }

  private static Map<String, Object> result(ControlStatus control) {
    return result(
        control.id(),
        control.control(),
        control.finding(),
        control.evidence(),
        control.since(),
        Map.of(
            "finding", control.finding().name(),
            "reason", control.reason(),
            "grade", control.grade().name()));
  }

  /** One result per check: the worst that it found anywhere. */
  public static Document clusterReport(String name, List<ModelDeployment> fleet) {
    List<ModelDeployment> deployments = fleet.stream().sorted(Judgement.BY_NAME).toList();
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("source", SOURCE);
    results(
        fields,
        Judgement.byCheck(deployments).values().stream().map(OpenReports::overall).toList());
    return new Document(
        Document.Kind.ClusterReport, Optional.empty(), name, Optional.empty(), fields);
  }

  private static Map<String, Object> overall(List<Judgement> judgements) {
    Finding worst = Judgement.worst(judgements);
    Map<String, String> counts = new LinkedHashMap<>();
    for (Finding finding : Finding.values()) {
      counts.put(finding.name(), String.valueOf(Judgement.count(judgements, finding)));
    }
    List<String> concerns = FleetSummary.concerns(judgements, worst);
    String message =
        "%d of %d deployments satisfied"
            .formatted(Judgement.count(judgements, Finding.Satisfied), judgements.size());
    if (!concerns.isEmpty()) {
      message +=
          "; %s: %s%s"
              .formatted(
                  worst == Finding.Unknown ? "unknown" : "not satisfied",
                  String.join(", ", concerns.stream().limit(10).toList()),
                  concerns.size() > 10 ? " and %d more".formatted(concerns.size() - 10) : "");
    }
    ControlStatus latest =
        judgements.stream()
            .filter(judgement -> judgement.finding() == worst)
            .map(Judgement::control)
            .max(Comparator.comparing(ControlStatus::since))
            .orElseThrow();
    return result(latest.id(), latest.control(), worst, message, latest.since(), counts);
  }

  private static Map<String, Object> result(
      String check,
      String clauses,
      Finding finding,
      String message,
      String since,
      Map<String, String> properties) {
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("source", SOURCE);
    result.put("policy", check);
    result.put("category", clauses);
    result.put("result", word(finding));
    result.put("scored", finding != Finding.Manual && finding != Finding.NotApplicable);
    result.put("message", message);
    result.put("timestamp", Map.of("seconds", seconds(since), "nanos", 0));
    result.put("properties", properties);
    return result;
  }

  private static void results(Map<String, Object> fields, List<Map<String, Object>> results) {
    Map<String, Object> summary = new LinkedHashMap<>();
    for (String word : RESULTS) {
      summary.put(word, (int) results.stream().filter(r -> word.equals(r.get("result"))).count());
    }
    fields.put("summary", summary);
    fields.put("results", new ArrayList<>(results));
  }

  private static String word(Finding finding) {
    return switch (finding) {
      case Satisfied -> "pass";
      case NotSatisfied -> "fail";
      case Accepted -> "warn";
      case Unknown -> "error";
      case Manual, NotApplicable -> "skip";
    };
  }

  /** The API server has checked the format. */
  private static long seconds(String time) {
    try {
      return Instant.parse(time).getEpochSecond();
    } catch (DateTimeException malformed) {
      return 0;
    }
  }
}
