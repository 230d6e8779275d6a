package dev.martello.runtime.tokens;

/** What became of the token that a request carried. */
public sealed interface TokenOutcome {
  TokenOutcome NONE = new None();

  /** There was none, or nobody looks at tokens here. */
  record None() implements TokenOutcome {}

  /**
   * A token that holds.
   *
   * @param name of the service account, {@code system:serviceaccount:NAMESPACE:NAME}
   * @param notAfter from when the token holds no longer, in seconds since 1970
   */
  record Subject(String name, long notAfter) implements TokenOutcome {}

  /** A token that does not hold. */
  record Refused(TokenRefusal why) implements TokenOutcome {}
}
