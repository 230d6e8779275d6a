package dev.martello.runtime.management;

import static dev.martello.runtime.metrics.PrometheusText.label;

import dev.martello.runtime.accesslog.AccessLog;
import dev.martello.runtime.http.BodyBudget;
import dev.martello.runtime.inference.InferenceCalls;
import dev.martello.runtime.limits.CallerLimits;
import dev.martello.runtime.metrics.PrometheusText;
import dev.martello.runtime.model.LoadedModel;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToLongFunction;

/** All metrics: those of the ports here, those of the model in {@link ModelMetrics}. */
public final class MetricsText {
  private final Map<String, PortTraffic> ports;
  private final InferenceCalls calls;
  private final CallerLimits limits;
  private final BodyBudget budget;
  private final LoadedModel model;
  private final AccessLog log;

  /**
   * Of these.
   *
   * @param ports by name; that of the calls is {@code inference}
   */
  public MetricsText(
      Map<String, PortTraffic> ports,
      InferenceCalls calls,
      CallerLimits limits,
      BodyBudget budget,
      LoadedModel model,
      AccessLog log) {
    this.ports = new TreeMap<>(ports);
    this.calls = calls;
    this.limits = limits;
    this.budget = budget;
    this.model = model;
    this.log = log;
  }

  String write() {
    PrometheusText text = new PrometheusText();
    text.family("martello_requests_total", "counter", "Requests answered, by port and status.");
    ports.forEach(
        (port, traffic) ->
            traffic
                .byCode()
                .forEach(
                    (code, count) ->
                        text.sample(
                            "martello_requests_total",
                            label("port", port) + "," + label("code", code.toString()),
                            count)));
    perPort(
        "martello_requests_in_flight",
        "gauge",
        "Requests now being answered.",
        PortTraffic::inFlight,
        text);
    perPort(
        "martello_tls_handshakes_failed_total",
        "counter",
        "Connections that TLS turned away, the evidence's own attempts among them.",
        PortTraffic::handshakesFailedSoFar,
        text);
    perPort(
        "martello_connections_refused_total",
        "counter",
        "Connections over the limit.",
        PortTraffic::connectionsRefusedSoFar,
        text);
    PortTraffic inference = ports.get("inference");
    if (inference != null) {
      writeRejections(inference, text);
      LimitMetrics.write(limits, text);
      ModelMetrics.write(model, calls, inference, text);
    }
    text.single(
        "martello_request_body_bytes", "gauge", "Held for request bodies now.", "", budget.held());
    text.single(
        "martello_access_log_dropped_total",
        "counter",
        "Log lines that found no room.",
        "",
        log.dropped());
    ProcessMetrics.write(text);
    return text.toString();
  }

  /** Calls that were turned away before the model saw them, by what for. */
  private void writeRejections(PortTraffic inference, PrometheusText text) {
    String name = "martello_requests_rejected_total";
    text.family(name, "counter", "Requests turned away, by reason.");
    Map<Integer, Long> byCode = inference.byCode();
    text.sample(name, label("reason", "queue-full"), calls.statistics().queueFull.sum());
    text.sample(name, label("reason", "body-memory"), budget.refused());
    text.sample(name, label("reason", "access"), byCode.getOrDefault(403, 0L));
    text.sample(name, label("reason", "rate"), byCode.getOrDefault(429, 0L));
    text.sample(name, label("reason", "too-large"), byCode.getOrDefault(413, 0L));
    text.sample(name, label("reason", "connections"), inference.connectionsRefusedSoFar());
  }

  private void perPort(
      String name,
      String type,
      String help,
      ToLongFunction<PortTraffic> value,
      PrometheusText text) {
    text.family(name, type, help);
    ports.forEach(
        (port, traffic) -> text.sample(name, label("port", port), value.applyAsLong(traffic)));
  }
}
