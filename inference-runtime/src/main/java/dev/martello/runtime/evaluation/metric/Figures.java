package dev.martello.runtime.evaluation.metric;

import java.util.Arrays;
import java.util.Comparator;
import java.util.TreeMap;

/** Figures of a sample of rows, in which a row may stand more than once. */
final class Figures {
  private Figures() {}

  static double rmse(Judged judged, int[] sample) {
    double squares = 0;
    for (int row : sample) {
      double error = judged.answers().score(row, 0) - judged.label(row);
      squares += error * error;
    }
    return Math.sqrt(squares / sample.length);
  }

  /** F1 of class 1 of two, else the mean over all classes that occur among labels or answers. */
  static double f1(Judged judged, int[] sample) {
    var counts = new TreeMap<Long, int[]>(); // right, answered, labelled
    for (int row : sample) {
      long answer = judged.answers().classOf(row);
      long label = Math.round(judged.label(row));
      counts.computeIfAbsent(answer, c -> new int[3])[1]++;
      counts.computeIfAbsent(label, c -> new int[3])[2]++;
      if (answer == label) {
        counts.computeIfAbsent(label, c -> new int[3])[0]++;
      }
    }
    boolean binary = counts.firstKey() >= 0 && counts.lastKey() <= 1;
    if (binary) {
      return f1(counts.getOrDefault(1L, new int[3]));
    }
    return counts.values().stream().mapToDouble(Figures::f1).average().orElse(0);
  }

  private static double f1(int[] count) {
    int all = count[1] + count[2];
    return all == 0 ? 0 : 2.0 * count[0] / all;
  }

  /** By ranks (Mann-Whitney), ties counted half; a sample with one class only gives 0.5. */
  static double auroc(Judged judged, int[] sample) {
    int positive = judged.answers().width() - 1;
    Integer[] order = Arrays.stream(sample).boxed().toArray(Integer[]::new);
    Arrays.sort(order, Comparator.comparingDouble(row -> judged.answers().score(row, positive)));
    double ranks = 0;
    long positives = 0;
    for (int from = 0; from < order.length; ) {
      double score = judged.answers().score(order[from], positive);
      int to = from;
      int tied = 0;
      while (to < order.length && judged.answers().score(order[to], positive) == score) {
        tied += judged.label(order[to]) > 0.5 ? 1 : 0;
        to++;
      }
      ranks += tied * ((from + 1 + to) / 2.0);
      positives += tied;
      from = to;
    }
    long negatives = order.length - positives;
    if (positives == 0 || negatives == 0) {
      return 0.5;
    }
    double least = positives * (positives + 1) / 2.0;
    return (ranks - least) / ((double) positives * negatives);
  }
}
