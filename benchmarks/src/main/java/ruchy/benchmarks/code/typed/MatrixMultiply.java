package ruchy.benchmarks.code.typed;

import java.util.Locale;

/// The product of two matrices of 300 by 300.
final class MatrixMultiply {
  private MatrixMultiply() {}

  static String run() {
    double[][] product = multiply(matrix(300, 3), matrix(300, 7));
    double trace = 0;
    for (int i = 0; i < product.length; i++) {
      trace += product[i][i];
    }
    return String.format(Locale.ROOT, "%.3f", trace);
  }

  private static double[][] matrix(int size, int seed) {
    double[][] rows = new double[size][size];
    for (int i = 0; i < size; i++) {
      for (int j = 0; j < size; j++) {
        rows[i][j] = ((i * seed + j) % 10) / 10.0;
      }
    }
    return rows;
  }

  private static double[][] multiply(double[][] a, double[][] b) {
    int size = a.length;
    double[][] rows = new double[size][size];
    for (int i = 0; i < size; i++) {
      for (int j = 0; j < size; j++) {
        double sum = 0;
        for (int k = 0; k < size; k++) {
          sum += a[i][k] * b[k][j];
        }
        rows[i][j] = sum;
      }
    }
    return rows;
  }
}
