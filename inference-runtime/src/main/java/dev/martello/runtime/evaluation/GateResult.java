package dev.martello.runtime.evaluation;

import dev.martello.runtime.evaluation.metric.Estimate;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What was measured, and in words where it falls short.
 *
 * @param latencies empty if nothing was measured: a signed report stood in
 * @param memoryBytes empty where the system does not tell it
 * @param shortfalls empty if the gate is passed
 */
public record GateResult(
    Estimate estimate,
    List<Slice> slices,
    Optional<Latencies> latencies,
    OptionalLong memoryBytes,
    List<String> shortfalls) {
  public GateResult {
    slices = List.copyOf(slices);
    shortfalls = List.copyOf(shortfalls);
  }

  /** The figure of one part; empty if no row belongs to it. */
  public record Slice(String name, Optional<Estimate> estimate, double bound) {}

  public boolean measured() {
    return latencies.isPresent();
  }

  public boolean passed() {
    return shortfalls.isEmpty();
  }
}
