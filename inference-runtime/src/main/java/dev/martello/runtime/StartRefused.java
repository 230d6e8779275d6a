package dev.martello.runtime;

/** Why the process does not start, with the exit code and the reason of the termination message. */
final class StartRefused extends Exception {
  private static final long serialVersionUID = 1L;

  private final ExitCode code;
  private final String reason;

  StartRefused(ExitCode code, String reason, String message) {
    super(message);
    this.code = code;
    this.reason = reason;
  }

  ExitCode code() {
    return code;
  }

  String reason() {
    return reason;
  }
}
