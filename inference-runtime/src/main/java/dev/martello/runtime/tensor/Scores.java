package dev.martello.runtime.tensor;

import java.nio.ByteBuffer;

/** The elements of a floating-point output as numbers that can be computed with, and back. */
public final class Scores {
  private Scores() {}

  public static boolean are(Datatype datatype) {
    return switch (datatype) {
      case FP16, BF16, FP32, FP64 -> true;
      default -> false;
    };
  }

  public static double[] read(OutputTensor output) {
    ByteBuffer numbers = output.numbers();
    double[] scores = new double[output.elements()];
    for (int i = 0; i < scores.length; i++) {
      scores[i] =
          switch (output.datatype()) {
            case FP16 -> Float.float16ToFloat(numbers.getShort());
            case BF16 -> BrainFloat.toFloat(numbers.getShort());
            case FP32 -> numbers.getFloat();
            default -> numbers.getDouble();
          };
    }
    return scores;
  }

  /** The same tensor with these elements; those beyond its type become its largest or least. */
  public static OutputTensor write(OutputTensor output, double[] scores) {
    ByteBuffer numbers =
        ByteBuffer.allocate(scores.length * output.datatype().bytes())
            .order(output.numbers().order());
    for (double score : scores) {
      switch (output.datatype()) {
        case FP16 -> numbers.putShort(Float.floatToFloat16(clamped(score, 65_504)));
        case BF16 -> numbers.putShort(BrainFloat.of(clamped(score, 0x1.fep127)));
        case FP32 -> numbers.putFloat(clamped(score, Float.MAX_VALUE));
        default -> numbers.putDouble(score);
      }
    }
    return output.with(numbers.flip());
  }

  private static float clamped(double score, double most) {
    return Double.isInfinite(score) || Double.isNaN(score)
        ? (float) score
        : (float) Math.clamp(score, -most, most);
  }
}
