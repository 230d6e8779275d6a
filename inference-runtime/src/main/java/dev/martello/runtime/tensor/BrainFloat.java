package dev.martello.runtime.tensor;

/** The upper half of a float (BF16), rounded to nearest, ties to even as IEEE 754 has it. */
final class BrainFloat {
  private static final int LOWER_BITS = 16;

  private BrainFloat() {}

  static short of(float value) {
    int bits = Float.floatToRawIntBits(value);
    int even = (bits >>> LOWER_BITS) & 1;
    return (short) ((bits + 0x7fff + even) >>> LOWER_BITS);
  }

  static float toFloat(short value) {
    return Float.intBitsToFloat(value << LOWER_BITS);
  }
}
