package ruchy.runtime.math;

import ruchy.runtime.failure.Failure;
import ruchy.runtime.library.Computes;
import ruchy.runtime.library.Export;
import ruchy.runtime.library.Module;
import ruchy.runtime.member.FloatMembers;
import ruchy.runtime.member.IntegerMembers;
import ruchy.runtime.operator.Arithmetic;
import ruchy.runtime.operator.Conversion;

/// The functions and constants that only the module `math` has (L 18.3).
@Module("math")
@Computes
public final class MathModule {
  /// Half the circumference of a circle of radius 1.
  ///
  /// ```ruchy
  /// math::PI.to_fixed(4)   // => "3.1416"
  /// ```
  @Export("PI")
  public static final double PI = Math.PI;

  /// The base of natural logarithms.
  ///
  /// ```ruchy
  /// math::E.to_fixed(4)   // => "2.7183"
  /// ```
  @Export("E")
  public static final double E = Math.E;

  /// Twice PI.
  ///
  /// ```ruchy
  /// math::TAU == 2 * math::PI   // => true
  /// ```
  @Export("TAU")
  public static final double TAU = Math.TAU;

  /// Infinity.
  ///
  /// ```ruchy
  /// math::INF > 1e300   // => true
  /// ```
  @Export("INF")
  public static final double INF = Double.POSITIVE_INFINITY;

  /// Not a number.
  ///
  /// ```ruchy
  /// math::NAN == math::NAN   // => false
  /// ```
  @Export("NAN")
  public static final double NAN = Double.NaN;

  private MathModule() {}

  /// The length of the hypotenuse of a right triangle.
  ///
  /// ```ruchy
  /// math::hypot(3, 4)   // => 5.0
  /// ```
  @Export
  public static double hypot(double a, double b) {
    return Math.hypot(a, b);
  }

  /// The cube root.
  ///
  /// ```ruchy
  /// math::cbrt(27)   // => 3.0
  /// ```
  @Export
  public static double cbrt(double x) {
    return Math.cbrt(x);
  }

  /// The hyperbolic sine.
  ///
  /// ```ruchy
  /// math::sinh(0)   // => 0.0
  /// ```
  @Export
  public static double sinh(double x) {
    return Math.sinh(x);
  }

  /// The hyperbolic cosine.
  ///
  /// ```ruchy
  /// math::cosh(0)   // => 1.0
  /// ```
  @Export
  public static double cosh(double x) {
    return Math.cosh(x);
  }

  /// The hyperbolic tangent.
  ///
  /// ```ruchy
  /// math::tanh(0)   // => 0.0
  /// ```
  @Export
  public static double tanh(double x) {
    return Math.tanh(x);
  }

  /// An angle in radians as degrees.
  ///
  /// ```ruchy
  /// math::degrees(math::PI)   // => 180.0
  /// ```
  @Export
  public static double degrees(double radians) {
    return Math.toDegrees(radians);
  }

  /// An angle in degrees as radians.
  ///
  /// ```ruchy
  /// math::radians(180) == math::PI   // => true
  /// ```
  @Export
  public static double radians(double degrees) {
    return Math.toRadians(degrees);
  }

  /// -1, 0 or 1 as the integer is below, at or above zero.
  ///
  /// ```ruchy
  /// math::sign(-5)   // => -1
  /// ```
  @Export
  public static long sign(long n) {
    return Long.signum(n);
  }

  /// -1.0, 0.0 or 1.0 as the float is below, at or above zero.
  ///
  /// ```ruchy
  /// math::sign(-0.5)   // => -1.0
  /// ```
  @Export
  public static double sign(double x) {
    return Math.signum(x);
  }

  /// The number without its fraction, as an integer.
  ///
  /// ```ruchy
  /// math::trunc(-3.7)   // => -3
  /// ```
  @Export
  public static long trunc(double x) {
    return Conversion.toInt(FloatMembers.trunc(x));
  }

  /// The product of the integers from 1 to n. Raises OverflowError above 20.
  ///
  /// ```ruchy
  /// math::factorial(5)   // => 120
  /// ```
  @Export
  public static long factorial(long n) {
    if (n < 0) {
      throw Failure.argumentError("factorial expects a number from 0 on, got " + n);
    }
    long product = 1;
    for (long i = 2; i <= n; i++) {
      product = Arithmetic.multiply(product, i);
    }
    return product;
  }

  /// The greatest common divisor, never negative.
  ///
  /// ```ruchy
  /// math::gcd(12, 18)   // => 6
  /// ```
  @Export
  public static long gcd(long a, long b) {
    return IntegerMembers.gcd(a, b);
  }

  /// The least common multiple, never negative.
  ///
  /// ```ruchy
  /// math::lcm(4, 6)   // => 12
  /// ```
  @Export
  public static long lcm(long a, long b) {
    return IntegerMembers.lcm(a, b);
  }
}
