package dev.martello.optimizer.report;

import dev.martello.optimizer.data.Rows;
import dev.martello.optimizer.data.Split;
import dev.martello.optimizer.metric.Answers;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/** How a class of the unseen rows fared. */
public record ClassFigures(long label, int rows, double recall) {
  private static final int MOST_CLASSES = 1000;

  /** Empty for unlabelled data, sequences, and labels that are no classes. */
  public static List<ClassFigures> worstFirst(Answers answers, Split.Unseen unseen) {
    Rows rows = unseen.rows();
    if (!rows.data().isLabelled() || answers.isSequence()) {
      return List.of();
    }
    double[] labels = rows.labels();
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
