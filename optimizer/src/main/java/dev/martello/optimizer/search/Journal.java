package dev.martello.optimizer.search;

import java.util.Optional;

/**
 * Remembers what was measured of each plan, so that an interrupted search goes on where it was. Of
 * one model, data, seed and demand only.
 */
public interface Journal {
  /** Remembers nothing. */
  Journal NONE =
      new Journal() {
        @Override
        public Optional<Trial> recall(String plan) {
          return Optional.empty();
        }

        @Override
        public void keep(String plan, Trial trial) {}
      };

  /** What was measured of a plan before. */
  Optional<Trial> recall(String plan);

  /**
   * Keeps what was measured of a plan.
   *
   * @param trial of another name if the plan gave the same bytes as that
   */
  void keep(String plan, Trial trial);
}
