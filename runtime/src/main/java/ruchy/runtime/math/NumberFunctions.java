package ruchy.runtime.math;

import org.jspecify.annotations.Nullable;
import ruchy.runtime.call.Arguments;
import ruchy.runtime.library.Computes;
import ruchy.runtime.library.Export;
import ruchy.runtime.library.Globals;
import ruchy.runtime.library.Module;
import ruchy.runtime.library.Type;
import ruchy.runtime.member.FloatMembers;
import ruchy.runtime.member.ListOrderMembers;
import ruchy.runtime.member.Logarithms;
import ruchy.runtime.operator.Arithmetic;
import ruchy.runtime.operator.Conversion;
import ruchy.runtime.value.ByteValue;
import ruchy.runtime.value.ListValue;
import ruchy.runtime.value.Ordering;

/// The functions of numbers that are global and in the module `math` (L 16, 18.3).
@Globals
@Module("math")
@Computes
public final class NumberFunctions {
  private NumberFunctions() {}

  /// The number without its sign.
  ///
  /// ```ruchy
  /// abs(-3)   // => 3
  /// ```
  @Export
  public static long abs(long x) {
    return x < 0 ? Arithmetic.negate(x) : x;
  }

  /// The number without its sign, of the same kind.
  ///
  /// ```ruchy
  /// abs(-1.5)   // => 1.5
  /// ```
  @Export
  @Type("T")
  public static Object abs(@Type("T") Object x) {
    if (x instanceof Long || x instanceof ByteValue) {
      return abs(Arguments.integer(x, "abs", 1));
    }
    return Math.abs(Arguments.number(x, "abs", 1));
  }

  /// The smaller of two integers.
  ///
  /// ```ruchy
  /// min(3, 2)   // => 2
  /// ```
  @Export
  public static long min(long first, long second) {
    return Math.min(first, second);
  }

  /// The smallest element of a list; nil when it is empty.
  ///
  /// ```ruchy
  /// min([3, 1, 2])   // => 1
  /// ```
  @Export
  @Type("T?")
  public static @Nullable Object min(@Type("list<T>") ListValue list) {
    return ListOrderMembers.min(list);
  }

  /// The smallest of the values.
  ///
  /// ```ruchy
  /// min(3, 1.5, 2)   // => 1.5
  /// ```
  @Export
  @Type("T")
  public static @Nullable Object min(
      @Type("T") @Nullable Object first,
      @Type("T") @Nullable Object second,
      @Type("T") @Nullable Object... others) {
    if (others.length == 0 && first instanceof Double a && second instanceof Double b) {
      return b < a || Double.isNaN(a) ? b : a;
    }
    return extreme(first, second, others, -1);
  }

  /// The larger of two integers.
  ///
  /// ```ruchy
  /// max(3, 2)   // => 3
  /// ```
  @Export
  public static long max(long first, long second) {
    return Math.max(first, second);
  }

  /// The largest element of a list; nil when it is empty.
  ///
  /// ```ruchy
  /// max([3, 1, 2])   // => 3
  /// ```
  @Export
  @Type("T?")
  public static @Nullable Object max(@Type("list<T>") ListValue list) {
    return ListOrderMembers.max(list);
  }

  /// The largest of the values.
  ///
  /// ```ruchy
  /// max(3, 1.5, 2)   // => 3
  /// ```
  @Export
  @Type("T")
  public static @Nullable Object max(
      @Type("T") @Nullable Object first,
      @Type("T") @Nullable Object second,
      @Type("T") @Nullable Object... others) {
    if (others.length == 0 && first instanceof Double a && second instanceof Double b) {
      return b > a || Double.isNaN(b) ? b : a;
    }
    return extreme(first, second, others, 1);
  }

  private static @Nullable Object extreme(
      @Nullable Object first, @Nullable Object second, @Nullable Object[] others, int sign) {
    Object best = better(first, second, sign);
    for (Object other : others) {
      best = better(best, other, sign);
    }
    return best;
  }

  private static @Nullable Object better(@Nullable Object best, @Nullable Object other, int sign) {
    return Integer.signum(Ordering.compare(other, best)) == sign ? other : best;
  }

  /// An integer is its own floor.
  ///
  /// ```ruchy
  /// floor(3)   // => 3
  /// ```
  @Export
  public static long floor(long x) {
    return x;
  }

