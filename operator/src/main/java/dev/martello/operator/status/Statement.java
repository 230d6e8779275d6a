package dev.martello.operator.status;

import dev.martello.crds.Condition.Status;
import dev.martello.operator.findings.ConditionType;

/**
 * A condition before it has a time. The reason is one word, the message says what to do if
 * something is to be done.
 */
record Statement(ConditionType type, Status status, String reason, String message) {

  /** Longest message, so that the status stays small. */
  static final int MAX_MESSAGE = 1024;

  Statement {
    message =
        message.length() <= MAX_MESSAGE ? message : message.substring(0, MAX_MESSAGE - 1) + "…";
  }

  static Statement yes(ConditionType type, String reason, String message) {
    return new Statement(type, Status.True, reason, message);
  }

  static Statement no(ConditionType type, String reason, String message) {
    return new Statement(type, Status.False, reason, message);
  }

  static Statement unknown(ConditionType type, String reason, String message) {
    return new Statement(type, Status.Unknown, reason, message);
  }
}
