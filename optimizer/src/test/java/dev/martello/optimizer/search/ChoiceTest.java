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
    assertThat(Choice.best(FLOAT, List.of(trial("a", 300, 1.05, -0.01)), Demand.Target.LATENCY))
        .isEmpty();
    assertThat(Choice.best(FLOAT, List.of(trial("a", 900, 1.5, -0.01)), Demand.Target.LATENCY))
        .isPresent();
  }

  @Test
  void saysHowNearItCame() {
    var demand = new Demand(Metric.ACCURACY, OptionalDouble.of(0.95), 0.01, Demand.Target.SIZE);
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
    var demand = new Demand(Metric.ACCURACY, OptionalDouble.of(0.9), 0.01, Demand.Target.SIZE);
    var original = new Estimate(0.95, 0.9, 1, 100);
    assertThat(demand.shortfall(new Estimate(0.94, 0.9, 1, 100), original)).isNotPositive();
    assertThat(demand.shortfall(new Estimate(0.92, 0.9, 1, 100), original))
        .isCloseTo(0.02, within(1e-9));
    assertThat(demand.shortfall(new Estimate(0.85, 0.8, 1, 100), original))
        .isCloseTo(0.09, within(1e-9));
    var error = new Demand(Metric.RMSE, OptionalDouble.of(2), 0.5, Demand.Target.SIZE);
    assertThat(error.shortfall(new Estimate(2.2, 2, 3, 100), new Estimate(1.9, 1, 2, 100)))
        .isCloseTo(0.2, within(1e-9));
  }

  private static String size(List<Trial> plans) {
    return Choice.best(FLOAT, plans, Demand.Target.SIZE).orElseThrow().name();
  }

  private static Trial trial(String name, long size, double speedup, double shortfall) {
    return new Trial(
        name,
        name,
        size,
        new Estimate(0.9, 0.8, 1, 100),
        shortfall,
        new Latency(100 / speedup, 100),
        OptionalLong.empty());
  }
}
