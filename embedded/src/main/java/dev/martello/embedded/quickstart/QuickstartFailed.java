package dev.martello.embedded.quickstart;

/** Why the quickstart could not go on: one line that says what to do. */
final class QuickstartFailed extends Exception {
  private static final long serialVersionUID = 1L;

  QuickstartFailed(String line) {
    super(line.strip().replaceAll("\\s*\\R\\s*", " "));
  }
}
