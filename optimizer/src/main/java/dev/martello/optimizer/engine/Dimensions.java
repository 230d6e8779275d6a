package dev.martello.optimizer.engine;

import java.util.Arrays;

/** A tensor's shape, -1 where it is open. */
final class Dimensions {
  private final long[] sizes;

  Dimensions(long[] sizes) {
    this.sizes = sizes.clone();
  }

  int rank() {
    return sizes.length;
  }

  long at(int axis) {
    return sizes[axis];
  }

  /** This shape for so many rows, if a row of that many numbers fits into its other axes. */
  long[] forRows(int rows, int rowLength) {
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
