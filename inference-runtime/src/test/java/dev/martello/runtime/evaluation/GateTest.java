package dev.martello.runtime.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.martello.runtime.evaluation.data.DataSet;
import dev.martello.runtime.evaluation.metric.Answers;
import dev.martello.runtime.evaluation.metric.Judged;
import dev.martello.runtime.evaluation.metric.Metric;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GateTest {
  private static final Latencies FAST = new Latencies(100, 200);
  private static final OptionalLong MEMORY = OptionalLong.of(1000);

  /** 90 of 100 right; the wrong ones are the first ten, which are the site 1. */
  private final DataSet data = data();

  @Test
  void aFigureOnItsMinimumPasses() {
    GateResult result = judge(demand(0.9));
    assertThat(result.passed()).isTrue();
    assertThat(result.estimate().value()).isEqualTo(0.9);
    assertThat(result.estimate().rows()).isEqualTo(100);
  }

  @Test
  void saysByHowMuchItFallsShort() {
    GateResult result = judge(demand(0.95));
    assertThat(result.passed()).isFalse();
    assertThat(result.shortfalls())
        .containsExactly(
            "accuracy 0.9000 (0.8256 to 0.9448) on 100 rows is 0.0500 below the minimum 0.95");
  }

  @Test
  void aSliceHasItsOwnMinimum() {
    GateResult result = judge(demand(0.9, slice("site-1", "site", 1, 2, 0.5)));
    assertThat(result.shortfalls())
        .singleElement()
        .asString()
        .startsWith("slice site-1: accuracy 0.0000")
        .endsWith("on 10 rows is 0.5000 below the minimum 0.5");
    assertThat(judge(demand(0.9, slice("site-2", "site", 2, 3, 1))).passed()).isTrue();
  }

  @Test
  void aSliceWithoutRowsShowsNothing() {
    assertThat(judge(demand(0.9, slice("site-9", "site", 9, 10, 0.5))).shortfalls())
        .containsExactly("slice site-9: no row belongs to it");
    assertThat(judge(demand(0.9, slice("other", "no such", 0, 10, 0.5))).shortfalls())
        .containsExactly("slice other: no row belongs to it");
  }

  @Test
  void latencyAndMemoryHaveLimits() {
    GateDemand demand =
        new GateDemand(Metric.ACCURACY, 0.9, List.of(), OptionalLong.of(199), OptionalLong.of(999));
    assertThat(judge(demand).shortfalls())
        .containsExactly(
            "95 % of the answers take up to 200 µs, 1 more than the 199 allowed",
            "1000 bytes of memory were taken, 1 more than the 999 allowed");
    GateDemand exactly =
        new GateDemand(
            Metric.ACCURACY, 0.9, List.of(), OptionalLong.of(200), OptionalLong.of(1000));
    assertThat(judge(exactly).passed()).isTrue();
    assertThat(Gate.judge(exactly, data, judged(), FAST, OptionalLong.empty()).passed()).isFalse();
  }

  @Test
  void aFigureThatIsNoNumberFallsShort() {
    double[] labels = new double[100];
    Judged nothing = new Judged(answers(Double.NaN), labels, answers(Double.NaN));
    GateDemand demand =
        new GateDemand(Metric.RMSE, 5, List.of(), OptionalLong.empty(), OptionalLong.empty());
    assertThat(Gate.judge(demand, data, nothing, FAST, MEMORY).passed()).isFalse();
    Judged some = new Judged(answers(6), labels, answers(6));
    assertThat(Gate.judge(demand, data, some, FAST, MEMORY).shortfalls())
        .singleElement()
        .asString()
        .endsWith("is 1.0000 above the maximum 5.0");
  }

  @Test
  void ranksAreRoundedUp() {
    long[] nanos = IntStream.rangeClosed(1, 100).mapToLong(i -> i * 1000L + 1).toArray();
    assertThat(Latencies.of(nanos)).isEqualTo(new Latencies(51, 96));
    assertThat(Latencies.of(new long[] {5})).isEqualTo(new Latencies(1, 1));
  }

  private GateResult judge(GateDemand demand) {
    return Gate.judge(demand, data, judged(), FAST, MEMORY);
  }

  private static Judged judged() {
    double[] labels = IntStream.range(0, 100).mapToDouble(row -> row < 10 ? 0 : 1).toArray();
    return new Judged(answers(1), labels, answers(1));
  }

  private static Answers answers(double score) {
    long[][] classes = new long[100][1];
    double[][] scores = new double[100][1];
    for (int row = 0; row < 100; row++) {
      classes[row][0] = 1;
      scores[row][0] = score;
    }
    return new Answers(classes, scores);
  }

  private static GateDemand demand(double minimum, SliceDemand... slices) {
    return new GateDemand(
        Metric.ACCURACY, minimum, List.of(slices), OptionalLong.empty(), OptionalLong.empty());
  }

  private static SliceDemand slice(
      String name, String column, double from, double below, double minimum) {
    return new SliceDemand(
        name, column, OptionalDouble.of(from), OptionalDouble.of(below), minimum);
  }

  private static DataSet data() {
    StringBuilder text = new StringBuilder("x,slice:site,label\n");
    for (int row = 0; row < 100; row++) {
      text.append(row).append(row < 10 ? ",1,0\n" : ",2,1\n");
    }
    try {
      return DataSet.read(text.toString().getBytes(StandardCharsets.UTF_8), "t", Optional.empty());
    } catch (Exception impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
