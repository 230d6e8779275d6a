package dev.martello.operator.cluster;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** An answer that may be a little old, so that the question isn't asked at every round. */
final class Remembered<T> {
  private final Supplier<T> question;
  private final InstantSource clock;
  private final Duration validity;
  private @Nullable Answer<T> answer;

  private record Answer<T>(T value, Instant at) {}

  Remembered(Supplier<T> question, InstantSource clock, Duration validity) {
    this.question = question;
    this.clock = clock;
    this.validity = validity;
  }

  synchronized T get() {
    Answer<T> known = answer;
    Instant now = clock.instant();
    if (known == null || !now.isBefore(known.at().plus(validity))) {
      known = new Answer<>(question.get(), now);
      answer = known;
    }
    return known.value();
  }
}
