package dev.martello.cli;

/**
 * The command will not do what it was asked, for a reason that the user can act on. The message is
 * one line: what is wrong, where, and what to do. The process exits with 1.
 */
public final class Refusal extends Exception {
  private static final long serialVersionUID = 1L;

  public Refusal(String message) {
    super(message);
  }

  public Refusal(String message, Throwable cause) {
    super(message, cause);
  }
}
