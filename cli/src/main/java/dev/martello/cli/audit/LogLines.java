package dev.martello.cli.audit;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** The lines of a stream as bytes, without their line feed. */
final class LogLines {
  private static final int LONGEST = 1 << 20;

  private final InputStream in;
  private byte[] buffer = new byte[4096];
  private boolean ended;

  LogLines(InputStream in) {
    this.in = in;
  }

  /** Whether the line that was handed out last was one. */
  boolean more() {
    return !ended;
  }

  /** The next line; empty at the end too, after which {@link #more} is false. */
  byte[] next() throws IOException {
    int length = 0;
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        ended = true;
        break;
      }
      if (length == LONGEST) {
        continue; // no line of the trail is that long
      }
      if (length == buffer.length) {
        buffer = Arrays.copyOf(buffer, length * 2);
      }
      buffer[length++] = (byte) next;
    }
    return Arrays.copyOf(buffer, length);
  }
}
