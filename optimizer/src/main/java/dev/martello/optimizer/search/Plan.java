package dev.martello.optimizer.search;

import dev.martello.optimizer.prune.Pruning;
import dev.martello.optimizer.quantize.Quantization;
import java.util.Optional;

/** One way to make the model smaller. */
public record Plan(Optional<Pruning> pruning, Optional<Quantization> quantization) {
  /** The float model itself, constants folded: what all others begin with. */
  static final Plan FOLDED = new Plan(Optional.empty(), Optional.empty());

  static Plan of(Quantization quantization) {
    return new Plan(Optional.empty(), Optional.of(quantization));
  }

  static Plan of(Pruning pruning) {
    return new Plan(Optional.of(pruning), Optional.empty());
  }

  @Override
  public String toString() {
    if (equals(FOLDED)) {
      return "folded";
    }
    String text = pruning.map(Pruning::toString).orElse("");
    String then = quantization.map(Quantization::toString).orElse("");
    return text.isEmpty() ? then : text + (then.isEmpty() ? "" : " + " + then);
  }
}
