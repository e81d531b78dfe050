package ruchy.runtime.operator;

import org.jspecify.annotations.Nullable;
import ruchy.runtime.failure.Failure;

/// `+ - * / % **` and unary `-` (L 6.2 to 6.4). Integers are checked: what leaves 64 bits raises
/// OverflowError.
public final class Arithmetic {
  private Arithmetic() {}

  // Integers.

  public static long add(long left, long right) {
    try {
      return Math.addExact(left, right);
    } catch (ArithmeticException e) {
      throw Failure.overflow("addition");
    }
  }

  public static long subtract(long left, long right) {
    try {
      return Math.subtractExact(left, right);
    } catch (ArithmeticException e) {
      throw Failure.overflow("subtraction");
    }
  }

  public static long multiply(long left, long right) {
    try {
      return Math.multiplyExact(left, right);
    } catch (ArithmeticException e) {
      throw Failure.overflow("multiplication");
    }
  }

  /// Truncates toward zero; DivisionByZero.
  public static long divide(long left, long right) {
    if (right == 0) {
      throw Failure.divisionByZero();
    }
    if (right == -1 && left == Long.MIN_VALUE) {
      throw Failure.overflow("division");
    }
    return left / right;
  }

  /// The sign of the dividend; DivisionByZero.
  public static long modulo(long left, long right) {
    if (right == 0) {
      throw Failure.divisionByZero();
    }
    if (right == -1 && left == Long.MIN_VALUE) {
      throw Failure.overflow("modulo");
    }
    return left % right;
  }

  public static long negate(long value) {
    try {
      return Math.negateExact(value);
    } catch (ArithmeticException e) {
      throw Failure.overflow("negation");
    }
  }

  /// `left ** right`: integer, or float for a negative exponent.
  public static Object power(long left, long right) {
    if (right < 0) {
      return Math.pow((double) left, (double) right);
    }
    return powerOf(left, right);
  }

  /// `left ** right` for an exponent known not to be negative.
  public static long powerOf(long left, long right) {
    if (left >= -1 && left <= 1) {
      return left == -1 && (right & 1) == 0 ? 1 : right == 0 ? 1 : left;
    }
    try {
      return Math.powExact(left, (int) Math.min(right, 64));
    } catch (ArithmeticException e) {
      throw Failure.overflow("exponentiation");
    }
  }

  // Floats.

  /// The sign of the dividend; DivisionByZero, as only `/` gives infinities (L 6.3).
  public static double modulo(double left, double right) {
    if (right == 0) {
      throw Failure.divisionByZero();
    }
    return left % right;
  }

  public static double power(double left, double right) {
    return Math.pow(left, right);
  }

  // Values of unknown kinds. The likely kinds here, the others in MixedArithmetic.

  public static @Nullable Object add(@Nullable Object left, @Nullable Object right) {
    if (left instanceof Long a && right instanceof Long b) {
      return add(a.longValue(), b.longValue());
    }
    if (left instanceof Double a && right instanceof Double b) {
      return a + b;
    }
    if (left instanceof String a && right instanceof String b) {
      return a.concat(b);
    }
    return MixedArithmetic.add(left, right);
  }

  public static @Nullable Object add(@Nullable Object left, long right) {
    if (left instanceof Long a) {
      return add(a.longValue(), right);
    }
    return MixedArithmetic.add(left, right);
  }

  public static @Nullable Object subtract(@Nullable Object left, @Nullable Object right) {
    if (left instanceof Long a && right instanceof Long b) {
      return subtract(a.longValue(), b.longValue());
    }
    if (left instanceof Double a && right instanceof Double b) {
      return a - b;
    }
    return MixedArithmetic.subtract(left, right);
  }

  public static @Nullable Object subtract(@Nullable Object left, long right) {
    if (left instanceof Long a) {
      return subtract(a.longValue(), right);
    }
    return MixedArithmetic.subtract(left, right);
  }

  public static @Nullable Object multiply(@Nullable Object left, @Nullable Object right) {
    if (left instanceof Long a && right instanceof Long b) {
      return multiply(a.longValue(), b.longValue());
    }
    if (left instanceof Double a && right instanceof Double b) {
      return a * b;
    }
    return MixedArithmetic.multiply(left, right);
  }

  public static @Nullable Object divide(@Nullable Object left, @Nullable Object right) {
    if (left instanceof Long a && right instanceof Long b) {
      return divide(a.longValue(), b.longValue());
    }
    if (left instanceof Double a && right instanceof Double b) {
      return a / b;
    }
    return MixedArithmetic.divide(left, right);
  }

  public static @Nullable Object modulo(@Nullable Object left, @Nullable Object right) {
    if (left instanceof Long a && right instanceof Long b) {
      return modulo(a.longValue(), b.longValue());
    }
    return MixedArithmetic.modulo(left, right);
  }

  public static @Nullable Object power(@Nullable Object left, @Nullable Object right) {
    if (left instanceof Long a && right instanceof Long b) {
      return power(a.longValue(), b.longValue());
    }
    return MixedArithmetic.power(left, right);
  }

  public static @Nullable Object negate(@Nullable Object value) {
    if (value instanceof Long integer) {
      return negate(integer.longValue());
    }
    if (value instanceof Double number) {
      return -number;
    }
    return MixedArithmetic.negate(value);
  }
}
