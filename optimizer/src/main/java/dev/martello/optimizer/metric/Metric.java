package dev.martello.optimizer.metric;

import dev.martello.optimizer.OptimizationRefused;
import dev.martello.optimizer.data.DataSet;
import java.util.Locale;
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

  /** How much worse {@code then} is than {@code before}; negative if it is better. */
  public double drop(double before, double then) {
    return isHigherBetter() ? before - then : then - before;
  }

  /** Refuses data and answers that this metric can't be taken of. */
  public void demand(DataSet data, Answers answers) throws OptimizationRefused {
    if (this != AGREEMENT && !data.isLabelled()) {
      throw new OptimizationRefused(
          "%s needs the right answers, and the data has no label: name the column with --label, or use --metric agreement"
              .formatted(word()));
    }
    if (this != AGREEMENT && answers.isSequence()) {
      throw new OptimizationRefused(
          word()
              + " can't be taken of a model that answers with sequences: use --metric agreement");
    }
    int most = this == RMSE ? 1 : 2;
    if ((this == RMSE || this == AUROC) && (answers.width() < 1 || answers.width() > most)) {
      throw new OptimizationRefused(
          "%s needs an output of at most %d floats a row, the model's first has %d: use --metric accuracy"
              .formatted(word(), most, answers.width()));
    }
  }

  public Estimate estimate(Judged judged, long seed) {
    int rows = judged.rows();
    return switch (this) {
      case ACCURACY -> Intervals.wilson(count(rows, judged::isRight), rows);
      case AGREEMENT -> Intervals.wilson(count(rows, judged::agrees), rows);
      case F1 -> Intervals.bootstrap(rows, seed, sample -> Figures.f1(judged, sample));
      case AUROC -> Intervals.bootstrap(rows, seed, sample -> Figures.auroc(judged, sample));
      case RMSE -> Intervals.bootstrap(rows, seed, sample -> Figures.rmse(judged, sample));
    };
  }

  private static int count(int rows, java.util.function.IntPredicate right) {
    return (int) IntStream.range(0, rows).filter(right).count();
  }
}
