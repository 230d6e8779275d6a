package dev.martello.runtime.protocol;

/**
 * An inference request that can't be answered; the message says which part and what it should be.
 */
public final class RequestInvalid extends Exception {
  private static final long serialVersionUID = 1L;

  public RequestInvalid(String message) {
    super(message, null, false, false); // a refusal is an answer: its stack says nothing
  }
}
