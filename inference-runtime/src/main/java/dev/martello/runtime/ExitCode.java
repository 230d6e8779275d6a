package dev.martello.runtime;

/** How the process ends; the operator reads a refusal for good from {@link #REFUSED}. */
enum ExitCode {
  DRAINED(0),
  FAILED(1),
  WRONG_SETTINGS(2),
  REFUSED(3),
  /** An evaluation that came to its end, with a model that falls short. */
  FELL_SHORT(4);

  private final int value;

  ExitCode(int value) {
    this.value = value;
  }

  int value() {
    return value;
  }
}
