package dev.martello.runtime.accesslog;

import java.util.Locale;
import java.util.Optional;

/** Which requests get a line. */
public enum LogMode {
  ALL,
  /** Those that were refused, or failed. */
  REFUSALS,
  /** Those, and every hundredth of the others. */
  SAMPLE;

  private static final int LEAST_REFUSED = 400;
  private static final int ONE_IN = 100;

  /** As settings and evidence write it. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<LogMode> of(String label) {
    for (LogMode mode : values()) {
      if (mode.label().equals(label)) {
        return Optional.of(mode);
      }
    }
    return Optional.empty();
  }

  /**
   * Whether this request gets one.
   *
   * @param earlier how many requests there were before
   */
  boolean takes(int status, long earlier) {
    return switch (this) {
      case ALL -> true;
      case REFUSALS -> status >= LEAST_REFUSED;
      case SAMPLE -> status >= LEAST_REFUSED || earlier % ONE_IN == 0;
    };
  }
}
