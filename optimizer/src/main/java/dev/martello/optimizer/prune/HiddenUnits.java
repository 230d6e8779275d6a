package dev.martello.optimizer.prune;

import dev.martello.optimizer.OptimizationRefused;
import dev.martello.optimizer.data.Split;
import dev.martello.optimizer.engine.Activations;
import dev.martello.optimizer.graph.Dense;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import onnx.OnnxMl.ModelProto;

/** What hidden units sent on over the calibration rows: means, and how they vary together. */
final class HiddenUnits {
  private static final int MOST_SAMPLES = 2048;

  /** About so many of each row, so that many rows are seen. */
  private static final int POSITIONS = 8;

  private final double[] means;
  private final double[][] covariance;

  private HiddenUnits(List<float[]> samples, int units) {
    means = new double[units];
    covariance = new double[units][units];
    for (float[] sample : samples) {
      for (int i = 0; i < units; i++) {
        means[i] += sample[i] / (double) samples.size();
      }
    }
    var centred = new double[units];
    for (float[] sample : samples) {
      for (int i = 0; i < units; i++) {
        centred[i] = sample[i] - means[i];
      }
      for (int i = 0; i < units; i++) {
        double[] row = covariance[i];
        double value = centred[i] / samples.size();
        if (value != 0) {
          for (int j = 0; j <= i; j++) {
            row[j] += value * centred[j];
          }
        }
      }
    }
  }

  static HiddenUnits observe(
      ModelProto model, String tensor, Dense layer, Split.Calibration calibration)
      throws OptimizationRefused {
    int units = layer.weights().size(1);
    var samples = new ArrayList<float[]>();
    Activations.observe(
        model,
        Set.of(tensor),
        calibration,
        (name, shape, values) -> {
          while (values.remaining() >= units && samples.size() < MOST_SAMPLES) {
            var sample = new float[units];
            values.get(sample);
            samples.add(sample);
          }
        });
    return new HiddenUnits(samples, units);
  }

  /** Of channels, the second axis: at some positions of each row. */
  static HiddenUnits observeChannels(
      ModelProto model, String tensor, int channels, Split.Calibration calibration)
      throws OptimizationRefused {
    var samples = new ArrayList<float[]>();
    Activations.observe(
        model,
        Set.of(tensor),
        calibration,
        (name, shape, values) -> {
          int rows = (int) shape[0];
          int positions = values.remaining() / (rows * channels);
          int step = Math.max(1, positions / POSITIONS);
          for (int row = 0; row < rows; row++) {
            for (int at = step / 2; at < positions && samples.size() < MOST_SAMPLES; at += step) {
              var sample = new float[channels];
              for (int c = 0; c < channels; c++) {
                sample[c] = values.get((row * channels + c) * positions + at);
              }
              samples.add(sample);
            }
          }
        });
    return new HiddenUnits(samples, channels);
  }

  int count() {
    return means.length;
  }

  double mean(int unit) {
    return means[unit];
  }

  double covariance(int a, int b) {
    return a >= b ? covariance[a][b] : covariance[b][a];
  }
}
