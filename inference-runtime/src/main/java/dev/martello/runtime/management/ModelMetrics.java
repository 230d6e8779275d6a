package dev.martello.runtime.management;

import static dev.martello.runtime.metrics.PrometheusText.label;

import dev.martello.runtime.inference.InferenceCalls;
import dev.martello.runtime.inference.InferenceStatistics;
import dev.martello.runtime.inference.ServingPlan;
import dev.martello.runtime.metrics.Histogram;
import dev.martello.runtime.metrics.PrometheusText;
import dev.martello.runtime.model.LoadedModel;

/**
 * Metrics of the model: ours, and the same under the names that dashboards for Triton ({@code
 * nv_inference_…}) and KServe ({@code request_…_seconds}) look for.
 */
final class ModelMetrics {
  private ModelMetrics() {}

  static void write(
      LoadedModel model, InferenceCalls calls, PortTraffic port, PrometheusText text) {
    InferenceStatistics statistics = calls.statistics();
    writeOurs(calls, port, text);
    writePlan(calls.plan(), text);
    writeTritons(model, calls, port, text);
    String kserve = label("model_name", model.name());
    text.histogram("request_preprocess_seconds", "Reading requests.", kserve, statistics.input);
    text.histogram("request_predict_seconds", "ONNX Runtime's runs.", kserve, statistics.run);
    text.histogram("request_postprocess_seconds", "Writing answers.", kserve, statistics.output);
    text.single(
        "martello_model_info",
        "gauge",
        "The model that is served; always 1.",
        String.join(
            ",",
            label("name", model.name()),
            label("version", model.version()),
            label("digest", model.source().digest()),
            label("signer", model.source().signer().name())),
        1);
  }

  private static void writeOurs(InferenceCalls calls, PortTraffic port, PrometheusText text) {
    InferenceStatistics statistics = calls.statistics();
    text.histogram(
        "martello_inference_duration_seconds",
        "Infer calls, head to last byte.",
        "",
        port.inference());
    text.histogram(
        "martello_queue_duration_seconds",
        "From the whole body until a thread took the call.",
        "",
        statistics.queue);
    text.histogram(
        "martello_onnxruntime_duration_seconds",
        "ONNX Runtime's runs, once for each call that rode in one.",
        "",
        statistics.run);
    text.histogram("martello_batch_calls", "Calls that shared a run.", "", statistics.batch);
    text.single(
        "martello_queue_length",
        "gauge",
        "Calls that no thread has taken yet.",
        "",
        calls.waiting());
  }

  private static void writePlan(ServingPlan plan, PrometheusText text) {
    text.single(
        "martello_batch_rows_limit",
        "gauge",
        "Rows that may share a run; 1: batching is off, since nothing is gained by it.",
        "",
        plan.mostRows());
    text.single(
        "martello_runs_on_event_loop",
        "gauge",
        "1 if the model is so quick that short calls need no other thread.",
        "",
        plan.onEventLoop() ? 1 : 0);
    text.family(
        "martello_probe_row_seconds",
        "gauge",
        "A row alone, and a row of 16, at start; 0: not run.");
    text.sample("martello_probe_row_seconds", label("rows", "1"), plan.rowNanos() / 1e9);
    text.sample("martello_probe_row_seconds", label("rows", "16"), plan.batchedRowNanos() / 1e9);
  }

  private static void writeTritons(
      LoadedModel model, InferenceCalls calls, PortTraffic port, PrometheusText text) {
    InferenceStatistics statistics = calls.statistics();
    String labels = label("model", model.name()) + "," + label("version", model.version());
    counter("request_success", "Infer calls answered.", labels, statistics.succeeded.sum(), text);
    text.family("nv_inference_request_failure", "counter", "Infer calls not answered, by reason.");
    String failure = "nv_inference_request_failure";
    text.sample(failure, labels + "," + label("reason", "REJECTED"), statistics.queueFull.sum());
    text.sample(failure, labels + "," + label("reason", "OTHER"), statistics.invalid.sum());
    text.sample(failure, labels + "," + label("reason", "BACKEND"), statistics.failed.sum());
    counter("count", "Rows computed.", labels, statistics.rows.sum(), text);
    counter("exec_count", "Runs of the model.", labels, statistics.batch.count(), text);
    text.single(
        "nv_inference_pending_request_count", "gauge", "Calls waiting.", labels, calls.waiting());
    micros("request_duration_us", "Infer calls.", labels, port.inference(), text);
    micros("queue_duration_us", "Waiting.", labels, statistics.queue, text);
    micros("compute_input_duration_us", "Reading requests.", labels, statistics.input, text);
    micros("compute_infer_duration_us", "ONNX Runtime's runs.", labels, statistics.run, text);
    micros("compute_output_duration_us", "Writing answers.", labels, statistics.output, text);
  }

  private static void micros(
      String name, String help, String labels, Histogram durations, PrometheusText text) {
    counter(name, help + " Microseconds, all together.", labels, durations.sum() / 1000, text);
  }

  private static void counter(
      String name, String help, String labels, long value, PrometheusText text) {
    text.single("nv_inference_" + name, "counter", help, labels, value);
  }
}
