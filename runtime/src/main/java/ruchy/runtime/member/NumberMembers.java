package ruchy.runtime.member;

import ruchy.runtime.library.Export;
import ruchy.runtime.library.Members;
import ruchy.runtime.library.Type;
import ruchy.runtime.value.FormatSpec;

/// The methods that integers and floats have alike (L 17.2): most give floats, and take an integer
/// as one.
@Members("number")
public final class NumberMembers {
  private NumberMembers() {}

  /// The square root.
  ///
  /// ```ruchy
  /// 9.sqrt()   // => 3.0
  /// ```
  @Export
  public static double sqrt(double x) {
    return Math.sqrt(x);
  }

  /// The sine of an angle in radians.
  ///
  /// ```ruchy
  /// 0.sin()   // => 0.0
  /// ```
  @Export
  public static double sin(double x) {
    return Math.sin(x);
  }

  /// The cosine of an angle in radians.
  ///
  /// ```ruchy
  /// 0.cos()   // => 1.0
  /// ```
  @Export
  public static double cos(double x) {
    return Math.cos(x);
  }

  /// The tangent of an angle in radians.
  ///
  /// ```ruchy
  /// 0.tan()   // => 0.0
  /// ```
  @Export
  public static double tan(double x) {
    return Math.tan(x);
  }

  /// The natural logarithm.
  ///
  /// ```ruchy
  /// 1.ln()   // => 0.0
  /// ```
  @Export({"ln", "log"})
  public static double ln(double x) {
    return Math.log(x);
  }

  /// The logarithm to base 2.
  ///
  /// ```ruchy
  /// 8.log2()   // => 3.0
  /// ```
  @Export
  public static double log2(double x) {
    return Logarithms.log2(x);
  }

  /// The logarithm to base 10.
  ///
  /// ```ruchy
  /// 100.log10()   // => 2.0
  /// ```
  @Export
  public static double log10(double x) {
    return Math.log10(x);
  }

  /// e raised to the number.
  ///
  /// ```ruchy
  /// 0.exp()   // => 1.0
  /// ```
  @Export
  public static double exp(double x) {
    return Math.exp(x);
  }

  /// The number raised to a power, as a float.
  ///
  /// ```ruchy
  /// 2.powf(0.5) == 2.sqrt()   // => true
  /// ```
  @Export({"powf", "powi"})
  public static double powf(double x, double exponent) {
    return Math.pow(x, exponent);
  }

  /// What is left when the whole number is taken away.
  ///
  /// ```ruchy
  /// 3.25.fract()   // => 0.25
  /// ```
  @Export
  public static double fract(double x) {
    return x - FloatMembers.trunc(x);
  }

  /// Whether the number is not a number, as the result of `0.0 / 0.0`.
  ///
  /// ```ruchy
  /// (0.0 / 0.0).is_nan()   // => true
  /// ```
  @Export
  public static boolean isNan(double x) {
    return Double.isNaN(x);
  }

  /// Whether the number is infinite.
  ///
  /// ```ruchy
  /// (1.0 / 0.0).is_infinite()   // => true
  /// ```
  @Export
  public static boolean isInfinite(double x) {
    return Double.isInfinite(x);
  }

  /// Whether the number is neither infinite nor NaN.
  ///
  /// ```ruchy
  /// 1.is_finite()   // => true
  /// ```
  @Export
  public static boolean isFinite(double x) {
    return Double.isFinite(x);
  }

  /// Whether the number is above zero.
  ///
  /// ```ruchy
  /// 1.is_positive()   // => true
  /// ```
  @Export
  public static boolean isPositive(double x) {
    return x > 0;
  }

  /// Whether the number is below zero.
  ///
  /// ```ruchy
  /// 1.is_negative()   // => false
  /// ```
  @Export
  public static boolean isNegative(double x) {
    return x < 0;
  }

  /// The number with exactly that many decimals.
  ///
  /// ```ruchy
  /// 3.14159.to_fixed(2)   // => "3.14"
  /// ```
  @Export
  public static String toFixed(@Type("number") Object x, long digits) {
    return FormatSpec.format(x, "." + Math.max(digits, 0));
  }

  /// The number as a format spec says.
  ///
  /// ```ruchy
  /// 255.format("#x")   // => "0xff"
  /// ```
  @Export
  public static String format(@Type("number") Object x, String spec) {
    return FormatSpec.format(x, spec);
  }
}
