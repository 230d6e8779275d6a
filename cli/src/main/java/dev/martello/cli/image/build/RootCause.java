package dev.martello.cli.image.build;

import javax.net.ssl.SSLException;

/** Why Jib could not do it, since it wraps what a registry answered several times. */
final class RootCause {
  private RootCause() {}

  /** The deepest cause that says something, and what to do about it. */
  static String of(Throwable failure) {
    var deepest = failure;
    boolean tls = failure instanceof SSLException;
    for (var cause = failure.getCause(); cause != null; cause = cause.getCause()) {
      deepest = cause.getMessage() == null ? deepest : cause;
      tls = tls || cause instanceof SSLException;
    }
    return deepest.getClass().getSimpleName()
        + ", "
        + deepest.getMessage()
        + (tls
            ? "; if this registry has no TLS, or a certificate that this Java does not know, add --insecure-registry"
            : "; check the names of image and base, that the registry answers, and your rights there (docker login)");
  }
}
