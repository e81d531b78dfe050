package ruchy.runtime.member;

import org.jspecify.annotations.Nullable;
import ruchy.runtime.library.CallsAtOnce;
import ruchy.runtime.library.Computes;
import ruchy.runtime.library.Export;
import ruchy.runtime.library.LooksShallowly;
import ruchy.runtime.library.Members;
import ruchy.runtime.library.Type;
import ruchy.runtime.value.FunctionValue;
import ruchy.runtime.value.Orders;
import ruchy.runtime.value.VariantValue;

/// The methods of `Ordering`, which `a.cmp(b)` gives; comparators may answer it (L 17.4).
@Members("ordering")
@Computes
public final class OrderingMembers {
  private OrderingMembers() {}

  /// The other way round.
  ///
  /// ```ruchy
  /// 1.cmp(2).reverse()   // => Greater
  /// ```
  @LooksShallowly
  @Export
  public static VariantValue reverse(VariantValue order) {
    return order == Orders.LESS
        ? Orders.GREATER
        : order == Orders.GREATER ? Orders.LESS : Orders.EQUAL;
  }

  /// The order itself, or the other one where it is `Equal`.
  ///
  /// ```ruchy
  /// 1.cmp(1).then(2.cmp(1))   // => Greater
  /// ```
  @CallsAtOnce
  @Export
  @Type("any")
  public static @Nullable Object then(VariantValue order, @Nullable Object other) {
    return order == Orders.EQUAL ? other : order;
  }

  /// The order itself, or the function's result where it is `Equal`.
  ///
  /// ```ruchy
  /// 1.cmp(1).then_with(|| 2.cmp(1))   // => Greater
  /// ```
  @CallsAtOnce
  @Export
  @Type("any")
  public static @Nullable Object thenWith(VariantValue order, @Type("() -> any") FunctionValue f) {
    return order == Orders.EQUAL ? f.call() : order;
  }

  /// Whether it is `Less`.
  ///
  /// ```ruchy
  /// 1.cmp(2).is_lt()   // => true
  /// ```
  @Export
  public static boolean isLt(VariantValue order) {
    return order == Orders.LESS;
  }

  /// Whether it is `Less` or `Equal`.
  ///
  /// ```ruchy
  /// 2.cmp(2).is_le()   // => true
  /// ```
  @Export
  public static boolean isLe(VariantValue order) {
    return order != Orders.GREATER;
  }

  /// Whether it is `Greater`.
  ///
  /// ```ruchy
  /// 1.cmp(2).is_gt()   // => false
  /// ```
  @Export
  public static boolean isGt(VariantValue order) {
    return order == Orders.GREATER;
  }

  /// Whether it is `Greater` or `Equal`.
  ///
  /// ```ruchy
  /// 1.cmp(2).is_ge()   // => false
  /// ```
  @Export
  public static boolean isGe(VariantValue order) {
    return order != Orders.LESS;
  }

  /// Whether it is `Equal`.
  ///
  /// ```ruchy
  /// 1.cmp(1.0).is_eq()   // => true
  /// ```
  @Export
  public static boolean isEq(VariantValue order) {
    return order == Orders.EQUAL;
  }

  /// Whether it is not `Equal`.
  ///
  /// ```ruchy
  /// 1.cmp(1).is_ne()   // => false
  /// ```
  @Export
  public static boolean isNe(VariantValue order) {
    return order != Orders.EQUAL;
  }
}
