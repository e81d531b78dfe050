package ruchy.runtime.member;

import java.math.BigDecimal;
import java.math.RoundingMode;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.library.Computes;
import ruchy.runtime.library.Export;
import ruchy.runtime.library.Members;
import ruchy.runtime.operator.Conversion;

/// The methods of floats (L 17.2). Rounding keeps the kind: `3.7.floor()` is `3.0`.
@Members("float")
@Computes
public final class FloatMembers {
  private FloatMembers() {}

  /// The number without its sign.
  ///
  /// ```ruchy
  /// (-2.5).abs()   // => 2.5
  /// ```
  @Export
  public static double abs(double x) {
    return Math.abs(x);
  }

  /// -1.0, 0.0 or 1.0 as the number is below, at or above zero.
  ///
  /// ```ruchy
  /// (-2.5).signum()   // => -1.0
  /// ```
  @Export({"signum", "sign"})
  public static double signum(double x) {
    return Math.signum(x);
  }

  /// The number raised to a power, as `**`.
  ///
  /// ```ruchy
  /// 2.0.pow(3)   // => 8.0
  /// ```
  @Export
  public static double pow(double x, double exponent) {
    return Math.pow(x, exponent);
  }

  /// The smaller of both; NaN is the greatest.
  ///
  /// ```ruchy
  /// 2.5.min(3)   // => 2.5
  /// ```
  @Export
  public static double min(double x, double other) {
    return other < x || Double.isNaN(x) ? other : x;
  }

  /// The greater of both; NaN is left aside.
  ///
  /// ```ruchy
  /// 2.5.max(3)   // => 3.0
  /// ```
  @Export
  public static double max(double x, double other) {
    return other > x || Double.isNaN(x) ? other : x;
  }

  /// The number, but not less than `low` and not more than `high`; raises ArgumentError when `low`
  /// is above `high`.
  ///
  /// ```ruchy
  /// 2.5.clamp(0, 1)   // => 1.0
  /// ```
  @Export
  public static double clamp(double x, double low, double high) {
    if (low > high) {
      throw Failure.argumentError("clamp expects bounds in order, got " + low + " and " + high);
    }
    return x < low ? low : x > high ? high : x;
  }

  /// The next whole number below, as a float.
  ///
  /// ```ruchy
  /// 3.7.floor()   // => 3.0
  /// ```
  @Export
  public static double floor(double x) {
    return Math.floor(x);
  }

  /// The next whole number above, as a float.
  ///
  /// ```ruchy
  /// 3.2.ceil()   // => 4.0
  /// ```
  @Export
  public static double ceil(double x) {
    return Math.ceil(x);
  }

  /// The nearest whole number, as a float; halves go away from zero.
  ///
  /// ```ruchy
  /// (-2.5).round()   // => -3.0
  /// ```
  @Export
  public static double round(double x) {
    double whole = trunc(x);
    return Math.abs(x - whole) >= 0.5 ? whole + Math.signum(x) : whole;
  }

  /// The nearest number with that many decimals; halves go away from zero.
  ///
  /// ```ruchy
  /// 2.675.round(2)   // => 2.68
  /// ```
  @Export
  public static double round(double x, long digits) {
    if (!Double.isFinite(x) || digits > 400) {
      return x;
    }
    int scale = (int) Math.max(digits, -400);
    return new BigDecimal(Double.toString(x)).setScale(scale, RoundingMode.HALF_UP).doubleValue();
  }

  /// The number without its fraction, as a float.
  ///
  /// ```ruchy
  /// (-3.7).trunc()   // => -3.0
  /// ```
  @Export
  public static double trunc(double x) {
    return x < 0 ? Math.ceil(x) : Math.floor(x);
  }

  /// The number without its fraction, as an integer. Raises for what no integer can be.
  ///
  /// ```ruchy
  /// 3.7.to_int()   // => 3
  /// ```
  @Export({"to_int", "to_integer", "to_i"})
  public static long toInt(double x) {
    return Conversion.toInt(x);
  }

  /// The number itself.
  ///
  /// ```ruchy
  /// 3.7.to_float()   // => 3.7
  /// ```
  @Export({"to_float", "to_f"})
  public static double toFloat(double x) {
    return x;
  }
}
