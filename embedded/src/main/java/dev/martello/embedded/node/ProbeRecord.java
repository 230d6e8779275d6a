package dev.martello.embedded.node;

import io.fabric8.kubernetes.api.model.Probe;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** One probe of one container run: when it is due, and what its last results add up to. */
final class ProbeRecord {
  /** What a probe's results add up to. */
  enum Outcome {
    UNDECIDED,
    PASSING,
    FAILING
  }

  private final @Nullable Probe probe;
  private Instant due;
  private int successes;
  private int failures;
  private Outcome outcome;

  /** A probe that isn't there passes. */
  ProbeRecord(@Nullable Probe probe, Instant started) {
    this.probe = probe;
    this.outcome = probe == null ? Outcome.PASSING : Outcome.UNDECIDED;
    this.due =
        probe == null
            ? Instant.MAX
            : started.plusSeconds(orElse(probe.getInitialDelaySeconds(), 0));
  }

  Duration timeout() {
    return Duration.ofSeconds(probe == null ? 1 : orElse(probe.getTimeoutSeconds(), 1));
  }

  /** Asks if it is due, and says what the results add up to by now. */
  Outcome tick(Instant now, BooleanSupplier ask) {
    if (probe == null || now.isBefore(due)) {
      return outcome;
    }
    due = now.plusSeconds(orElse(probe.getPeriodSeconds(), 10));
    if (ask.getAsBoolean()) {
      failures = 0;
      successes++;
      if (successes >= orElse(probe.getSuccessThreshold(), 1)) {
        outcome = Outcome.PASSING;
      }
    } else {
      successes = 0;
      failures++;
      if (failures >= orElse(probe.getFailureThreshold(), 3)) {
        outcome = Outcome.FAILING;
      }
    }
    return outcome;
  }

  private static int orElse(@Nullable Integer value, int standard) {
    return Objects.requireNonNullElse(value, standard);
  }
}
