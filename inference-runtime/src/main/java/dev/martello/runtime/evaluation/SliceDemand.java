package dev.martello.runtime.evaluation;

import dev.martello.runtime.evaluation.data.DataSet;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * What a model must do for a part of the data.
 *
 * @param column without {@code slice:}
 * @param from least value that belongs to the part
 * @param below first value that doesn't any more
 * @param bound least figure, or for RMSE the largest
 */
public record SliceDemand(
    String name, String column, OptionalDouble from, OptionalDouble below, double bound) {

  int[] rows(DataSet data) {
    return IntStream.range(0, data.rows())
        .filter(row -> data.slice(column, row).filter(this::holds).isPresent())
        .toArray();
  }

  private boolean holds(double value) {
    return value >= from.orElse(Double.NEGATIVE_INFINITY)
        && value < below.orElse(Double.POSITIVE_INFINITY);
  }
}