  /// The largest integer that is not above the number.
  ///
  /// ```ruchy
  /// floor(-1.5)   // => -2
  /// ```
  @Export
  public static long floor(double x) {
    return Conversion.toInt(Math.floor(x));
  }

  /// An integer is its own ceiling.
  ///
  /// ```ruchy
  /// ceil(3)   // => 3
  /// ```
  @Export
  public static long ceil(long x) {
    return x;
  }

  /// The smallest integer that is not below the number.
  ///
  /// ```ruchy
  /// ceil(1.2)   // => 2
  /// ```
  @Export
  public static long ceil(double x) {
    return Conversion.toInt(Math.ceil(x));
  }

  /// An integer is round already.
  ///
  /// ```ruchy
  /// round(3)   // => 3
  /// ```
  @Export
  public static long round(long x) {
    return x;
  }

  /// The nearest integer; halves go away from zero.
  ///
  /// ```ruchy
  /// round(2.5)   // => 3
  /// round(-2.5)   // => -3
  /// ```
  @Export
  public static long round(double x) {
    return Conversion.toInt(FloatMembers.round(x));
  }

  /// The number rounded to so many decimals, as a float.
  ///
  /// ```ruchy
  /// round(3.14159, 2)   // => 3.14
  /// ```
  @Export
  public static double round(double x, long digits) {
    return FloatMembers.round(x, digits);
  }

  /// The square root.
  ///
  /// ```ruchy
  /// sqrt(9)   // => 3.0
  /// ```
  @Export
  public static double sqrt(double x) {
    return Math.sqrt(x);
  }

  /// The sine of an angle in radians.
  ///
  /// ```ruchy
  /// sin(0)   // => 0.0
  /// ```
  @Export
  public static double sin(double x) {
    return Math.sin(x);
  }

  /// The cosine of an angle in radians.
  ///
  /// ```ruchy
  /// cos(0)   // => 1.0
  /// ```
  @Export
  public static double cos(double x) {
    return Math.cos(x);
  }

  /// The tangent of an angle in radians.
  ///
  /// ```ruchy
  /// tan(0)   // => 0.0
  /// ```
  @Export
  public static double tan(double x) {
    return Math.tan(x);
  }

  /// The angle in radians that has this sine.
  ///
  /// ```ruchy
  /// asin(1) == math::PI / 2   // => true
  /// ```
  @Export
  public static double asin(double x) {
    return Math.asin(x);
  }

  /// The angle in radians that has this cosine.
  ///
  /// ```ruchy
  /// acos(1)   // => 0.0
  /// ```
  @Export
  public static double acos(double x) {
    return Math.acos(x);
  }

  /// The angle in radians that has this tangent.
  ///
  /// ```ruchy
  /// atan(1) == math::PI / 4   // => true
  /// ```
  @Export
  public static double atan(double x) {
    return Math.atan(x);
  }

  /// The angle in radians between the x axis and the point (x, y).
  ///
  /// ```ruchy
  /// atan2(1, 1) == math::PI / 4   // => true
  /// ```
  @Export
  public static double atan2(double y, double x) {
    return Math.atan2(y, x);
  }

  /// The natural logarithm.
  ///
  /// ```ruchy
  /// log(math::E)   // => 1.0
  /// ```
  @Export({"log", "ln"})
  public static double log(double x) {
    return Math.log(x);
  }

  /// The logarithm to base 10.
  ///
  /// ```ruchy
  /// log10(1000)   // => 3.0
  /// ```
  @Export
  public static double log10(double x) {
    return Math.log10(x);
  }

  /// The logarithm to base 2.
  ///
  /// ```ruchy
  /// log2(8)   // => 3.0
  /// ```
  @Export
  public static double log2(double x) {
    return Logarithms.log2(x);
  }

  /// e raised to the power x.
  ///
  /// ```ruchy
  /// exp(0)   // => 1.0
  /// ```
  @Export
  public static double exp(double x) {
    return Math.exp(x);
  }

  /// As `base ** exponent`.
  ///
  /// ```ruchy
  /// pow(2, 10)   // => 1024
  /// ```
  @Export
  @Type("number")
  public static Object pow(@Type("number") Object base, @Type("number") Object exponent) {
    Object power = Arithmetic.power(base, exponent);
    return power == null ? 0L : power;
  }
}
