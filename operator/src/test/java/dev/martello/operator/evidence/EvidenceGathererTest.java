package dev.martello.operator.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.martello.crds.Probing;
import dev.martello.operator.observed.ManagementTls;
import dev.martello.operator.observed.ObservedPod;
import dev.martello.operator.observed.Receipt;
import dev.martello.operator.observed.Sight;
import dev.martello.operator.observed.Try;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** When pods are asked, with a clock that tests turn. */
class EvidenceGathererTest {
  private Instant now = Instant.parse("2026-11-23T08:00:00Z");
  private final AtomicInteger visits = new AtomicInteger();
  private Function<PodAddress, Knock> visit = address -> answered();
  private final EvidenceGatherer gatherer =
      new EvidenceGatherer(
          (address, probing) -> {
            visits.incrementAndGet();
            return visit.apply(address);
          },
          () -> now,
          Duration.ofMinutes(5));

  private Knock answered() {
    Receipt receipt = new Receipt(null, now, Duration.ofMinutes(10), List.of());
    return new Knock(Sight.seen(receipt), ManagementTls.notTried("test"), Try.notTried("test"));
  }

  private static Knock unseen(EvidenceFailure failure) {
    return new Knock(
        Sight.unseen(failure.name(), "test"), ManagementTls.notTried("test"), Try.notTried("test"));
  }

  private static Pod pod(String containerId) {
    return new PodBuilder()
        .withNewMetadata()
        .withName("pod")
        .withUid("pod-uid")
        .endMetadata()
        .withNewStatus()
        .withPodIP("192.0.2.1")
        .addNewContainerStatus()
        .withName("runtime")
        .withContainerID(containerId)
        .withReady(true)
        .withNewState()
        .withNewRunning()
        .endRunning()
        .endState()
        .endContainerStatus()
        .endStatus()
        .build();
  }

  private ObservedPod gather(Pod pod, boolean settled) {
    return gatherer
        .gather("deployment-uid", "model.demo.svc", List.of(pod), settled, Probing.On)
        .getFirst();
  }

  private void later(Duration time) {
    now = now.plus(time);
  }

  @Test
  void podThatAnsweredIsLeftAloneForAWhile() {
    gather(pod("a"), false);
    later(Duration.ofSeconds(14));
    gather(pod("a"), false);
    assertThat(visits).hasValue(1);
    later(Duration.ofSeconds(1));
    gather(pod("a"), false);
    assertThat(visits).hasValue(2);
  }

  @Test
  void atRestOncePerInterval() {
    gather(pod("a"), true);
    later(Duration.ofSeconds(299));
    gather(pod("a"), true);
    assertThat(visits).hasValue(1);
    later(Duration.ofSeconds(1));
    gather(pod("a"), true);
    assertThat(visits).hasValue(2);
    assertThat(gatherer.owed("deployment-uid")).isFalse();
  }

  @Test
  void anotherStartOfTheContainerIsAskedAtOnce() {
    gather(pod("a"), true);
    gather(pod("b"), true);
    assertThat(visits).hasValue(2);
  }

  @Test
  void silenceIsForgivenForTwoIntervals() {
    gather(pod("a"), true);
    visit = address -> unseen(EvidenceFailure.EvidenceMissing);
    later(Duration.ofMinutes(5));
    assertThat(gather(pod("a"), true).evidence()).isInstanceOf(Sight.Seen.class);
    assertThat(gatherer.owed("deployment-uid")).isTrue();
    later(Duration.ofMinutes(5));
    assertThat(gather(pod("a"), true).evidence()).isInstanceOf(Sight.Seen.class);
    later(Duration.ofSeconds(2));
    assertThat(reason(gather(pod("a"), true))).isEqualTo("EvidenceStale");
    later(Duration.ofSeconds(2));
    assertThat(reason(gather(pod("a"), true))).isEqualTo("EvidenceStale");
    assertThat(visits).hasValue(5);
    visit = address -> answered();
    later(Duration.ofSeconds(2));
    assertThat(gather(pod("a"), true).evidence()).isInstanceOf(Sight.Seen.class);
    assertThat(gatherer.owed("deployment-uid")).isFalse();
  }

  @Test
  void podThatWasNeverHeardIsMissing() {
    visit = address -> unseen(EvidenceFailure.EvidenceMissing);
    gather(pod("a"), true);
    later(Duration.ofMinutes(11));
    assertThat(reason(gather(pod("a"), true))).isEqualTo("EvidenceMissing");
  }

  private static String reason(ObservedPod pod) {
    return pod.evidence() instanceof Sight.Unseen<Receipt> unseen ? unseen.reason() : "Seen";
  }

  @Test
  void wrongAnswerIsNeverForgiven() {
    gather(pod("a"), true);
    visit = address -> unseen(EvidenceFailure.ServerNotTrusted);
    later(Duration.ofMinutes(5));
    assertThat(gather(pod("a"), true).evidence()).isInstanceOf(Sight.Unseen.class);
  }

  @Test
  void podThatDoesNotRunIsNotVisited() {
    Pod waiting = new PodBuilder(pod("a")).editStatus().withContainerStatuses().endStatus().build();
    assertThat(gather(waiting, false).evidence()).isInstanceOf(Sight.Unseen.class);
    assertThat(visits).hasValue(0);
  }

  @Test
  void deploymentThatIsGoneIsForgotten() {
    gather(pod("a"), true);
    gatherer.retain(Set.of());
    gather(pod("a"), true);
    assertThat(visits).hasValue(2);
  }

  /** Else the last status of an operator that stops would say that nobody answered. */
  @Test
  void anInterruptedRoundHasNoResult() {
    var answer = new CompletableFuture<Knock>();
    visit = address -> answer.join();
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> gather(pod("a"), false)).isInstanceOf(CancellationException.class);
    answer.complete(answered());
    assertThat(Thread.interrupted()).isTrue();
  }
}
