package dev.martello.runtime.evaluation.data;

/** One input of the model for every row of the data. */
public final class Feature {
  private final String name;
  private final int[] rowShape;
  private final double[] values;

  public Feature(String name, int[] rowShape, double[] values) {
    this.name = name;
    this.rowShape = rowShape.clone();
    this.values = values;
  }

  public String name() {
    return name;
  }

  /** Without the rows' own axis; one number for a table, which says only how many columns. */
  public int[] rowShape() {
    return rowShape.clone();
  }

  public int rowLength() {
    int length = 1;
    for (int dimension : rowShape) {
      length *= dimension;
    }
    return length;
  }

  public double value(int row, int index) {
    return values[row * rowLength() + index];
  }
}
