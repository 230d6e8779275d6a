package dev.martello.runtime.http;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * A request body while it arrives. It grows with what has arrived, not with what was announced, so
 * that an announcement costs nothing.
 */
final class BodyBuffer {
  private static final int FIRST_BYTES = 4096;

  private final int most;
  private final BodyBudget budget;
  private byte[] bytes = new byte[0];
  private int length;

  BodyBuffer(int most, BodyBudget budget) {
    this.most = most;
    this.budget = budget;
  }

  void append(ByteBuf content) throws CallRefused {
    int more = content.readableBytes();
    if (more > most - length) {
      throw tooLarge(most);
    }
    if (length + more > bytes.length) {
      grow(Math.min(most, Math.max(length + more, 2 * bytes.length)));
    }
    content.readBytes(bytes, length, more);
    length += more;
  }

  void append(InputStream content) throws CallRefused, IOException {
    while (true) {
      if (length == bytes.length) {
        if (length == most) {
          if (content.read() >= 0) {
            throw tooLarge(most);
          }
          return;
        }
        grow(Math.min(most, Math.max(FIRST_BYTES, 2 * bytes.length)));
      }
      int read = content.read(bytes, length, bytes.length - length);
      if (read < 0) {
        return;
      }
      length += read;
    }
  }

  private void grow(int capacity) throws CallRefused {
    if (!budget.reserve(capacity - bytes.length)) {
      throw CallRefused.retryAfter(1, "too many request bodies at one time; try again");
    }
    bytes = Arrays.copyOf(bytes, capacity);
  }

  /** Gives the budget back; the bytes must not be used after it. */
  void release() {
    budget.release(bytes.length);
    bytes = new byte[0];
    length = 0;
  }

  byte[] bytes() {
    return bytes;
  }

  int length() {
    return length;
  }

  static CallRefused tooLarge(int most) {
    return new CallRefused(
        413,
        most == 0
            ? "this resource takes no request body"
            : "the request body is larger than the " + most + " bytes that are allowed");
  }
}
