package ruchy.benchmarks.code;

import java.util.List;

/// The mean of ratios: that of a ratio and of its inverse is 1.
final class GeometricMean {
  private GeometricMean() {}

  /// NaN of no ratios.
  static double of(List<Double> ratios) {
    double logarithms = 0;
    for (var ratio : ratios) logarithms += Math.log(ratio);
    return Math.exp(logarithms / ratios.size());
  }
}
