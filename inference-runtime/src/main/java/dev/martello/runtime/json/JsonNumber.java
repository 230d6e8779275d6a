package dev.martello.runtime.json;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;

/** The number that a reader stands at: its decimal digits, and what they are in binary. */
final class JsonNumber {
  private static final int LONGEST = 1000;

  /** So many decimal digits fit in a long whatever they are. */
  private static final int SAFE_DIGITS = 18;

  /** Beyond it a number is zero or infinite, and a larger exponent must not overflow. */
  private static final int FARTHEST_EXPONENT = 100_000;

  private static final int MOST_INTEGER_CHARACTERS = 40;

  /** Powers of ten up to this one are exact in a double. */
  private static final int EXACT_POWERS = 22;

  private static final long EXACT_INTEGERS = 1L << 53;
  private static final double[] POWERS = new double[64];

  /** Of a double's bits those that a float has not; a tie between two floats has only the first. */
  private static final long DROPPED_BITS = (1L << 29) - 1;

  private static final long TIE = 1L << 28;

  /** In units of a double's last bit; {@link #nearby} is off by fewer than four. */
  private static final long DOUBT = 16;

  static {
    for (int i = 0; i < POWERS.length; i++) {
      POWERS[i] = Double.parseDouble("1e" + i);
    }
  }

  private final byte[] in;
  private final int end;
  private int from;
  private int to;
  private boolean integer;
  private boolean negative;

  /** The value is ± digits × 10^exponent; exactly so if it is not cut. */
  private long digits;

  private int exponent;
  private boolean cut;

  JsonNumber(byte[] in, int end) {
    this.in = in;
    this.end = end;
  }

  /** The place behind the number that begins at {@code start}. */
  int read(int start) throws JsonRefused {
    from = start;
    negative = in[start] == '-';
    int i = negative ? start + 1 : start;
    int whole = i;
    long sum = 0;
    for (int digit = digit(i); digit >= 0; digit = digit(++i)) {
      sum = sum * 10 + digit;
    }
    int count = i - whole;
    if (count == 0 || (count > 1 && in[whole] == '0')) {
      throw JsonRefused.malformed("a number must begin with a digit, and with 0 only before .", i);
    }
    integer = true;
    exponent = 0;
    if (i < end && in[i] == '.') {
      int fraction = ++i;
      for (int digit = digit(i); digit >= 0; digit = digit(++i)) {
        sum = sum * 10 + digit;
      }
      exponent = fraction - i;
      count -= exponent;
      integer = false;
      requireDigits(fraction, i);
    }
    int significandEnd = i;
    if (i < end && (in[i] | 0x20) == 'e') {
      integer = false;
      i = readExponent(i + 1);
    }
    if (i - from > LONGEST) {
      throw JsonRefused.beyondBounds("a number longer than " + LONGEST + " characters");
    }
    to = i;
    cut = count > SAFE_DIGITS;
    digits = cut ? leading(whole, significandEnd) : sum;
    return i;
  }

  private int readExponent(int start) throws JsonRefused {
    int i = start;
    boolean minus = i < end && in[i] == '-';
    if (i < end && (minus || in[i] == '+')) {
      i++;
    }
    int first = i;
    int value = 0;
    for (int digit = digit(i); digit >= 0; digit = digit(++i)) {
      value = Math.min(FARTHEST_EXPONENT, value * 10 + digit);
    }
    requireDigits(first, i);
    exponent += minus ? -value : value;
    return i;
  }

  private static void requireDigits(int first, int behind) throws JsonRefused {
    if (first == behind) {
      throw JsonRefused.malformed("a number must have digits after . and e", first);
    }
  }

  private int digit(int place) {
    int digit = place < end ? in[place] - '0' : -1;
    return digit <= 9 ? digit : -1;
  }

  /** The first significant digits; the exponent grows by those left out. */
  private long leading(int first, int behind) {
    long sum = 0;
    int taken = 0;
    for (int i = first; i < behind; i++) {
      int digit = digit(i);
      if (digit < 0 || (digit == 0 && taken == 0)) {
        continue; // the point, or a zero before everything
      }
      if (taken < SAFE_DIGITS) {
        sum = sum * 10 + digit;
        taken++;
      } else {
        exponent++;
      }
    }
    return sum;
  }

  boolean integer() {
    return integer;
  }

  boolean fitsLong() {
    return !cut || (to - from <= MOST_INTEGER_CHARACTERS && asBigInteger().bitLength() < Long.SIZE);
  }

  long asLong() {
    return cut ? asBigInteger().longValue() : negative ? -digits : digits;
  }

  /** A long literal would take quadratic time. */
  BigInteger asBigInteger() {
    return to - from <= MOST_INTEGER_CHARACTERS ? new BigInteger(text()) : BigInteger.ONE.negate();
  }

  /**
   * A double near the value decides which float is nearest, unless it lies so near to the middle of
   * two floats that the value could lie on the other side.
   */
  float asFloat() {
    if (digits == 0) {
      return negative ? -0f : 0f;
    }
    double near = nearby();
    long beyondTie = Math.abs((Double.doubleToRawLongBits(near) & DROPPED_BITS) - TIE);
    if (near >= Float.MIN_NORMAL && near <= Float.MAX_VALUE && beyondTie > DOUBT) {
      return (float) (negative ? -near : near);
    }
    return Float.parseFloat(text());
  }

  double asDouble() {
    boolean exact = !cut && digits <= EXACT_INTEGERS && Math.abs(exponent) <= EXACT_POWERS;
    if (exact) { // one operation on exact numbers, so rounded once
      double value = nearby();
      return negative ? -value : value;
    }
    return Double.parseDouble(text());
  }

  /** NaN if it is too far from 1. */
  private double nearby() {
    if (exponent < 0) {
      return -exponent < POWERS.length ? digits / POWERS[-exponent] : Double.NaN;
    }
    return exponent < POWERS.length ? digits * POWERS[exponent] : Double.NaN;
  }

  private String text() {
    return new String(in, from, to - from, StandardCharsets.ISO_8859_1);
  }
}
