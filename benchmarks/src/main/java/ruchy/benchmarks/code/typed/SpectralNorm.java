package ruchy.benchmarks.code.typed;

import java.util.Arrays;
import java.util.Locale;

/// The spectral norm of an infinite matrix: floats in arrays.
final class SpectralNorm {
  private SpectralNorm() {}

  static String run() {
    double[] u = new double[1000];
    Arrays.fill(u, 1.0);
    double[] v = new double[0];
    for (int step = 0; step < 10; step++) {
      v = timesTransposed(times(u));
      u = timesTransposed(times(v));
    }
    double uv = 0;
    double vv = 0;
    for (int i = 0; i < u.length; i++) {
      uv += u[i] * v[i];
      vv += v[i] * v[i];
    }
    return String.format(Locale.ROOT, "%.9f", Math.sqrt(uv / vv));
  }

  private static double element(long i, long j) {
    return 1.0 / ((i + j) * (i + j + 1) / 2 + i + 1);
  }

  private static double[] times(double[] v) {
    double[] result = new double[v.length];
    for (int i = 0; i < v.length; i++) {
      double sum = 0;
      for (int j = 0; j < v.length; j++) {
        sum += element(i, j) * v[j];
      }
      result[i] = sum;
    }
    return result;
  }

  private static double[] timesTransposed(double[] v) {
    double[] result = new double[v.length];
    for (int i = 0; i < v.length; i++) {
      double sum = 0;
      for (int j = 0; j < v.length; j++) {
        sum += element(j, i) * v[j];
      }
      result[i] = sum;
    }
    return result;
  }
}
