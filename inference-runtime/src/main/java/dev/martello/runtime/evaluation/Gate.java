package dev.martello.runtime.evaluation;

import dev.martello.runtime.evaluation.data.DataSet;
import dev.martello.runtime.evaluation.metric.Estimate;
import dev.martello.runtime.evaluation.metric.Judged;
import dev.martello.runtime.evaluation.metric.Metric;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/** Holds what was measured against what is demanded; pure. */
public final class Gate {
  /** Of the bootstrap: the same data and answers have the same interval. */
  private static final long SEED = 1;

  static final double ROUNDING = 1e-12;

  private final GateDemand demand;
  private final List<String> shortfalls = new ArrayList<>();

  private Gate(GateDemand demand) {
    this.demand = demand;
  }

  /** Judges; the answers are those for every row of the data, in order. */
  public static GateResult judge(
      GateDemand demand, DataSet data, Judged judged, Latencies latencies, OptionalLong memory) {
    return new Gate(demand).result(data, judged, latencies, memory);
  }

  private GateResult result(DataSet data, Judged judged, Latencies latencies, OptionalLong memory) {
    Metric metric = demand.metric();
    Estimate whole = metric.estimate(judged, SEED);
    compare(metric.word(), whole, demand.bound());
    List<GateResult.Slice> slices = new ArrayList<>();
    for (SliceDemand slice : demand.slices()) {
      int[] rows = slice.rows(data);
      Optional<Estimate> part =
          rows.length == 0 ? Optional.empty() : Optional.of(metric.estimate(judged, rows, SEED));
      part.ifPresentOrElse(
          estimate ->
              compare(
                  "slice %s: %s".formatted(slice.name(), metric.word()), estimate, slice.bound()),
          () -> shortfalls.add("slice %s: no row belongs to it".formatted(slice.name())));
      slices.add(new GateResult.Slice(slice.name(), part, slice.bound()));
    }
    demand
        .p95Micros()
        .ifPresent(
            most -> {
              if (latencies.p95Micros() > most) {
                shortfalls.add(
                    "95 %% of the answers take up to %d µs, %d more than the %d allowed"
                        .formatted(latencies.p95Micros(), latencies.p95Micros() - most, most));
              }
            });
    demand.memoryBytes().ifPresent(most -> memory(most, memory));
    return new GateResult(whole, slices, Optional.of(latencies), memory, shortfalls);
  }

  private void compare(String what, Estimate estimate, double bound) {
    double shortfall = demand.metric().drop(bound, estimate.value());
    if (!(shortfall <= ROUNDING)) {
      shortfalls.add(
          String.format(
              Locale.ROOT,
              "%s %.4f (%.4f to %.4f) on %d rows is %.4f %s the %s %s",
              what,
              estimate.value(),
              estimate.lower(),
              estimate.upper(),
              estimate.rows(),
              shortfall,
              demand.metric().isHigherBetter() ? "below" : "above",
              demand.metric().isHigherBetter() ? "minimum" : "maximum",
              Double.toString(bound)));
    }
  }

  private void memory(long most, OptionalLong memory) {
    if (memory.isEmpty()) {
      shortfalls.add("memory has a limit, and this system does not tell how much was taken");
    } else if (memory.getAsLong() > most) {
      shortfalls.add(
          "%d bytes of memory were taken, %d more than the %d allowed"
              .formatted(memory.getAsLong(), memory.getAsLong() - most, most));
    }
  }
}
