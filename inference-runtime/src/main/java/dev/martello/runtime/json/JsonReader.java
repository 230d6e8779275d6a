package dev.martello.runtime.json;

import java.math.BigInteger;

/**
 * Reads JSON token by token, strictly by RFC 8259: UTF-8 only, no comments, no NaN, no leading
 * zeros or plus signs, at most 64 levels deep. Why not a library's reader: ADR 0009.
 */
public final class JsonReader {
  /** As many as a long has bits. */
  private static final int DEEPEST = Long.SIZE;

  private final byte[] in;
  private final int end;
  private final JsonNumber number;
  private int at;
  private int depth;

  /** A bit for each level, the innermost lowest: 1 is an object. */
  private long levels;

  private Expected expected = Expected.VALUE_OR_END;
  private JsonToken token = JsonToken.END;
  private int from;
  private int to;
  private boolean escaped;

  private enum Expected {
    VALUE,
    /** Before the first value at all, or after one that is in nothing. */
    VALUE_OR_END,
    FIRST_VALUE,
    FIRST_KEY,
    COMMA_OR_CLOSE
  }

  public JsonReader(byte[] bytes, int from, int length) {
    this.in = bytes;
    this.at = from;
    this.end = from + length;
    this.number = new JsonNumber(bytes, end);
  }

  public JsonToken token() {
    return token;
  }

  /** Where the token begins. */
  public int offset() {
    return from;
  }

  public JsonToken next() throws JsonRefused {
    int first = skipSpace();
    switch (expected) {
      case COMMA_OR_CLOSE -> {
        boolean inObject = (levels & 1) != 0;
        if (first == (inObject ? '}' : ']')) {
          return close();
        }
        if (first != ',') {
          throw malformed("expected ',' or the end of " + (inObject ? "an object" : "an array"));
        }
        at++;
        first = skipSpace();
        return inObject ? key(first) : value(first);
      }
      case FIRST_KEY -> {
        return first == '}' ? close() : key(first);
      }
      case FIRST_VALUE -> {
        return first == ']' ? close() : value(first);
      }
      case VALUE_OR_END -> {
        if (first < 0) {
          from = end;
          token = JsonToken.END;
          return token;
        }
      }
      case VALUE -> {}
    }
    return value(first);
  }

  /** From the beginning of an array or object to its end; from anything else nowhere. */
  public void skipChildren() throws JsonRefused {
    if (token == JsonToken.OBJECT || token == JsonToken.ARRAY) {
      int outside = depth - 1;
      while (depth > outside) {
        next();
      }
    }
  }

  /** -1 at the end. */
  private int skipSpace() {
    while (at < end) {
      byte each = in[at];
      if (each > ' ' || (each != ' ' && each != '\n' && each != '\r' && each != '\t')) {
        return each & 0xff;
      }
      at++;
    }
    return -1;
  }

  private JsonToken value(int first) throws JsonRefused {
    from = at;
    return switch (first) {
      case '{' -> open(JsonToken.OBJECT, 1, Expected.FIRST_KEY);
      case '[' -> open(JsonToken.ARRAY, 0, Expected.FIRST_VALUE);
      case '"' -> {
        string();
        yield ended(JsonToken.STRING);
      }
      case 't' -> literal("true", JsonToken.TRUE);
      case 'f' -> literal("false", JsonToken.FALSE);
      case 'n' -> literal("null", JsonToken.NULL);
      case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> {
        at = number.read(at);
        requireSpaceAtRoot();
        yield ended(number.integer() ? JsonToken.INTEGER : JsonToken.FRACTION);
      }
      default -> throw malformed("expected a value");
    };
  }

  /** Inside of something a comma or a bracket is demanded anyway. */
  private void requireSpaceAtRoot() throws JsonRefused {
    if (depth == 0 && at < end && in[at] > ' ') {
      throw malformed("a number goes on with something else");
    }
  }

  private JsonToken open(JsonToken opened, int bit, Expected inside) throws JsonRefused {
    if (depth == DEEPEST) {
      throw JsonRefused.beyondBounds("nested deeper than " + DEEPEST + " levels");
    }
    depth++;
    levels = levels << 1 | bit;
    at++;
    expected = inside;
    token = opened;
    return opened;
  }

  private JsonToken close() {
    from = at++;
    JsonToken closed = (levels & 1) != 0 ? JsonToken.END_OBJECT : JsonToken.END_ARRAY;
    depth--;
    levels >>>= 1;
    return ended(closed);
  }

  private JsonToken ended(JsonToken whole) {
    expected = depth == 0 ? Expected.VALUE_OR_END : Expected.COMMA_OR_CLOSE;
    token = whole;
    return whole;
  }

  private JsonToken literal(String text, JsonToken literal) throws JsonRefused {
    for (int i = 0; i < text.length(); i++, at++) {
      if (at == end || in[at] != text.charAt(i)) {
        throw malformed("expected '" + text + "'");
      }
    }
    return ended(literal);
  }

  private JsonToken key(int first) throws JsonRefused {
    from = at;
    if (first != '"') {
      throw malformed("expected a member's name in quotes");
    }
    string();
    if (skipSpace() != ':') {
      throw malformed("expected ':' after a member's name");
    }
    at++;
    expected = Expected.VALUE;
    token = JsonToken.KEY;
    return token;
  }

  /** From the opening quote to behind the closing one. */
  private void string() throws JsonRefused {
    int i = at + 1;
    boolean ascii = true;
    escaped = false;
    while (i < end && in[i] != '"') {
      byte each = in[i];
      if (each == '\\') {
        escaped = true;
        i = JsonString.afterEscape(in, i, end);
      } else if (each >= 0 && each < ' ') {
        throw JsonRefused.malformed("a control character in a string", i);
      } else {
        ascii &= each > 0;
        i++;
      }
    }
    if (i >= end) {
      throw JsonRefused.malformed("a string without an end", at);
    }
    to = i;
    if (!ascii) {
      JsonString.requireUtf8(in, at + 1, to);
    }
    at = i + 1;
  }

  /** Of a string or a member's name. */
  public String text() {
    return JsonString.text(in, from + 1, to, escaped);
  }

  /** Whether an integer can be read by {@link #integer}. */
  public boolean fitsLong() {
    return number.fitsLong();
  }

  public long integer() {
    return number.asLong();
  }

  /** The integer, if it has few enough digits to be worth the work; else something negative. */
  public BigInteger bigInteger() {
    return number.asBigInteger();
  }

  /** Rounded once, infinite beyond its range. */
  public float single() {
    return number.asFloat();
  }

  /** Rounded once, infinite beyond its range. */
  public double number() {
    return number.asDouble();
  }

  private JsonRefused malformed(String what) {
    return JsonRefused.malformed(at >= end ? "it ends too early; " + what : what, at);
  }
}
