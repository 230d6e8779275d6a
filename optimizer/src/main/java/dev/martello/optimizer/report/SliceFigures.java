package dev.martello.optimizer.report;

import dev.martello.optimizer.data.Rows;
import dev.martello.runtime.evaluation.metric.Estimate;
import dev.martello.runtime.evaluation.metric.Judged;
import dev.martello.runtime.evaluation.metric.Metric;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How a model did on one part of the rows: those whose column {@code slice:NAME} is from {@code
 * from} to {@code to}, both included.
 *
 * @param original the float model's figure on the same rows
 */
public record SliceFigures(
    String column, double from, double to, Estimate estimate, Estimate original) {
  /** A column with more values is cut into quarters of its values. */
  private static final int MOST_VALUES = 12;

  private static final int QUARTERS = 4;

  /** Every part of every such column, the one with the worst figure first. */
  public static List<SliceFigures> worstFirst(
      Metric metric, Rows rows, Judged mine, Judged original, long seed) {
    List<SliceFigures> figures = new ArrayList<>();
    for (String column : rows.data().sliceColumns()) {
      double[] values =
          IntStream.range(0, rows.size())
              .mapToDouble(row -> rows.data().slice(column, rows.at(row)).orElseThrow())
              .toArray();
      for (double[] part : parts(values)) {
        int[] members =
            IntStream.range(0, values.length)
                .filter(row -> values[row] >= part[0] && values[row] <= part[1])
                .toArray();
        figures.add(
            new SliceFigures(
                column,
                part[0],
                part[1],
                metric.estimate(mine, members, seed),
                metric.estimate(original, members, seed)));
      }
    }
    Comparator<SliceFigures> worst = Comparator.comparingDouble(slice -> slice.estimate().value());
    figures.sort(metric.isHigherBetter() ? worst : worst.reversed());
    return List.copyOf(figures);
  }

  /** Least and largest value of each part; no part is empty. */
  private static List<double[]> parts(double[] values) {
    double[] distinct = Arrays.stream(values).sorted().distinct().toArray();
    int parts = distinct.length <= MOST_VALUES ? distinct.length : QUARTERS;
    List<double[]> bounds = new ArrayList<>();
    for (int part = 0; part < parts; part++) {
      int first = part * distinct.length / parts;
      int next = (part + 1) * distinct.length / parts;
      bounds.add(new double[] {distinct[first], distinct[next - 1]});
    }
    return bounds;
  }
}
