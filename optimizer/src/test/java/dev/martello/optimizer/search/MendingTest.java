package dev.martello.optimizer.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.martello.optimizer.engine.Latency;
import dev.martello.runtime.evaluation.metric.Estimate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class MendingTest {
  @Test
  void findsTheFewestThatAreEnoughInFewSteps() throws Exception {
    for (int layers = 1; layers <= 60; layers++) {
      for (int needed = 1; needed < layers; needed++) {
        List<Integer> tried = tried(layers, needed, Integer.MAX_VALUE);
        assertThat(tried).as("%d of %d", needed, layers).contains(needed).doesNotHaveDuplicates();
        assertThat(tried).hasSizeLessThanOrEqualTo(10).doesNotContain(0, layers);
      }
    }
    assertThat(tried(60, 2, Integer.MAX_VALUE)).hasSizeLessThanOrEqualTo(4);
  }

  @Test
  void stopsWhenThereIsNoTime() throws Exception {
    assertThat(tried(60, 20, 2)).hasSize(2);
    assertThat(tried(0, 1, 9)).isEmpty();
  }

  private static List<Integer> tried(int layers, int needed, int patience) throws Exception {
    List<Integer> tried = new ArrayList<>();
    Mending.bisect(
        layers,
        count -> {
          if (tried.size() == patience) {
            return Optional.empty();
          }
          tried.add(count);
          return Optional.of(trial(count >= needed));
        });
    return tried;
  }

  private static Trial trial(boolean right) {
    return new Trial(
        "plan",
        "sha",
        1,
        new Estimate(0.9, 0.8, 1, 100),
        right ? -0.1 : 0.1,
        0.01,
        new Latency(1, 1),
        OptionalLong.empty());
  }
}
