package dev.martello.runtime.evaluation.metric;

import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/** How the rows of one class fared. */
public record ClassFigures(long label, int rows, double recall) {
  private static final int MOST_CLASSES = 1000;

  /**
   * Empty for unlabelled data, sequences, and labels that are no classes.
   *
   * @param labels one a row, or none
   */
  public static List<ClassFigures> worstFirst(Answers answers, double[] labels) {
    if (labels.length == 0 || answers.isSequence()) {
      return List.of();
    }
    var counts = new TreeMap<Long, int[]>();
    for (int row = 0; row < labels.length; row++) {
      long label = Math.round(labels[row]);
      if (label != labels[row]) {
        return List.of();
      }
      int[] count = counts.computeIfAbsent(label, named -> new int[2]);
      count[0]++;
      count[1] += answers.classOf(row) == label ? 1 : 0;
    }
    return counts.entrySet().stream()
        .map(
            entry ->
                new ClassFigures(
                    entry.getKey(),
                    entry.getValue()[0],
                    (double) entry.getValue()[1] / entry.getValue()[0]))
        .sorted(Comparator.comparingDouble(ClassFigures::recall))
        .limit(MOST_CLASSES)
        .toList();
  }
}
