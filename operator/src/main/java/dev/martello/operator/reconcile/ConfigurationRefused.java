package dev.martello.operator.reconcile;

/**
 * The operator can't run with what it was given. The message says which variable or file, what is
 * wrong, and what to do.
 */
public final class ConfigurationRefused extends Exception {
  private static final long serialVersionUID = 1L;

  ConfigurationRefused(String message) {
    super(message);
  }
}
