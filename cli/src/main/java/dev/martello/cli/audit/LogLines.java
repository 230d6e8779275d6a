package dev.martello.cli.audit;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** The lines of a stream as bytes, without their line feed. Needs no buffer around the stream. */
final class LogLines {
  private static final int LONGEST = 1 << 20;
  private static final byte[] NOTHING = {};

  private final InputStream in;
  private final byte[] block = new byte[1 << 16];
  private int from;
  private int to;
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
    byte[] begun = NOTHING;
    while (true) {
      int end = from;
      while (end < to && block[end] != '\n') {
        end++;
      }
      byte[] line = joined(begun, end);
      if (end < to) {
        from = end + 1;
        return line;
      }
      begun = line;
      from = 0;
      to = Math.max(0, in.read(block));
      if (to == 0) {
        ended = true;
        return line;
      }
    }
  }

  /** Cut off where no line of the trail is that long. */
  private byte[] joined(byte[] begun, int end) {
    int more = Math.min(end - from, LONGEST - begun.length);
    byte[] line = Arrays.copyOf(begun, begun.length + more);
    System.arraycopy(block, from, line, begun.length, more);
    return line;
  }
}
