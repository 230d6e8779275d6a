package dev.martello.optimizer.data;

import dev.martello.runtime.evaluation.data.DataSet;
import java.util.Arrays;

/** Some rows of a data set, in order. */
public final class Rows {
  private final DataSet data;
  private final int[] indexes;

  Rows(DataSet data, int[] indexes) {
    this.data = data;
    this.indexes = indexes;
  }

  public DataSet data() {
    return data;
  }

  public int size() {
    return indexes.length;
  }

  /** Where the n-th of these rows is in the data set. */
  public int at(int n) {
    return indexes[n];
  }

  public Rows first(int count) {
    return between(0, Math.min(count, indexes.length));
  }

  /** Those from one place on, up to another. */
  public Rows between(int from, int to) {
    return new Rows(data, Arrays.copyOfRange(indexes, from, to));
  }

  public double[] labels() {
    return Arrays.stream(indexes).mapToDouble(data::label).toArray();
  }
}
