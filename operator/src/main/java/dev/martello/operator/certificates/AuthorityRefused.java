package dev.martello.operator.certificates;

/**
 * The operator's CA can't be used. The message says which file or Secret, what is wrong, and what
 * to do.
 */
public final class AuthorityRefused extends Exception {
  private static final long serialVersionUID = 1L;

  AuthorityRefused(String message) {
    super(message);
  }
}
