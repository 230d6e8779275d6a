package dev.martello.optimizer.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.martello.optimizer.data.Rows;
import dev.martello.optimizer.data.Split;
import dev.martello.runtime.evaluation.data.DataSet;
import dev.martello.runtime.evaluation.metric.Answers;
import dev.martello.runtime.evaluation.metric.Judged;
import dev.martello.runtime.evaluation.metric.Metric;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;

/** Rows 0 to 299 of three sites in turn and of many ages; the right answer is always 1. */
class SliceFiguresTest {
  @Test
  void theWorstPartComesFirst() throws Exception {
    Rows rows = rows();
    // Wrong wherever the site is 2, and for the float model nowhere.
    List<SliceFigures> figures =
        SliceFigures.worstFirst(
            Metric.ACCURACY, rows, judged(rows, row -> row % 3 != 2), judged(rows, row -> true), 1);
    // Three sites and four quarters of the ages.
    assertThat(figures).hasSize(7);
    SliceFigures worst = figures.getFirst();
    assertThat(worst.column()).isEqualTo("site");
    assertThat(worst.from()).isEqualTo(2);
    assertThat(worst.to()).isEqualTo(2);
    assertThat(worst.estimate().value()).isZero();
    assertThat(worst.original().value()).isEqualTo(1);
    assertThat(figures).filteredOn(slice -> slice.column().equals("age")).hasSize(4);
    assertThat(figures.stream().filter(s -> s.column().equals("site")))
        .extracting(s -> s.estimate().rows())
        .satisfies(
            counts -> assertThat(counts.stream().mapToInt(n -> n).sum()).isEqualTo(rows.size()));
    assertThat(figures.stream().filter(s -> s.column().equals("age")))
        .extracting(s -> s.estimate().rows())
        .satisfies(
            counts -> assertThat(counts.stream().mapToInt(n -> n).sum()).isEqualTo(rows.size()));
  }

  @Test
  void dataWithoutSlicesHasNone() throws Exception {
    StringBuilder text = new StringBuilder("a,label\n");
    for (int row = 0; row < 300; row++) {
      text.append(row).append(",1\n");
    }
    Rows rows = rows(text.toString());
    Judged judged = judged(rows, row -> true);
    assertThat(SliceFigures.worstFirst(Metric.ACCURACY, rows, judged, judged, 1)).isEmpty();
  }

  private static Rows rows() throws Exception {
    StringBuilder text = new StringBuilder("a,slice:site,slice:age,label\n");
    for (int row = 0; row < 300; row++) {
      text.append("%d,%d,%d,1%n".formatted(row, row % 3, row % 90));
    }
    return rows(text.toString());
  }

  private static Rows rows(String text) throws Exception {
    DataSet data = DataSet.read(text.getBytes(StandardCharsets.US_ASCII), "test", Optional.empty());
    return Split.of(data, 1).unseen().rows();
  }

  private static Judged judged(Rows rows, IntPredicate right) {
    long[][] classes = new long[rows.size()][];
    for (int row = 0; row < classes.length; row++) {
      classes[row] = new long[] {right.test(rows.at(row)) ? 1 : 0};
    }
    Answers answers = new Answers(classes, new double[0][]);
    return new Judged(answers, rows.labels(), answers);
  }
}
