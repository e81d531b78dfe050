package ruchy.runtime.member;

import ruchy.runtime.library.Computes;
import ruchy.runtime.library.Export;
import ruchy.runtime.library.Members;
import ruchy.runtime.library.Type;
import ruchy.runtime.library.YieldsNew;
import ruchy.runtime.value.Options;
import ruchy.runtime.value.VariantValue;

/// Arithmetic of integers that does not raise OverflowError (L 17.2): `wrapping_` keeps the low 64
/// bits, `saturating_` stops at the largest or smallest integer, `checked_` gives an Option.
@Members("integer")
@Computes
public final class OverflowMembers {
  private OverflowMembers() {}

  /// The low 64 bits of the sum.
  ///
  /// ```ruchy
  /// i64::MAX.wrapping_add(1) == i64::MIN   // => true
  /// ```
  @Export
  public static long wrappingAdd(long n, long other) {
    return n + other;
  }

  /// The low 64 bits of the difference.
  ///
  /// ```ruchy
  /// 5.wrapping_sub(7)   // => -2
  /// ```
  @Export
  public static long wrappingSub(long n, long other) {
    return n - other;
  }

  /// The low 64 bits of the product.
  ///
  /// ```ruchy
  /// 5.wrapping_mul(7)   // => 35
  /// ```
  @Export
  public static long wrappingMul(long n, long other) {
    return n * other;
  }

  /// The sum, or the nearest integer that exists.
  ///
  /// ```ruchy
  /// i64::MAX.saturating_add(1) == i64::MAX   // => true
  /// ```
  @Export
  public static long saturatingAdd(long n, long other) {
    long sum = n + other;
    return ((n ^ sum) & (other ^ sum)) < 0 ? limit(n < 0) : sum;
  }

  /// The difference, or the nearest integer that exists.
  ///
  /// ```ruchy
  /// 5.saturating_sub(7)   // => -2
  /// ```
  @Export
  public static long saturatingSub(long n, long other) {
    long difference = n - other;
    return ((n ^ other) & (n ^ difference)) < 0 ? limit(n < 0) : difference;
  }

  /// The product, or the nearest integer that exists.
  ///
  /// ```ruchy
  /// i64::MAX.saturating_mul(2) == i64::MAX   // => true
  /// ```
  @Export
  public static long saturatingMul(long n, long other) {
    long low = n * other;
    return Math.multiplyHigh(n, other) == low >> 63 ? low : limit((n ^ other) < 0);
  }

  private static long limit(boolean isNegative) {
    return isNegative ? Long.MIN_VALUE : Long.MAX_VALUE;
  }

  /// `Some(sum)`, or `None` when it leaves 64 bits.
  ///
  /// ```ruchy
  /// i64::MAX.checked_add(1)   // => None
  /// ```
  @YieldsNew
  @Export
  @Type("option<integer>")
  public static VariantValue checkedAdd(long n, long other) {
    long sum = n + other;
    return ((n ^ sum) & (other ^ sum)) < 0 ? Options.NONE : Options.some(sum);
  }

  /// `Some(difference)`, or `None` when it leaves 64 bits.
  ///
  /// ```ruchy
  /// 5.checked_sub(7)   // => Some(-2)
  /// ```
  @YieldsNew
  @Export
  @Type("option<integer>")
  public static VariantValue checkedSub(long n, long other) {
    long difference = n - other;
    return ((n ^ other) & (n ^ difference)) < 0 ? Options.NONE : Options.some(difference);
  }

  /// `Some(product)`, or `None` when it leaves 64 bits.
  ///
  /// ```ruchy
  /// 5.checked_mul(7)   // => Some(35)
  /// ```
  @YieldsNew
  @Export
  @Type("option<integer>")
  public static VariantValue checkedMul(long n, long other) {
    long low = n * other;
    return Math.multiplyHigh(n, other) == low >> 63 ? Options.some(low) : Options.NONE;
  }

  /// `Some(quotient)`, or `None` for a division by zero or a result beyond 64 bits.
  ///
  /// ```ruchy
  /// 7.checked_div(0)   // => None
  /// ```
  @YieldsNew
  @Export
  @Type("option<integer>")
  public static VariantValue checkedDiv(long n, long other) {
    return other == 0 || (other == -1 && n == Long.MIN_VALUE)
        ? Options.NONE
        : Options.some(n / other);
  }
}
