package dev.martello.runtime.management;

import dev.martello.runtime.accesslog.AccessLog;
import dev.martello.runtime.model.LoadedModel;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToLongFunction;

/** The metrics in the text format of Prometheus, version 0.0.4. */
final class MetricsText {
  static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private final Map<String, PortTraffic> ports;
  private final LoadedModel model;
  private final AccessLog log;

  /**
   * @param ports by name; the histogram is that of {@code inference}
   */
  MetricsText(Map<String, PortTraffic> ports, LoadedModel model, AccessLog log) {
    this.ports = new TreeMap<>(ports);
    this.model = model;
    this.log = log;
  }

  String write() {
    StringBuilder text = new StringBuilder();
    head("martello_requests_total", "counter", "Requests answered, by port and status.", text);
    ports.forEach(
        (port, traffic) ->
            traffic
                .byCode()
                .forEach(
                    (code, count) ->
                        text.append("martello_requests_total{port=\"")
                            .append(port)
                            .append("\",code=\"")
                            .append(code)
                            .append("\"} ")
                            .append(count)
                            .append('\n')));
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
      long rejected = inference.byCode().getOrDefault(503, 0L);
      head("martello_requests_rejected_total", "counter", "Requests that found no room.", text);
      text.append("martello_requests_rejected_total ").append(rejected).append('\n');
      inference
          .inference()
          .write("martello_inference_duration_seconds", "Infer calls, head to last byte.", text);
    }
    head("martello_access_log_dropped_total", "counter", "Log lines that found no room.", text);
    text.append("martello_access_log_dropped_total ").append(log.dropped()).append('\n');
    head("martello_model_info", "gauge", "The model that is served; always 1.", text);
    text.append("martello_model_info{name=\"")
        .append(escaped(model.name()))
        .append("\",version=\"")
        .append(escaped(model.version()))
        .append("\",digest=\"")
        .append(escaped(model.source().digest()))
        .append("\",signer=\"")
        .append(escaped(model.source().signer().name()))
        .append("\"} 1\n");
    return text.toString();
  }

  private void perPort(
      String name,
      String type,
      String help,
      ToLongFunction<PortTraffic> value,
      StringBuilder text) {
    head(name, type, help, text);
    ports.forEach(
        (port, traffic) ->
            text.append(name)
                .append("{port=\"")
                .append(port)
                .append("\"} ")
                .append(value.applyAsLong(traffic))
                .append('\n'));
  }

  private static void head(String name, String type, String help, StringBuilder text) {
    text.append("# HELP ").append(name).append(' ').append(help).append('\n');
    text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
  }

  private static String escaped(String label) {
    return label.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
  }
}
