package dev.martello.runtime.evaluation.data;

import java.util.Arrays;

/** A tensor's shape, -1 where it is open. */
public final class Dimensions {
  private final long[] sizes;

  public Dimensions(long[] sizes) {
    this.sizes = sizes.clone();
  }

  public int rank() {
    return sizes.length;
  }

  public long at(int axis) {
    return sizes[axis];
  }

  /** The tensor's shape for so many rows of that data; empty if they don't fit. */
  public long[] forRows(int rows, Feature feature) {
    int[] row = feature.rowShape();
    if (row.length > 1 && row.length + 1 == rank()) {
      var shape = new long[row.length + 1];
      shape[0] = rows;
      for (int i = 0; i < row.length; i++) {
        shape[i + 1] = row[i];
      }
      return shape;
    }
    return forRows(rows, feature.rowLength());
  }

  /** This shape for so many rows, if a row of that many numbers fits into its other axes. */
  private long[] forRows(int rows, int rowLength) {
    long[] whole = sizes.clone();
    if (whole.length == 0) {
      return whole;
    }
    whole[0] = rows;
    long known = 1;
    int open = -1;
    for (int axis = 1; axis < whole.length; axis++) {
      if (whole[axis] >= 0) {
        known *= whole[axis];
      } else {
        open = open < 0 ? axis : whole.length;
      }
    }
    if (open > 0 && open < whole.length && known > 0 && rowLength % known == 0) {
      whole[open] = rowLength / known;
      known = rowLength;
    }
    return known == rowLength && open < whole.length ? whole : new long[0];
  }

  @Override
  public String toString() {
    return Arrays.toString(sizes);
  }
}
