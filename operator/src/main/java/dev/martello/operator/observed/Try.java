package dev.martello.operator.observed;

import java.time.Instant;
import java.util.Optional;

/**
 * One attempt made by the operator.
 *
 * @param at when it was made; empty if it was not
 * @param detail for people, such as the alert of the TLS library; must not change while the outcome
 *     doesn't (no times, no port numbers of our side)
 */
public record Try(Outcome outcome, Optional<Instant> at, String detail) {

  public static Try notTried(String why) {
    return new Try(Outcome.NotTried, Optional.empty(), why);
  }
}
