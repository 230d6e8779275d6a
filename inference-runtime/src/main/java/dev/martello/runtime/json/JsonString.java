package dev.martello.runtime.json;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;

/** The inside of a JSON string: UTF-8 with escapes. */
final class JsonString {
  private static final int HEX_DIGITS = 4;

  private JsonString() {}

  /** The place behind the escape that begins at {@code at}. */
  static int afterEscape(byte[] in, int at, int end) throws JsonRefused {
    int letter = at + 1 < end ? in[at + 1] : -1;
    return switch (letter) {
      case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> at + 2;
      case 'u' -> {
        for (int i = at + 2; i < at + 2 + HEX_DIGITS; i++) {
          if (i >= end || Character.digit(in[i], 16) < 0) {
            throw JsonRefused.malformed("\\u without four hex digits", at);
          }
        }
        yield at + 2 + HEX_DIGITS;
      }
      default -> throw JsonRefused.malformed("an unknown escape in a string", at);
    };
  }

  static void requireUtf8(byte[] in, int from, int to) throws JsonRefused {
    ByteBuffer text = ByteBuffer.wrap(in, from, to - from);
    CharBuffer decoded = CharBuffer.allocate(to - from);
    if (StandardCharsets.UTF_8.newDecoder().decode(text, decoded, true).isError()) {
      throw JsonRefused.malformed("a string that is not UTF-8", from);
    }
  }

  /** What was found to be right before. */
  static String text(byte[] in, int from, int to, boolean escaped) {
    String raw = new String(in, from, to - from, StandardCharsets.UTF_8);
    if (!escaped) {
      return raw;
    }
    StringBuilder text = new StringBuilder(raw.length());
    for (int i = 0; i < raw.length(); i++) {
      char each = raw.charAt(i);
      if (each != '\\') {
        text.append(each);
        continue;
      }
      char letter = raw.charAt(++i);
      text.append(
          switch (letter) {
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> (char) Integer.parseInt(raw.substring(i + 1, i + 1 + HEX_DIGITS), 16);
            default -> letter;
          });
      if (letter == 'u') {
        i += HEX_DIGITS;
      }
    }
    return text.toString();
  }
}
