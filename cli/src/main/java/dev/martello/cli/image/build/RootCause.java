package dev.martello.cli.image.build;

/**
 * The deepest cause that says something, since Jib wraps what a registry answered several times.
 */
final class RootCause {
  private RootCause() {}

  static String of(Throwable failure) {
    var deepest = failure;
    for (var next = failure.getCause(); next != null; next = next.getCause()) {
      deepest = next.getMessage() == null ? deepest : next;
    }
    return deepest.getClass().getSimpleName() + ", " + deepest.getMessage();
  }
}
