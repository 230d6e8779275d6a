package dev.martello.runtime;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The last words of a process: one line of JSON for the kubelet to pick up.
 *
 * @param evaluation figures, if it has evaluated a model
 */
record TerminationMessage(String reason, String message, @Nullable ObjectNode evaluation) {
  /** The kubelet keeps 4096 bytes; JSON escapes and UTF-8 may widen a character. */
  private static final int LONGEST_MESSAGE = 1000;

  TerminationMessage(String reason, String message) {
    this(reason, message, null);
  }

  String line() {
    ObjectNode json = new JsonMapper().createObjectNode();
    json.put("reason", reason);
    json.put(
        "message",
        message.length() <= LONGEST_MESSAGE ? message : message.substring(0, LONGEST_MESSAGE));
    if (evaluation != null) {
      json.set("evaluation", evaluation);
    }
    return json.toString() + "\n";
  }

  /** Writes the line if the place for it can be written; says whether it was. */
  boolean write(Path terminationLog) {
    try {
      Files.write(terminationLog, line().getBytes(StandardCharsets.UTF_8));
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
