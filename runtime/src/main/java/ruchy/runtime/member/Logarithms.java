package ruchy.runtime.member;

/// Logarithms that Java lacks.
public final class Logarithms {
  private Logarithms() {}

  /// To base 2, exact for powers of two.
  public static double log2(double x) {
    int exponent = Math.getExponent(x);
    if (x > 0
        && exponent <= Double.MAX_EXPONENT
        && exponent >= Double.MIN_EXPONENT
        && x == Math.scalb(1.0, exponent)) {
      return exponent;
    }
    return Math.log(x) / Math.log(2);
  }
}
