package dev.martello.runtime.tls;

/** A certificate, key or CA file that TLS can't be served with. The message names the file. */
public final class TlsUnusable extends Exception {
  private static final long serialVersionUID = 1L;

  public TlsUnusable(String message) {
    super(message);
  }
}
