package dev.martello.optimizer.quantize;

import dev.martello.optimizer.graph.Convolution;
import dev.martello.optimizer.graph.Dense;
import dev.martello.optimizer.graph.FloatTensor;
import java.util.Map;
import java.util.Optional;

/**
 * What the rounding of a layer's weights changes in the mean of its outputs, taken back by its bias
 * (Nagel and others, Data-Free Quantization, 2019; the means here are those of calibration rows).
 *
 * @param means of each channel of the layers' inputs
 */
record BiasCorrection(Map<String, double[]> means) {
  static final BiasCorrection NONE = new BiasCorrection(Map.of());

  static BiasCorrection by(Map<String, double[]> means) {
    return new BiasCorrection(Map.copyOf(means));
  }

  boolean knows(String input) {
    return means.containsKey(input);
  }

  /** The bias, corrected if the input's means are known; empty if there is none then. */
  Optional<FloatTensor> ofConvolution(Convolution layer, QuantizedWeights quantized) {
    double[] mean = means.get(layer.node().getInput(0));
    if (mean == null) {
      return layer.bias();
    }
    var errors = new double[layer.outputs()];
    float[] weights = layer.kernel().values();
    for (int i = 0; i < weights.length; i++) {
      int out = layer.outputOf(i);
      errors[out] += (weights[i] - quantized.value(i, out)) * mean[layer.inputOf(i)];
    }
    return Optional.of(sum(layer.bias(), errors));
  }

  /** As of a convolution; a layer without a bias gets none. */
  Optional<FloatTensor> ofDense(Dense layer, QuantizedWeights quantized) {
    double[] mean = means.get(layer.input());
    if (mean == null || layer.bias().isEmpty()) {
      return layer.bias();
    }
    int outputs = layer.weights().size(1);
    var errors = new double[outputs];
    float[] weights = layer.weights().values();
    for (int i = 0; i < weights.length; i++) {
      int out = i % outputs;
      errors[out] += (weights[i] - quantized.value(i, out)) * mean[i / outputs];
    }
    return Optional.of(sum(layer.bias(), errors));
  }

  private static FloatTensor sum(Optional<FloatTensor> bias, double[] errors) {
    float[] values = bias.map(FloatTensor::values).orElse(new float[errors.length]).clone();
    for (int i = 0; i < values.length; i++) {
      values[i] += (float) errors[i];
    }
    return new FloatTensor(new int[] {values.length}, values);
  }
}
