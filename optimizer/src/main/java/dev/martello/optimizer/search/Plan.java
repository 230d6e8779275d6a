package dev.martello.optimizer.search;

import dev.martello.optimizer.prune.Pruning;
import dev.martello.optimizer.quantize.Quantization;
import java.util.Optional;

/** One way to make the model smaller. */
public record Plan(Optional<Pruning> pruning, Optional<Quantization> quantization) {
  static Plan of(Quantization quantization) {
    return new Plan(Optional.empty(), Optional.of(quantization));
  }

  static Plan of(Pruning pruning) {
    return new Plan(Optional.of(pruning), Optional.empty());
  }

  @Override
  public String toString() {
    String text = pruning.map(Pruning::toString).orElse("");
    String then = quantization.map(Quantization::toString).orElse("");
    return text.isEmpty() ? then : text + (then.isEmpty() ? "" : " + " + then);
  }
}
