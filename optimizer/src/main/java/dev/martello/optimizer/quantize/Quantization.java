package dev.martello.optimizer.quantize;

import java.util.Set;

/** A recipe for 8 bits, and the layers that it leaves in float. */
public sealed interface Quantization {
  /** Layers by what their first node makes. */
  Set<String> left();

  /** The same recipe, with these layers in float. */
  Quantization leaving(Set<String> layers);

  /** Weights beforehand, activations as they come. */
  record Dynamic(boolean perChannel, boolean symmetric, Set<String> left) implements Quantization {
    @Override
    public Dynamic leaving(Set<String> layers) {
      return new Dynamic(perChannel, symmetric, layers);
    }

    @Override
    public String toString() {
      return "dynamic" + form(perChannel, symmetric) + floats(left);
    }
  }

  /**
   * Both beforehand, ranges from calibration (QDQ).
   *
   * @param equalized channels are brought to ranges of the same order first, and the mean error of
   *     the rounded weights is taken back by the biases
   */
  record Static(
      Calibration method,
      boolean perChannel,
      boolean symmetric,
      boolean convolutionsOnly,
      boolean equalized,
      Set<String> left)
      implements Quantization {
    @Override
    public Static leaving(Set<String> layers) {
      return new Static(method, perChannel, symmetric, convolutionsOnly, equalized, layers);
    }

    @Override
    public String toString() {
      return "static "
          + method
          + form(perChannel, symmetric)
          + (equalized ? " equalized" : "")
          + (convolutionsOnly ? " Conv only" : "")
          + floats(left);
    }
  }

  private static String form(boolean perChannel, boolean symmetric) {
    return (perChannel ? " per-channel" : " per-tensor") + (symmetric ? " symmetric" : "");
  }

  private static String floats(Set<String> left) {
    return left.isEmpty() ? "" : ", %d in float".formatted(left.size());
  }
}
