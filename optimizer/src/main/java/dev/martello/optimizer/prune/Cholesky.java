package dev.martello.optimizer.prune;

/** Systems of linear equations with a symmetric positive definite matrix. */
final class Cholesky {
  private Cholesky() {}

  /** The lower factor, in place of the matrix's lower half. */
  static double[][] of(double[][] matrix) {
    for (int i = 0; i < matrix.length; i++) {
      double[] row = matrix[i];
      for (int j = 0; j <= i; j++) {
        double[] other = matrix[j];
        double sum = row[j];
        for (int k = 0; k < j; k++) {
          sum -= row[k] * other[k];
        }
        row[j] = i == j ? Math.sqrt(Math.max(sum, Double.MIN_NORMAL)) : sum / other[j];
      }
    }
    return matrix;
  }

  static double[] solve(double[][] factor, double[] right) {
    int n = right.length;
    var solution = right.clone();
    for (int i = 0; i < n; i++) {
      double[] row = factor[i];
      double sum = solution[i];
      for (int k = 0; k < i; k++) {
        sum -= row[k] * solution[k];
      }
      solution[i] = sum / row[i];
    }
    for (int i = n - 1; i >= 0; i--) {
      double value = solution[i] / factor[i][i];
      solution[i] = value;
      double[] row = factor[i];
      for (int k = 0; k < i; k++) {
        solution[k] -= row[k] * value;
      }
    }
    return solution;
  }
}
