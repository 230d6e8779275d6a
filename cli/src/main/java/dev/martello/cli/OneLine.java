package dev.martello.cli;

import org.jspecify.annotations.Nullable;

/** A message as one line, since whoever reads a refusal in a log reads lines. */
final class OneLine {
  private OneLine() {}

  static String of(@Nullable String message) {
    return message == null ? "" : message.strip().replaceAll("\\s*\\R\\s*", "; ");
  }
}
