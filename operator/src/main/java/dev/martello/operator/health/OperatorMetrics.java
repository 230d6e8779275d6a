package dev.martello.operator.health;

import dev.martello.crds.ComplianceStatus;
import dev.martello.crds.Condition;
import dev.martello.crds.Finding;
import dev.martello.crds.ModelDeployment;
import dev.martello.crds.ModelDeploymentStatus;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counters and gauges of the operator, in the text format that Prometheus scrapes (version 0.0.4).
 */
public final class OperatorMetrics {
  private final LongAdder rounds = new LongAdder();
  private final LongAdder failures = new LongAdder();
  private final Map<String, LongAdder> writes = new ConcurrentSkipListMap<>();
  private final Map<String, Gauges> deployments = new ConcurrentHashMap<>();

  private record Gauges(
      String namespace,
      String name,
      String ready,
      String compliant,
      List<Found> controls,
      long judged) {
    String labels(String status) {
      return "{namespace=\""
          + namespace
          + "\",deployment=\""
          + name
          + "\",status=\""
          + status
          + "\"}";
    }
  }

  /** Not the whole control: its words would be kept for every deployment. */
  private record Found(String id, Finding finding) {}

  public void reconciled() {
    rounds.increment();
  }

  public void failed() {
    failures.increment();
  }

  public void written(String what) {
    writes.computeIfAbsent(what, w -> new LongAdder()).increment();
  }

  /**
   * Remembers a deployment's conditions and findings for the next scrape.
   *
   * @param judged when they were looked at: the status itself says only when they changed
   */
  public void observed(ModelDeployment deployment, ModelDeploymentStatus status, Instant judged) {
    deployments.put(
        deployment.getMetadata().getUid(),
        new Gauges(
            deployment.getMetadata().getNamespace(),
            deployment.getMetadata().getName(),
            condition(status, "Ready"),
            condition(status, "Compliant"),
            Optional.ofNullable(status.compliance())
                .map(ComplianceStatus::controls)
                .orElse(List.of())
                .stream()
                .map(control -> new Found(control.id(), control.finding()))
                .toList(),
            judged.getEpochSecond()));
  }

  private static String condition(ModelDeploymentStatus status, String type) {
    return status.condition(type).map(Condition::status).map(Enum::name).orElse("Unknown");
  }

  /** Only these deployments exist still. */
  public void retain(Set<String> uids) {
    deployments.keySet().retainAll(uids);
  }

  /** Sum of all writes to the cluster. */
  public long writes() {
    return writes.values().stream().mapToLong(LongAdder::sum).sum();
  }

  String text() {
    StringBuilder text = new StringBuilder();
    head(text, "martello_reconciles_total", "counter", "Rounds begun.");
    text.append("martello_reconciles_total ").append(rounds.sum()).append('\n');
    head(text, "martello_reconcile_failures_total", "counter", "Rounds that ended in an error.");
    text.append("martello_reconcile_failures_total ").append(failures.sum()).append('\n');
    head(text, "martello_writes_total", "counter", "Writes that the API server took, by kind.");
    writes.forEach(
        (what, count) ->
            text.append("martello_writes_total{what=\"")
                .append(what)
                .append("\"} ")
                .append(count.sum())
                .append('\n'));
    Map<String, Gauges> sorted = new TreeMap<>();
    deployments.values().forEach(g -> sorted.put(g.namespace() + "/" + g.name(), g));
    head(text, "martello_deployment_ready", "gauge", "The condition Ready of each deployment.");
    sorted.values().forEach(g -> gauge(text, "martello_deployment_ready", g, g.ready()));
    head(
        text,
        "martello_deployment_compliant",
        "gauge",
        "The condition Compliant of each deployment.");
    sorted.values().forEach(g -> gauge(text, "martello_deployment_compliant", g, g.compliant()));
    findings(text, sorted.values());
    return text.toString();
  }

  private static void findings(StringBuilder text, Collection<Gauges> all) {
    head(text, "martello_control_finding", "gauge", "What each check finds now: 1 for that.");
    for (Gauges each : all) {
      for (Found control : each.controls()) {
        text.append(
            "martello_control_finding{namespace=\"%s\",deployment=\"%s\",control=\"%s\",finding=\"%s\"} 1\n"
                .formatted(each.namespace(), each.name(), control.id(), control.finding()));
      }
    }
    head(
        text,
        "martello_deployment_judged_timestamp_seconds",
        "gauge",
        "When all checks were made last.");
    for (Gauges each : all) {
      text.append(
          "martello_deployment_judged_timestamp_seconds{namespace=\"%s\",deployment=\"%s\"} %d\n"
              .formatted(each.namespace(), each.name(), each.judged()));
    }
  }

  private static void head(StringBuilder text, String name, String type, String help) {
    text.append("# HELP ").append(name).append(' ').append(help).append('\n');
    text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
  }

  private static void gauge(StringBuilder text, String name, Gauges gauges, String is) {
    for (Condition.Status status : Condition.Status.values()) {
      int value = status.name().equals(is) ? 1 : 0;
      text.append(name).append(gauges.labels(status.name())).append(' ').append(value).append('\n');
    }
  }
}
