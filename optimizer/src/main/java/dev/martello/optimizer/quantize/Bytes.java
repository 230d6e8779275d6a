package dev.martello.optimizer.quantize;

/** Numbers as 8-bit integers. */
final class Bytes {
  /** The largest signed weight. */
  static final int SIGNED_WEIGHT = 63;

  private Bytes() {}

  static byte signedWeight(float value, float scale) {
    return (byte) clamp(Math.rint(value / scale), -SIGNED_WEIGHT, SIGNED_WEIGHT);
  }

  static byte unsigned(float value, float scale, int zeroPoint) {
    return (byte) clamp(Math.rint(value / scale) + zeroPoint, 0, 255);
  }

  private static int clamp(double value, int least, int most) {
    return (int) Math.max(least, Math.min(most, value));
  }
}
