package dev.martello.optimizer.prune;

import dev.martello.optimizer.graph.Dense;
import dev.martello.optimizer.graph.FloatTensor;
import java.util.stream.IntStream;

/**
 * The second layer after its units went: ridge regression of each removed unit on the kept ones,
 * over the calibration rows, says how their weights take over, and the bias takes the mean.
 */
record Takeover(FloatTensor weights, FloatTensor bias) {
  /** Share of the mean variance that is added to each, for units that vary alike. */
  private static final double RIDGE = 0.01;

  static Takeover of(HiddenUnits units, int[] kept, Dense second) {
    int[] removed =
        IntStream.range(0, units.count())
            .filter(unit -> java.util.Arrays.binarySearch(kept, unit) < 0)
            .toArray();
    double[][] factor = Cholesky.of(regularised(units, kept));
    int outputs = second.weights().size(1);
    float[] from = second.weights().values();
    var weights = new double[kept.length * outputs];
    var bias = new double[outputs];
    for (int k = 0; k < kept.length; k++) {
      for (int o = 0; o < outputs; o++) {
        weights[k * outputs + o] = from[kept[k] * outputs + o];
      }
    }
    second
        .bias()
        .ifPresent(
            values -> IntStream.range(0, outputs).forEach(o -> bias[o] = values.values()[o]));
    for (int unit : removed) {
      var right = new double[kept.length];
      for (int k = 0; k < kept.length; k++) {
        right[k] = units.covariance(kept[k], unit);
      }
      double[] shares = Cholesky.solve(factor, right);
      double rest = units.mean(unit);
      for (int k = 0; k < kept.length; k++) {
        rest -= shares[k] * units.mean(kept[k]);
      }
      for (int o = 0; o < outputs; o++) {
        double weight = from[unit * outputs + o];
        bias[o] += rest * weight;
        for (int k = 0; k < kept.length; k++) {
          weights[k * outputs + o] += shares[k] * weight;
        }
      }
    }
    return new Takeover(
        new FloatTensor(new int[] {kept.length, outputs}, floats(weights)),
        new FloatTensor(new int[] {outputs}, floats(bias)));
  }

  private static double[][] regularised(HiddenUnits units, int[] kept) {
    double variance = 0;
    for (int unit : kept) {
      variance += units.covariance(unit, unit) / kept.length;
    }
    var matrix = new double[kept.length][kept.length];
    for (int i = 0; i < kept.length; i++) {
      for (int j = 0; j <= i; j++) {
        matrix[i][j] = units.covariance(kept[i], kept[j]);
      }
      matrix[i][i] += RIDGE * variance + 1e-12;
    }
    return matrix;
  }

  private static float[] floats(double[] values) {
    var floats = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }
}
