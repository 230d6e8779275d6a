package dev.martello.optimizer.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.martello.optimizer.engine.Latency;
import dev.martello.runtime.evaluation.metric.Estimate;
import dev.martello.runtime.evaluation.metric.Metric;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ChoiceTest {
  private static final Trial FLOAT = trial("float", 1000, 1, 0);

  @Test
  void takesTheSmallestThatMeetsTheDemand() {
    var plans = List.of(trial("a", 500, 1.5, -0.01), trial("b", 300, 1.2, -0.001));
    assertThat(size(plans)).isEqualTo("b");
    assertThat(size(List.of(plans.get(0), trial("wrong", 100, 9, 0.001)))).isEqualTo("a");
  }

  @Test
  void ofTwoNearlyAsSmallTakesTheMoreRight() {
    var plans = List.of(trial("a", 301, 1.5, -0.01), trial("b", 300, 1.2, -0.001));
    assertThat(size(plans)).isEqualTo("a");
  }

  /** ONNX Runtime's 8-bit convolutions can be five times slower than float ones. */
  @Test
  void neverTakesASlowerOneForItsSize() {
    assertThat(Choice.best(FLOAT, List.of(trial("a", 300, 0.2, -0.01)), Demand.Target.SIZE))
        .isEmpty();
  }

  @Test
  void neverTakesNoiseForSpeed() {
    assertThat(Choice.best(FLOAT, List.of(trial("a", 1000, 1.05, -0.01)), Demand.Target.LATENCY))
        .isEmpty();
    assertThat(Choice.best(FLOAT, List.of(trial("a", 900, 1.5, -0.01)), Demand.Target.LATENCY))
        .isPresent();
  }

  @Test
  void takesTheSmallestWhereNothingIsFaster() {
    var small = trial("small", 300, 1.05, -0.01);
    var slow = trial("slow", 200, 0.5, -0.01);
    assertThat(Choice.best(FLOAT, List.of(slow, small), Demand.Target.LATENCY)).contains(small);
    var fast = trial("fast", 900, 1.2, -0.01);
    assertThat(Choice.best(FLOAT, List.of(small, fast), Demand.Target.LATENCY)).contains(fast);
  }

  @Test
  void saysHowNearItCame() {
    var demand = demand(Metric.ACCURACY, OptionalDouble.of(0.95), 0.01);
    var plans = List.of(trial("far", 300, 2, 0.2), trial("near", 400, 2, 0.05));
    assertThat(Choice.refusal(demand, plans))
        .contains("none of 2 plans")
        .contains("accuracy >= 0.95")
        .contains("the nearest, near, has accuracy 0.9000, which is 0.0500 short");
    assertThat(Choice.refusal(demand, List.of())).contains("--budget");
    assertThat(Choice.refusal(demand, List.of(trial("slow", 300, 0.2, -0.01))))
        .contains("left alone: 1 plans meet the demand");
  }

  @Test
  void theShortfallIsOfTheStricterDemand() {
    var demand = demand(Metric.ACCURACY, OptionalDouble.of(0.9), 0.01);
    var original = new Estimate(0.95, 0.9, 1, 100);
    assertThat(demand.shortfall(new Estimate(0.94, 0.9, 1, 100), original)).isNotPositive();
    assertThat(demand.shortfall(new Estimate(0.92, 0.9, 1, 100), original))
        .isCloseTo(0.02, within(1e-9));
    assertThat(demand.shortfall(new Estimate(0.85, 0.8, 1, 100), original))
        .isCloseTo(0.09, within(1e-9));
    var error = demand(Metric.RMSE, OptionalDouble.of(2), 0.5);
    assertThat(error.shortfall(new Estimate(2.2, 2, 3, 100), new Estimate(1.9, 1, 2, 100)))
        .isCloseTo(0.2, within(1e-9));
  }

  /** Within what is allowed by so little that other rows would as soon say otherwise. */
  @Test
  void prefersWhatMeetsTheDemandByMoreThanChance() {
    var atTheEdge = trial("edge", 100, 9, -0.001, 0.002);
    assertThat(atTheEdge.meets()).isTrue();
    assertThat(size(List.of(atTheEdge, trial("sure", 300, 1.2, -0.005, 0.003)))).isEqualTo("sure");
    assertThat(size(List.of(atTheEdge, trial("no", 300, 1.2, 0.001, 0)))).isEqualTo("edge");
  }

  @Test
  void aPlanIsOutOfReachOnceNoAnswerCanSaveIt() {
    var demand = demand(Metric.AGREEMENT, OptionalDouble.empty(), 0.02);
    var baseline = new Estimate(1, 1, 1, 1000);
    assertThat(demand.isOutOfReach(new Estimate(0.8, 0, 1, 100), 1000, baseline)).isFalse();
    assertThat(demand.isOutOfReach(new Estimate(0.79, 0, 1, 100), 1000, baseline)).isTrue();
    var f1 = demand(Metric.F1, OptionalDouble.empty(), 0.02);
    assertThat(f1.isOutOfReach(new Estimate(0.1, 0, 1, 100), 1000, baseline)).isFalse();
  }

  private static Demand demand(Metric metric, OptionalDouble bound, double drop) {
    return new Demand(metric, bound, drop, Demand.Target.SIZE, OptionalLong.empty());
  }

  private static String size(List<Trial> plans) {
    return Choice.best(FLOAT, plans, Demand.Target.SIZE).orElseThrow().name();
  }

  private static Trial trial(String name, long size, double speedup, double shortfall) {
    return trial(name, size, speedup, shortfall, 0);
  }

  private static Trial trial(
      String name, long size, double speedup, double shortfall, double doubt) {
    return new Trial(
        name,
        name,
        size,
        new Estimate(0.9, 0.8, 1, 100),
        shortfall,
        doubt,
        new Latency(100 / speedup, 100),
        OptionalLong.empty());
  }
}
