package dev.martello.runtime.evaluation.metric;

import dev.martello.runtime.evaluation.data.DataRefused;
import dev.martello.runtime.evaluation.data.DataSet;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** What is measured. */
public enum Metric {
  ACCURACY,
  /** Of class 1 if there are two classes, else the mean over the classes (macro). */
  F1,
  /** Area under the receiver operating characteristic; two classes. */
  AUROC,
  /** Root of the mean squared error; smaller is better. */
  RMSE,
  /** Share of rows that are answered as the float model answers them. */
  AGREEMENT;

  public boolean isHigherBetter() {
    return this != RMSE;
  }

  /** As written in reports. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** By its name in reports and settings. */
  public static Optional<Metric> named(String word) {
    return Arrays.stream(values()).filter(metric -> metric.word().equals(word)).findFirst();
  }

  /** How much worse {@code then} is than {@code before}; negative if it is better. */
  public double drop(double before, double then) {
    return isHigherBetter() ? before - then : then - before;
  }

  /** Refuses data and answers that this metric can't be taken of. */
  public void demand(DataSet data, Answers answers) throws DataRefused {
    if (this != AGREEMENT && !data.isLabelled()) {
      throw new DataRefused(
          "%s needs the right answers, and the data has no label: add them as the column label, or use the metric agreement"
              .formatted(word()));
    }
    if (this != AGREEMENT && answers.isSequence()) {
      throw new DataRefused(
          word()
              + " can't be taken of a model that answers with sequences: use the metric agreement");
    }
    int most = this == RMSE ? 1 : 2;
    if ((this == RMSE || this == AUROC) && (answers.width() < 1 || answers.width() > most)) {
      throw new DataRefused(
          "%s needs an output of at most %d floats a row, the model's first has %d: use the metric accuracy"
              .formatted(word(), most, answers.width()));
    }
  }

  public Estimate estimate(Judged judged, long seed) {
    return estimate(judged, IntStream.range(0, judged.rows()).toArray(), seed);
  }

  /** The figure of some rows, of which there must be one at least. */
  public Estimate estimate(Judged judged, int[] rows, long seed) {
    return switch (this) {
      case ACCURACY -> Intervals.wilson(count(rows, judged::isRight), rows.length);
      case AGREEMENT -> Intervals.wilson(count(rows, judged::agrees), rows.length);
      case F1 -> Intervals.bootstrap(rows, seed, sample -> Figures.f1(judged, sample));
      case AUROC -> Intervals.bootstrap(rows, seed, sample -> Figures.auroc(judged, sample));
      case RMSE -> Intervals.bootstrap(rows, seed, sample -> Figures.rmse(judged, sample));
    };
  }

  /** True if the figure is the share of rows that are right. */
  public boolean isShare() {
    return this == ACCURACY || this == AGREEMENT;
  }

  /** Standard error of the difference between two models' figures on the same rows. */
  public double doubt(Judged judged, Judged before, long seed) {
    int[] rows = IntStream.range(0, judged.rows()).toArray();
    return switch (this) {
      case ACCURACY -> Intervals.paired(rows, judged::isRight, before::isRight);
      case AGREEMENT -> Intervals.paired(rows, judged::agrees, before::agrees);
      case F1 ->
          Intervals.spread(rows, seed, some -> Figures.f1(judged, some) - Figures.f1(before, some));
      case AUROC ->
          Intervals.spread(
              rows, seed, some -> Figures.auroc(judged, some) - Figures.auroc(before, some));
      case RMSE ->
          Intervals.spread(
              rows, seed, some -> Figures.rmse(judged, some) - Figures.rmse(before, some));
    };
  }

  private static int count(int[] rows, IntPredicate right) {
    return (int) Arrays.stream(rows).filter(right).count();
  }
}
