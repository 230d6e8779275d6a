package dev.martello.optimizer.prune;

import java.util.Locale;

/** How many of each layer's hidden units go, and which. */
public record Pruning(double share, Saliency saliency) {
  /** What makes a unit worth keeping. */
  public enum Saliency {
    /** The size of its weights, in and out. */
    MAGNITUDE,
    /** How much what it sends on varies over the calibration rows. */
    ACTIVATION
  }

  public Pruning {
    if (!(share > 0 && share < 1)) {
      throw new IllegalArgumentException("share must be between 0 and 1, is " + share);
    }
  }

  @Override
  public String toString() {
    return "pruned %.0f %% by %s".formatted(share * 100, saliency.name().toLowerCase(Locale.ROOT));
  }
}
