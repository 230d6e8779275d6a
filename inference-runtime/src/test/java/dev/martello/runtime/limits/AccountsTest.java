package dev.martello.runtime.limits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.martello.runtime.tls.Admission;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Rates by a clock that only the test moves. */
class AccountsTest {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  /** Begins where nanoTime overflows, as it may. */
  private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 5 * SECOND);

  private CallerLimits limits(CallerLimit... limits) {
    return new CallerLimits(List.of(limits), clock::get);
  }

  private static CallerLimit everybody(int requests, int rows) {
    return new CallerLimit("all", Set.of(), Set.of(), OutputLimit.NONE, new Rate(requests, rows));
  }

  private static Admission named(String... names) {
    return new Admission(List.of(names), Optional.empty());
  }

  private static Admission account(String name) {
    return new Admission(List.of(), Optional.of(name));
  }

  private boolean given(CallerLimits limits, Admission caller) {
    return limits.allow(caller).retrySeconds().isEmpty();
  }

  @Test
  void aMinutesRequestsAtOnceAndThenEvenly() {
    CallerLimits limits = limits(everybody(6, 0));
    for (int i = 0; i < 6; i++) {
      assertThat(given(limits, named("a"))).as("call " + i).isTrue();
    }
    assertThat(limits.allow(named("a")).retrySeconds()).isEqualTo(OptionalInt.of(10));
    clock.addAndGet(9 * SECOND);
    assertThat(limits.allow(named("a")).retrySeconds()).isEqualTo(OptionalInt.of(1));
    clock.addAndGet(SECOND);
    assertThat(given(limits, named("a"))).isTrue();
    assertThat(given(limits, named("a"))).isFalse();
    assertThat(limits.groups().get(0).refusedSoFar()).isEqualTo(3);
    clock.addAndGet(3600 * SECOND);
    for (int i = 0; i < 6; i++) {
      assertThat(given(limits, named("a"))).isTrue();
    }
    assertThat(given(limits, named("a"))).as("no more than a minute's is saved").isFalse();
  }

  @Test
  void rowsThatWereTooManyArePaidOffFirst() {
    CallerLimits limits = limits(everybody(0, 60));
    limits.allow(named("a")).charge(180);
    assertThat(limits.allow(named("a")).retrySeconds()).isEqualTo(OptionalInt.of(121));
    assertThat(given(limits, named("b"))).as("another's are his own").isTrue();
    clock.addAndGet(121 * SECOND);
    assertThat(given(limits, named("a"))).isTrue();
    limits.allow(named("a")).charge(Long.MAX_VALUE);
    assertThat(limits.allow(named("a")).retrySeconds())
        .as("a day at most")
        .isEqualTo(OptionalInt.of(86_401));
  }

  @Test
  void whatIsShownBesidesMakesNobodyAnother() {
    CallerLimits limits = limits(everybody(1, 0));
    assertThat(given(limits, new Admission(List.of("a"), Optional.of("x")))).isTrue();
    assertThat(given(limits, new Admission(List.of("a"), Optional.of("y")))).isFalse();
    assertThat(given(limits, account("a"))).as("not the certificate's name").isTrue();
    assertThat(given(limits, named())).isTrue();
    assertThat(given(limits, named())).as("the nameless share one").isFalse();
  }

  @Test
  void theFirstGroupThatMeansHim() {
    CallerLimits limits =
        limits(
            new CallerLimit(
                "partners",
                Set.of("partner.example"),
                Set.of("system:serviceaccount:a:b"),
                OutputLimit.NONE,
                new Rate(1, 0)),
            new CallerLimit("own", Set.of("own.example"), Set.of(), OutputLimit.NONE, Rate.ANY));
    assertThat(name(limits, named("own.example", "partner.example"))).contains("partners");
    assertThat(name(limits, account("system:serviceaccount:a:b"))).contains("partners");
    assertThat(name(limits, named("system:serviceaccount:a:b"))).isEmpty();
    assertThat(name(limits, account("own.example"))).isEmpty();
    assertThat(name(limits, named("own.example"))).contains("own");
    for (int i = 0; i < 100; i++) {
      assertThat(given(limits, named("own.example"))).isTrue();
      assertThat(given(limits, named("nobody.example"))).isTrue();
    }
    assertThat(limits.groups().get(1).accounts()).as("nothing to count").isZero();
  }

  private static Optional<String> name(CallerLimits limits, Admission caller) {
    return limits.of(caller).map(group -> group.limit().name());
  }

  /** However many names a CA gives out, and however long they are. */
  @Test
  void remembersABoundedNumberOfCallers() {
    CallerLimits limits = limits(everybody(1, 0));
    String tail = "x".repeat(100_000);
    for (int i = 0; i < 3 * Accounts.MOST; i++) {
      given(limits, named(i + tail));
    }
    assertThat(limits.groups().get(0).accounts()).isEqualTo(Accounts.MOST);
    assertThat(given(limits, named("one more"))).as("they share what is used up").isFalse();
    assertThat(given(limits, named("0" + tail))).as("who was there keeps his own").isFalse();
    clock.addAndGet(60 * SECOND);
    assertThat(given(limits, named("one more"))).isTrue();
    assertThat(limits.groups().get(0).accounts()).as("full ones are forgotten").isEqualTo(1);
  }

  @Test
  void threadsTogetherGetNoMoreThanOne() throws Exception {
    CallerLimits limits = limits(everybody(1000, 0));
    AtomicInteger passed = new AtomicInteger();
    CountDownLatch begin = new CountDownLatch(1);
    Set<Thread> threads = new HashSet<>();
    for (int thread = 0; thread < 4; thread++) {
      threads.add(
          Thread.ofPlatform()
              .start(
                  () -> {
                    List<Boolean> mine = new ArrayList<>();
                    try {
                      begin.await();
                    } catch (InterruptedException e) {
                      return;
                    }
                    for (int i = 0; i < 1000; i++) {
                      mine.add(given(limits, named("a")));
                    }
                    passed.addAndGet((int) mine.stream().filter(one -> one).count());
                  }));
    }
    begin.countDown();
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(passed).hasValue(1000);
  }
}
