package dev.martello.operator.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.martello.crds.Condition;
import dev.martello.crds.ModelDeployment;
import dev.martello.crds.ModelDeploymentStatus;
import dev.martello.crds.Refusal;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PaceTest {
  private static final Duration INTERVAL = Duration.ofMinutes(5);
  private static final Instant NOW = Instant.parse("2026-11-23T08:00:00Z");

  private static ModelDeploymentStatus status(Refusal refused, String... trueConditions) {
    List<Condition> conditions =
        Stream.of(trueConditions)
            .map(t -> new Condition(t, Condition.Status.True, "R", "", NOW.toString(), 1L))
            .toList();
    return new ModelDeploymentStatus(
        1L, conditions, null, refused, 0, 0, null, null, null, null, List.of(), null, List.of());
  }

  private static ModelDeployment deployment(long generation, ModelDeploymentStatus status) {
    ModelDeployment deployment = new ModelDeployment();
    deployment.getMetadata().setGeneration(generation);
    deployment.setStatus(status);
    return deployment;
  }

  @Test
  void settledOnlyForThisSpecAndWhenNothingMoves() {
    assertThat(Pace.settled(deployment(1, status(null, "Ready")))).isTrue();
    assertThat(Pace.settled(deployment(2, status(null, "Ready")))).isFalse();
    assertThat(Pace.settled(deployment(1, status(null, "Reconciling")))).isFalse();
    assertThat(Pace.settled(deployment(1, null))).isFalse();
  }

  @Test
  void looksAgainSoonWhileSomethingMoves() {
    var ready = status(null, "Ready");
    assertThat(Pace.next(null, status(null, "Reconciling"), false, INTERVAL))
        .isEqualTo(Duration.ofSeconds(2));
    assertThat(Pace.next(ready, ready, true, INTERVAL)).isEqualTo(Duration.ofSeconds(5));
    assertThat(Pace.next(ready, ready, false, INTERVAL)).isEqualTo(INTERVAL);
  }

  @Test
  void newRefusalTakesEffectAtOnceAndOnlyOnce() {
    var refused = status(new Refusal("r", 1L, "SignatureInvalid", "m"), "Stalled");
    assertThat(Pace.next(status(null, "Reconciling"), refused, false, INTERVAL))
        .isLessThan(Duration.ofSeconds(1));
    assertThat(Pace.next(refused, refused, false, INTERVAL)).isEqualTo(INTERVAL);
  }

  @Test
  void youngUntilAMinuteAfterTheContainerStarted() {
    Pod pod =
        new PodBuilder()
            .withNewStatus()
            .addNewContainerStatus()
            .withNewState()
            .withNewRunning(NOW.toString())
            .endState()
            .endContainerStatus()
            .endStatus()
            .build();
    assertThat(Pace.young(List.of(pod), NOW.plusSeconds(59))).isTrue();
    assertThat(Pace.young(List.of(pod), NOW.plusSeconds(60))).isFalse();
    assertThat(Pace.young(List.of(new Pod()), NOW)).isFalse();
  }

  @Test
  void wakesWhenSomethingEndsByItself() {
    Instant now = Instant.parse("2026-11-23T08:00:00Z");
    Duration pause = Duration.ofMinutes(5);
    assertThat(Pace.until(Optional.empty(), now, pause)).isEqualTo(pause);
    assertThat(Pace.until(Optional.of(now.plusSeconds(3600)), now, pause)).isEqualTo(pause);
    assertThat(Pace.until(Optional.of(now.plusSeconds(7)), now, pause))
        .isBetween(Duration.ofSeconds(7), Duration.ofSeconds(8));
  }
}
