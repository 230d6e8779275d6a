package dev.martello.runtime.json;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** JSON being written, as bytes. Commas and brackets are the caller's. */
public final class JsonText {
  private static final int LONGEST_LONG = 20;
  private static final int LONGEST_FLOAT = 16;

  /** As {@link Float#toString} does: outside of these a number has an exponent. */
  private static final int LEAST_PLAIN_POINT = -2;

  private static final int MOST_PLAIN_POINT = 7;

  private static final int MOST_DIGITS = 9;
  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);

  private final ShortestFloat shortest = new ShortestFloat();
  private final byte[] reversed = new byte[LONGEST_LONG];
  private byte[] bytes;
  private int length;

  public JsonText(int expectedBytes) {
    this.bytes = new byte[Math.max(64, expectedBytes)];
  }

  /** JSON, or a part of it, that is right already. */
  public JsonText raw(String ascii) {
    int count = ascii.length();
    room(count);
    for (int i = 0; i < count; i++) {
      bytes[length++] = (byte) ascii.charAt(i);
    }
    return this;
  }

  public JsonText raw(char ascii) {
    room(1);
    bytes[length++] = (byte) ascii;
    return this;
  }

  /** Bytes that are no JSON, behind it. */
  public JsonText append(byte[] behind) {
    room(behind.length);
    System.arraycopy(behind, 0, bytes, length, behind.length);
    length += behind.length;
    return this;
  }

  /** In quotes. */
  public JsonText string(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    room(utf8.length * 6 + 2);
    bytes[length++] = '"';
    for (byte each : utf8) {
      if (each >= 0 && each < ' ') {
        control(each);
      } else {
        if (each == '"' || each == '\\') {
          bytes[length++] = '\\';
        }
        bytes[length++] = each;
      }
    }
    bytes[length++] = '"';
    return this;
  }

  private void control(byte each) {
    int letter = "\b\t\n\f\r".indexOf(each);
    bytes[length++] = '\\';
    if (letter >= 0) {
      bytes[length++] = (byte) "btnfr".charAt(letter);
      return;
    }
    bytes[length++] = 'u';
    bytes[length++] = '0';
    bytes[length++] = '0';
    bytes[length++] = HEX[each >> 4];
    bytes[length++] = HEX[each & 0xf];
  }

  public JsonText number(long value) {
    if (value == Long.MIN_VALUE) {
      return raw(Long.toString(value));
    }
    room(LONGEST_LONG);
    if (value < 0) {
      bytes[length++] = '-';
    }
    long rest = Math.abs(value);
    int count = 0;
    do {
      long tens = rest / 10;
      reversed[count++] = (byte) ('0' + (int) (rest - tens * 10));
      rest = tens;
    } while (rest > 0);
    while (count > 0) {
      bytes[length++] = reversed[--count];
    }
    return this;
  }

  /** JSON has no NaN and no Infinity (RFC 8259, section 6): null for these. */
  public JsonText number(double value) {
    return Double.isFinite(value) ? raw(Double.toString(value)) : append(NULL);
  }

  /** The same text as {@link Float#toString}; null where {@link #number(double)} has it. */
  public JsonText number(float value) {
    int bits = Float.floatToRawIntBits(value);
    if (!Float.isFinite(value)) {
      return append(NULL);
    }
    room(LONGEST_FLOAT + MOST_DIGITS);
    if (bits < 0) {
      bytes[length++] = '-';
    }
    if (bits << 1 == 0) {
      return raw("0.0");
    }
    shortest.take(bits);
    int rest = shortest.digits();
    int zeros = 0;
    while (rest % 10 == 0) {
      rest /= 10;
      zeros++;
    }
    int count = 0;
    for (; rest > 0; rest /= 10) {
      reversed[count++] = (byte) ('0' + rest % 10);
    }
    layOut(count, count + zeros + shortest.exponent());
    return this;
  }

  /**
   * Writes the digits that stand in {@link #reversed}.
   *
   * @param point how many digits are before the point
   */
  private void layOut(int count, int point) {
    boolean plain = point >= LEAST_PLAIN_POINT && point <= MOST_PLAIN_POINT;
    int before = plain ? point : 1;
    if (before <= 0) {
      bytes[length++] = '0';
      bytes[length++] = '.';
      for (int i = before; i < 0; i++) {
        bytes[length++] = '0';
      }
    }
    int next = count;
    for (int i = 0; i < before; i++) {
      bytes[length++] = next > 0 ? reversed[--next] : (byte) '0';
    }
    if (before > 0) {
      bytes[length++] = '.';
      if (next == 0) {
        bytes[length++] = '0';
      }
    }
    while (next > 0) {
      bytes[length++] = reversed[--next];
    }
    if (!plain) {
      bytes[length++] = 'E';
      number((long) (point - 1));
    }
  }

  private void room(int more) {
    if (more > bytes.length - length) {
      bytes = Arrays.copyOf(bytes, Math.max(Math.addExact(length, more), bytes.length * 2));
    }
  }

  /** Writes it, and is empty again. */
  public void moveTo(OutputStream out) throws IOException {
    out.write(bytes, 0, length);
    length = 0;
  }

  public int length() {
    return length;
  }

  public byte[] toBytes() {
    return length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
  }
}
