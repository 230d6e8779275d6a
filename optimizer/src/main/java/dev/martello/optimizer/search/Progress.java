package dev.martello.optimizer.search;

/** Hears of each plan as it is tried. */
public interface Progress {
  void starts(int number, String plan);

  void tried(Trial trial);

  /** A plan that gave no model, or the same bytes as an earlier one. */
  void skipped(String plan, String why);
}
