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

  private static Duration next(
      ModelDeploymentStatus before,
      ModelDeploymentStatus now,
      boolean asking,
      boolean unfinished,
      long secondsLater) {
    return Pace.next(before, now, asking, unfinished, INTERVAL, NOW.plusSeconds(secondsLater));
  }

  private static ModelDeploymentStatus notReady(String... trueConditions) {
    List<Condition> conditions =
        Stream.concat(
                Stream.of(
                    new Condition("Ready", Condition.Status.False, "R", "", NOW.toString(), 1L)),
                status(null, trueConditions).conditions().stream())
            .toList();
    return new ModelDeploymentStatus(
        1L, conditions, null, null, 0, 0, null, null, null, null, List.of(), null, List.of());
  }

  @Test
  void looksAgainSoonWhileSomethingMovesAndSeldomerTheLongerItTakes() {
    var moving = notReady("Reconciling");
    assertThat(next(null, moving, false, false, 0)).isEqualTo(Duration.ofSeconds(2));
    assertThat(next(null, moving, false, false, 40)).isEqualTo(Duration.ofSeconds(10));
    assertThat(next(null, moving, true, false, 40)).isEqualTo(Duration.ofSeconds(5));
    assertThat(next(null, moving, false, false, 86_400)).isEqualTo(Duration.ofSeconds(30));
    // A clock that was put back.
    assertThat(next(null, moving, false, false, -60)).isEqualTo(Duration.ofSeconds(2));
    assertThat(next(null, notReady("Stalled"), false, true, 40)).isEqualTo(Duration.ofSeconds(10));
    var ready = status(null, "Ready");
    assertThat(next(ready, ready, true, false, 0)).isEqualTo(Duration.ofSeconds(5));
    assertThat(next(ready, ready, false, false, 0)).isEqualTo(INTERVAL);
  }

  @Test
  void newRefusalTakesEffectAtOnceAndOnlyOnce() {
    var refused = status(new Refusal("r", 1L, "SignatureInvalid", "m"), "Stalled");
    assertThat(next(status(null, "Reconciling"), refused, false, false, 0))
        .isLessThan(Duration.ofSeconds(1));
    assertThat(next(refused, refused, false, false, 0)).isEqualTo(INTERVAL);
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
