package dev.martello.runtime.management;

import dev.martello.runtime.metrics.PrometheusText;
import java.time.Instant;

/** What every process tells Prometheus of itself, under the names that its client libraries use. */
final class ProcessMetrics {
  private ProcessMetrics() {}

  static void write(PrometheusText text) {
    ProcessHandle.Info process = ProcessHandle.current().info();
    process
        .totalCpuDuration()
        .ifPresent(
            cpu ->
                text.family("process_cpu_seconds_total", "counter", "CPU time used.")
                    .sample("process_cpu_seconds_total", "", cpu.toNanos() / 1e9));
    process
        .startInstant()
        .map(Instant::toEpochMilli)
        .ifPresent(
            millis ->
                text.family("process_start_time_seconds", "gauge", "Start, since 1970.")
                    .sample("process_start_time_seconds", "", millis / 1e3));
    Runtime java = Runtime.getRuntime();
    text.single(
        "martello_heap_used_bytes",
        "gauge",
        "Java's heap, garbage included.",
        "",
        java.totalMemory() - java.freeMemory());
  }
}
