package dev.martello.optimizer.quantize;

import dev.martello.optimizer.graph.FloatTensor;

/**
 * Weights as 8-bit integers: value = scale × (integer − zero point), one scale or one for each
 * channel. Symmetric ones are signed with zero point 0, others unsigned.
 *
 * <p>Signed ones use 7 bits only: without VNNI, x86 adds two products of unsigned and signed bytes
 * in 16 bits and saturates, so that a model with all 8 would be right on one CPU and wrong on
 * another. 2 × 255 × 63 fits.
 */
final class QuantizedWeights {
  private final byte[] values;
  private final float[] scales;
  private final byte[] zeroPoints;

  private QuantizedWeights(int count, int channels) {
    this.values = new byte[count];
    this.scales = new float[channels];
    this.zeroPoints = new byte[channels];
  }

  /**
   * Quantizes.
   *
   * @param axis whose entries are the channels
   */
  static QuantizedWeights of(FloatTensor weights, int axis, boolean perChannel, boolean symmetric) {
    return of(weights, axis, perChannel, symmetric, new float[0]);
  }

  /**
   * Quantizes.
   *
   * @param axis whose entries are the channels
   * @param floors what each channel's scale is at least; empty for none
   */
  static QuantizedWeights of(
      FloatTensor weights, int axis, boolean perChannel, boolean symmetric, float[] floors) {
    int channels = perChannel ? weights.size(axis) : 1;
    int inner = 1;
    for (int i = axis + 1; i < weights.rank(); i++) {
      inner *= weights.size(i);
    }
    float[] from = weights.values();
    var quantized = new QuantizedWeights(from.length, channels);
    var least = new float[channels];
    var most = new float[channels];
    for (int i = 0; i < from.length; i++) {
      int channel = perChannel ? i / inner % channels : 0;
      least[channel] = Math.min(least[channel], from[i]);
      most[channel] = Math.max(most[channel], from[i]);
    }
    for (int c = 0; c < channels; c++) {
      Range range = new Range(least[c], most[c]);
      quantized.scales[c] = symmetric ? range.scaleTo(Bytes.SIGNED_WEIGHT) : range.scale(false);
      quantized.zeroPoints[c] = (byte) range.zeroPoint(symmetric);
    }
    for (int i = 0; i < floors.length; i++) {
      int channel = perChannel ? i : 0;
      quantized.scales[channel] = Math.max(quantized.scales[channel], floors[i]);
    }
    for (int i = 0; i < from.length; i++) {
      int channel = perChannel ? i / inner % channels : 0;
      float scale = quantized.scales[channel];
      quantized.values[i] =
          symmetric
              ? Bytes.signedWeight(from[i], scale)
              : Bytes.unsigned(from[i], scale, Byte.toUnsignedInt(quantized.zeroPoints[channel]));
    }
    return quantized;
  }

  byte[] values() {
    return values;
  }

  float[] scales() {
    return scales;
  }

  byte[] zeroPoints() {
    return zeroPoints;
  }

  /** What a signed weight now stands for. */
  float value(int index, int channel) {
    return values[index] * scale(channel);
  }

  /** The channel's scale, or the one for all. */
  float scale(int channel) {
    return scales[scales.length == 1 ? 0 : channel];
  }
}
