package dev.martello.operator.reconcile;

import static dev.martello.operator.reconcile.Leadership.LEASE_DURATION;
import static dev.martello.operator.reconcile.Leadership.RENEW_DEADLINE;
import static dev.martello.operator.reconcile.Leadership.RETRY;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The times by which one leader follows another. */
class LeadershipTest {
  /** The client's jitter: it asks again after one to 2.2 times the period. */
  private static final Duration LONGEST_WAIT = RETRY.multipliedBy(22).dividedBy(10);

  @Test
  void whoCanNotRenewHasEndedBeforeTheNextOneBegins() {
    assertThat(RENEW_DEADLINE.plus(LONGEST_WAIT)).isLessThan(LEASE_DURATION);
  }

  @Test
  void followersComeInTime() {
    assertThat(LEASE_DURATION.plus(LONGEST_WAIT)).isLessThan(Duration.ofSeconds(20));
    assertThat(RunningOperator.STOP_PATIENCE.plus(LONGEST_WAIT)).isLessThan(Duration.ofSeconds(3));
  }
}
