package dev.martello.runtime.json;

import java.math.BigInteger;

/**
 * The shortest decimal that reads back as a float, of those the nearest: Schubfach, as in Raffaello
 * Giulietti, "The Schubfach way to render doubles" (2020), with the tables made for floats. The
 * same that {@link Float#toString} finds, without its String.
 */
final class ShortestFloat {
  /** A float is c × 2^q with c below 2^24. */
  private static final int SMALLEST_Q = -149;

  private static final int FRACTION_BITS = 23;
  private static final int HIDDEN_BIT = 1 << FRACTION_BITS;

  /** Below it one decimal digit more is needed to tell neighbours apart. */
  private static final int TINY = 8;

  /** As Float's text has it: two digits are kept, and so the nearest of that length. */
  private static final int LEAST_TO_SHORTEN = 100;

  private static final int LEAST_K = -46;
  private static final int MOST_K = 32;

  /** For each k: 10^-k in 63 bits, rounded up, times a power of two... */
  private static final long[] POWER = new long[MOST_K - LEAST_K + 1];

  /** ...which is this one. */
  private static final int[] SCALE = new int[POWER.length];

  static {
    for (int k = LEAST_K; k <= MOST_K; k++) {
      BigInteger ten = BigInteger.TEN.pow(Math.abs(k));
      int scale = k > 0 ? 62 + ten.bitLength() : 63 - ten.bitLength();
      BigInteger rounded =
          k > 0 ? BigInteger.ONE.shiftLeft(scale).divide(ten) : ten.shiftLeft(scale);
      POWER[k - LEAST_K] = rounded.longValueExact() + 1;
      SCALE[k - LEAST_K] = scale;
    }
  }

  private int digits;
  private int exponent;

  /**
   * Takes a float's value without its sign.
   *
   * @param bits of a finite float that is not zero
   */
  void take(int bits) {
    int fraction = bits & (HIDDEN_BIT - 1);
    int biased = (bits >>> FRACTION_BITS) & 0xff;
    if (biased == 0) {
      if (fraction < TINY) {
        shorten(SMALLEST_Q, 10 * fraction, -1);
      } else {
        shorten(SMALLEST_Q, fraction, 0);
      }
      return;
    }
    int c = HIDDEN_BIT | fraction;
    int q = SMALLEST_Q - 1 + biased;
    if (-q > 0 && -q <= FRACTION_BITS && (c >>> -q) << -q == c) {
      digits = c >>> -q; // a whole number: its digits are the shortest there are
      exponent = 0;
      return;
    }
    shorten(q, c, 0);
  }

  /** Value = digits × 10^exponent. */
  int digits() {
    return digits;
  }

  int exponent() {
    return exponent;
  }

  /** Of the decimals in the interval that rounds to c × 2^q. */
  private void shorten(int q, int c, int shift) {
    boolean evenGaps = c != HIDDEN_BIT || q == SMALLEST_Q;
    int k = evenGaps ? floorLog10(q) : floorLog10OfThreeQuarters(q);
    long power = POWER[k - LEAST_K];
    int up = 95 - SCALE[k - LEAST_K] + q;
    long middle = 4L * c;
    int odd = c & 1; // the ends of an odd float's interval belong to its neighbours
    long value = scaled(power, middle << up);
    long low = scaled(power, (middle - (evenGaps ? 2 : 1)) << up) + odd;
    long high = scaled(power, (middle + 2) << up) - odd;
    long floor = value >> 2;
    if (floor >= LEAST_TO_SHORTEN) {
      long tens = floor / 10 * 10;
      boolean downIn = low <= tens << 2;
      boolean upIn = (tens + 10) << 2 <= high;
      if (downIn != upIn) {
        set(downIn ? tens : tens + 10, k + shift);
        return;
      }
    }
    boolean downIn = low <= floor << 2;
    boolean upIn = (floor + 1) << 2 <= high;
    if (downIn != upIn) {
      set(downIn ? floor : floor + 1, k + shift);
      return;
    }
    long beyondMiddle = value - ((2 * floor + 1) << 1);
    boolean down = beyondMiddle < 0 || (beyondMiddle == 0 && (floor & 1) == 0);
    set(down ? floor : floor + 1, k + shift);
  }

  private void set(long itsDigits, int itsExponent) {
    digits = (int) itsDigits;
    exponent = itsExponent;
  }

  /** The product's integer part, its last bit set if there was more (rounded to odd). */
  private static long scaled(long power, long factor) {
    long product = Math.multiplyHigh(power, factor);
    long rest = product & 0x7fff_ffffL;
    return (product >>> 31) | ((rest + 0x7fff_ffffL) >>> 31);
  }

  private static int floorLog10(int q) {
    return (int) ((q * 661_971_961_083L) >> 41);
  }

  private static int floorLog10OfThreeQuarters(int q) {
    return (int) ((q * 661_971_961_083L - 274_743_187_321L) >> 41);
  }
}
