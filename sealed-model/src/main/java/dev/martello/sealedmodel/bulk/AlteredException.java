package dev.martello.sealedmodel.bulk;

/** The ciphertext is not what was written with this key and this associated data. */
public final class AlteredException extends Exception {
  private static final long serialVersionUID = 1L;

  AlteredException(String message) {
    super(message);
  }

  AlteredException(String message, Throwable cause) {
    super(message, cause);
  }
}
