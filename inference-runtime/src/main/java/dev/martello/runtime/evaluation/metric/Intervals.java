package dev.martello.runtime.evaluation.metric;

import java.util.Arrays;
import java.util.Random;
import java.util.function.IntPredicate;
import java.util.function.ToDoubleFunction;

/** 95 % confidence intervals. */
final class Intervals {
  private static final double Z = 1.959963984540054;
  private static final int RESAMPLES = 1000;

  private Intervals() {}

  /** Wilson's score interval of a proportion. */
  static Estimate wilson(int successes, int rows) {
    double share = (double) successes / rows;
    double square = Z * Z;
    double centre = share + square / (2 * rows);
    double half = Z * Math.sqrt(share * (1 - share) / rows + square / (4.0 * rows * (double) rows));
    double scale = 1 + square / rows;
    double lower = Math.min(share, Math.max(0, (centre - half) / scale));
    double upper = Math.max(share, Math.min(1, (centre + half) / scale));
    return new Estimate(share, lower, upper, rows);
  }

  /** Standard error of the difference of two proportions that were taken of the same rows. */
  static double paired(int[] rows, IntPredicate one, IntPredicate other) {
    int only = 0;
    int onlyOther = 0;
    for (int row : rows) {
      if (one.test(row) != other.test(row)) {
        only += one.test(row) ? 1 : 0;
        onlyOther += one.test(row) ? 0 : 1;
      }
    }
    double difference = (double) (only - onlyOther) / rows.length;
    double variance = (double) (only + onlyOther) / rows.length - difference * difference;
    return Math.sqrt(Math.max(0, variance) / rows.length);
  }

  /** Standard error by the bootstrap. */
  static double spread(int[] rows, long seed, ToDoubleFunction<int[]> figure) {
    Estimate estimate = bootstrap(rows, seed, figure);
    return (estimate.upper() - estimate.lower()) / (2 * Z);
  }

  /** Percentile bootstrap: 1000 resamples of the rows, the same ones for the same seed. */
  static Estimate bootstrap(int[] rows, long seed, ToDoubleFunction<int[]> figure) {
    double value = figure.applyAsDouble(rows);
    var random = new Random(seed);
    var figures = new double[RESAMPLES];
    var sample = new int[rows.length];
    for (int n = 0; n < RESAMPLES; n++) {
      for (int i = 0; i < rows.length; i++) {
        sample[i] = rows[random.nextInt(rows.length)];
      }
      figures[n] = figure.applyAsDouble(sample);
    }
    Arrays.sort(figures);
    double lower = figures[(int) (RESAMPLES * 0.025)];
    double upper = figures[(int) (RESAMPLES * 0.975) - 1];
    return new Estimate(value, Math.min(lower, value), Math.max(upper, value), rows.length);
  }
}
