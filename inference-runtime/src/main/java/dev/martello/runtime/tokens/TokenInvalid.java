package dev.martello.runtime.tokens;

/** A token that does not hold. */
final class TokenInvalid extends Exception {
  private static final long serialVersionUID = 1L;

  private final TokenRefusal why;

  TokenInvalid(TokenRefusal why) {
    super(why.text(), null, false, false); // an answer: its stack says nothing
    this.why = why;
  }

  TokenRefusal why() {
    return why;
  }
}
