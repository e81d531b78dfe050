package ruchy.runtime.member;

import ruchy.runtime.library.Computes;
import ruchy.runtime.library.Export;
import ruchy.runtime.library.Members;
import ruchy.runtime.library.Type;
import ruchy.runtime.value.FormatSpec;

/// The methods that integers and floats have alike (L 17.2): most give floats, and take an integer
/// as one.
@Members("number")
@Computes
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
    Counts.notNegative(digits, "to_fixed");
    return FormatSpec.format(x, "." + digits);
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

  /// The cube root.
  ///
  /// ```ruchy
  /// 27.cbrt()   // => 3.0
  /// ```
  @Export
  public static double cbrt(double x) {
    return Math.cbrt(x);
  }

  /// The angle in radians whose sine it is.
  ///
  /// ```ruchy
  /// 0.asin()   // => 0.0
  /// ```
  @Export
  public static double asin(double x) {
    return Math.asin(x);
  }

  /// The angle in radians whose cosine it is.
  ///
  /// ```ruchy
  /// 1.acos()   // => 0.0
  /// ```
  @Export
  public static double acos(double x) {
    return Math.acos(x);
  }

  /// The angle in radians whose tangent it is.
  ///
  /// ```ruchy
  /// 0.atan()   // => 0.0
  /// ```
  @Export
  public static double atan(double x) {
    return Math.atan(x);
  }

  /// The angle in radians of the point whose y it is.
  ///
  /// ```ruchy
  /// 0.atan2(1)   // => 0.0
  /// ```
  @Export
  public static double atan2(double y, double x) {
    return Math.atan2(y, x);
  }

  /// The hyperbolic sine.
  ///
  /// ```ruchy
  /// 0.sinh()   // => 0.0
  /// ```
  @Export
  public static double sinh(double x) {
    return Math.sinh(x);
  }

  /// The hyperbolic cosine.
  ///
  /// ```ruchy
  /// 0.cosh()   // => 1.0
  /// ```
  @Export
  public static double cosh(double x) {
    return Math.cosh(x);
  }

  /// The hyperbolic tangent.
  ///
  /// ```ruchy
  /// 0.tanh()   // => 0.0
  /// ```
  @Export
  public static double tanh(double x) {
    return Math.tanh(x);
  }

  /// The length of the diagonal of a rectangle with these sides.
  ///
  /// ```ruchy
  /// 3.hypot(4)   // => 5.0
  /// ```
  @Export
  public static double hypot(double x, double y) {
    return Math.hypot(x, y);
  }

  /// The angle in degrees of one in radians.
  ///
  /// ```ruchy
  /// 0.to_degrees()   // => 0.0
  /// ```
  @Export
  public static double toDegrees(double x) {
    return Math.toDegrees(x);
  }

  /// The angle in radians of one in degrees.
  ///
  /// ```ruchy
  /// 0.to_radians()   // => 0.0
  /// ```
  @Export
  public static double toRadians(double x) {
    return Math.toRadians(x);
  }

  /// One divided by the number.
  ///
  /// ```ruchy
  /// 4.recip()   // => 0.25
  /// ```
  @Export
  public static double recip(double x) {
    return 1 / x;
  }

  /// The product with one number, and another one added.
  ///
  /// ```ruchy
  /// 2.mul_add(3, 1)   // => 7.0
  /// ```
  @Export
  public static double mulAdd(double x, double factor, double summand) {
    return Math.fma(x, factor, summand);
  }

  /// The logarithm to a base.
  ///
  /// ```ruchy
  /// 8.log(2)   // => 3.0
  /// ```
  @Export
  public static double log(double x, double base) {
    return base == 2 ? log2(x) : base == 10 ? log10(x) : Math.log(x) / Math.log(base);
  }

  /// 2 to the power of the number.
  ///
  /// ```ruchy
  /// 3.exp2()   // => 8.0
  /// ```
  @Export
  public static double exp2(double x) {
    return Math.pow(2, x);
  }
}
