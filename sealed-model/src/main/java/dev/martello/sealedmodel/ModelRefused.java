package dev.martello.sealedmodel;

/** A refusal for good: trying again with the same files and keys gives the same answer. */
public final class ModelRefused extends Exception {
  private static final long serialVersionUID = 1L;

  private final Reason reason;

  /**
   * A refusal.
   *
   * @param message what is wrong, where, and what to do; holds no secret
   */
  public ModelRefused(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  /** As above, with the exception that showed it. */
  public ModelRefused(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
