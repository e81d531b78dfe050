package ruchy.runtime.operator;

import org.jspecify.annotations.Nullable;
import ruchy.runtime.value.Equality;
import ruchy.runtime.value.InstanceValue;
import ruchy.runtime.value.Ordering;

/// `== != < <= > >=` (L 6.6). Between an integer and a float the integer is converted (L 6.3); with
/// NaN all but `!=` are false.
public final class Comparison {
  private Comparison() {}

  public static boolean equal(@Nullable Object left, @Nullable Object right) {
    return Equality.equal(left, right);
  }

  public static boolean equal(@Nullable Object left, long right) {
    return left instanceof Long a ? a == right : Equality.equal(right, left);
  }

  public static boolean equal(long left, @Nullable Object right) {
    return Equality.equal(left, right);
  }

  /// The order for sorting: negative, zero or positive; NaN last. TypeError `Cannot compare X and Y
  /// for ordering`.
  public static int compare(@Nullable Object left, @Nullable Object right) {
    return Ordering.compare(left, right);
  }

  /// The order of two strings by code point.
  public static int compare(String left, String right) {
    return Ordering.compareText(left, right);
  }

  public static boolean less(@Nullable Object left, @Nullable Object right) {
    if (left instanceof Long a && right instanceof Long b) {
      return a < b;
    }
    if (left instanceof InstanceValue instance) {
      return byOperator(instance, "<", right);
    }
    return !isUnordered(left, right) && Ordering.compare(left, right) < 0;
  }

  public static boolean less(@Nullable Object left, long right) {
    return left instanceof Long a ? a < right : less(left, (Object) right);
  }

  public static boolean less(long left, @Nullable Object right) {
    return right instanceof Long b ? left < b : less((Object) left, right);
  }

  public static boolean lessOrEqual(@Nullable Object left, @Nullable Object right) {
    if (left instanceof Long a && right instanceof Long b) {
      return a <= b;
    }
    if (left instanceof InstanceValue instance) {
      return byOperator(instance, "<=", right);
    }
    return !isUnordered(left, right) && Ordering.compare(left, right) <= 0;
  }

  public static boolean lessOrEqual(@Nullable Object left, long right) {
    return left instanceof Long a ? a <= right : lessOrEqual(left, (Object) right);
  }

  public static boolean lessOrEqual(long left, @Nullable Object right) {
    return right instanceof Long b ? left <= b : lessOrEqual((Object) left, right);
  }

  public static boolean greater(@Nullable Object left, @Nullable Object right) {
    if (left instanceof Long a && right instanceof Long b) {
      return a > b;
    }
    if (left instanceof InstanceValue instance) {
      return byOperator(instance, ">", right);
    }
    return !isUnordered(left, right) && Ordering.compare(left, right) > 0;
  }

  public static boolean greater(@Nullable Object left, long right) {
    return left instanceof Long a ? a > right : greater(left, (Object) right);
  }

  public static boolean greater(long left, @Nullable Object right) {
    return right instanceof Long b ? left > b : greater((Object) left, right);
  }

  public static boolean greaterOrEqual(@Nullable Object left, @Nullable Object right) {
    if (left instanceof Long a && right instanceof Long b) {
      return a >= b;
    }
    if (left instanceof InstanceValue instance) {
      return byOperator(instance, ">=", right);
    }
    return !isUnordered(left, right) && Ordering.compare(left, right) >= 0;
  }

  public static boolean greaterOrEqual(@Nullable Object left, long right) {
    return left instanceof Long a ? a >= right : greaterOrEqual(left, (Object) right);
  }

  public static boolean greaterOrEqual(long left, @Nullable Object right) {
    return right instanceof Long b ? left >= b : greaterOrEqual((Object) left, right);
  }

  /// Whether one side is NaN and the other a number: neither before, beside nor behind.
  private static boolean isUnordered(@Nullable Object left, @Nullable Object right) {
    return (left instanceof Double a && a.isNaN() && Numbers.isNumber(right))
        || (right instanceof Double b && b.isNaN() && Numbers.isNumber(left));
  }

  /// The user's operator; `> <= >=` follow `<` if they are not defined (L 9.2).
  private static boolean byOperator(InstanceValue left, String operator, @Nullable Object right) {
    Object answer = left.binary(operator, right);
    if (answer != InstanceValue.UNDEFINED) {
      return Truth.truth(answer);
    }
    if (left.binary("<", right) == InstanceValue.UNDEFINED) {
      throw Ordering.incomparable(left, right);
    }
    return switch (operator) {
      case ">" -> isBefore(right, left);
      case "<=" -> !isBefore(right, left);
      default -> !Truth.truth(left.binary("<", right));
    };
  }

  private static boolean isBefore(@Nullable Object left, InstanceValue right) {
    if (left instanceof InstanceValue instance) {
      Object answer = instance.binary("<", right);
      if (answer != InstanceValue.UNDEFINED) {
        return Truth.truth(answer);
      }
    }
    throw Ordering.incomparable(left, right);
  }
}
