package dev.martello.cli.reproduce;

import java.util.Locale;

/** A step of a lineage that is done again, in order. */
enum Link {
  TRAINING,
  OPTIMIZATION,
  EVALUATION;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
