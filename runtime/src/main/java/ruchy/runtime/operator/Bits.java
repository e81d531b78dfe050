package ruchy.runtime.operator;

import org.jspecify.annotations.Nullable;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.value.Kind;
import ruchy.runtime.value.SetValue;

/// `& | ^ ~ << >>` (L 6.2): integers; `& | ^` also booleans and sets.
public final class Bits {
  private Bits() {}

  /// Bits that are shifted out are lost; the count must be 0 to 63.
  public static long shiftLeft(long value, long count) {
    if (count < 0 || count > 63) {
      throw outOfRange();
    }
    return value << count;
  }

  /// Keeps the sign; the count must be 0 to 63.
  public static long shiftRight(long value, long count) {
    if (count < 0 || count > 63) {
      throw outOfRange();
    }
    return value >> count;
  }

  private static Failure outOfRange() {
    return Failure.argumentError("Shift amount out of range");
  }

  public static long and(long left, long right) {
    return left & right;
  }

  public static long or(long left, long right) {
    return left | right;
  }

  public static long xor(long left, long right) {
    return left ^ right;
  }

  public static long complement(long value) {
    return ~value;
  }

  public static Object and(@Nullable Object left, @Nullable Object right) {
    if (Numbers.isInteger(left) && Numbers.isInteger(right)) {
      return Numbers.integer(left) & Numbers.integer(right);
    }
    if (left instanceof Boolean a && right instanceof Boolean b) {
      return a && b; // both are evaluated already
    }
    if (left instanceof SetValue a && right instanceof SetValue b) {
      return Sets.intersection(a, b);
    }
    throw notIntegers(left, right);
  }

  public static Object or(@Nullable Object left, @Nullable Object right) {
    if (Numbers.isInteger(left) && Numbers.isInteger(right)) {
      return Numbers.integer(left) | Numbers.integer(right);
    }
    if (left instanceof Boolean a && right instanceof Boolean b) {
      return a || b;
    }
    if (left instanceof SetValue a && right instanceof SetValue b) {
      return Sets.union(a, b);
    }
    throw notIntegers(left, right);
  }

  public static Object xor(@Nullable Object left, @Nullable Object right) {
    if (Numbers.isInteger(left) && Numbers.isInteger(right)) {
      return Numbers.integer(left) ^ Numbers.integer(right);
    }
    if (left instanceof Boolean a && right instanceof Boolean b) {
      return a ^ b;
    }
    if (left instanceof SetValue a && right instanceof SetValue b) {
      return Sets.symmetricDifference(a, b);
    }
    throw notIntegers(left, right);
  }

  public static Object shiftLeft(@Nullable Object left, @Nullable Object right) {
    if (Numbers.isInteger(left) && Numbers.isInteger(right)) {
      return shiftLeft(Numbers.integer(left), Numbers.integer(right));
    }
    throw notIntegers(left, right);
  }

  public static Object shiftRight(@Nullable Object left, @Nullable Object right) {
    if (Numbers.isInteger(left) && Numbers.isInteger(right)) {
      return shiftRight(Numbers.integer(left), Numbers.integer(right));
    }
    throw notIntegers(left, right);
  }

  public static Object complement(@Nullable Object value) {
    if (Numbers.isInteger(value)) {
      return ~Numbers.integer(value);
    }
    throw Failure.typeError(
        "Bitwise operations require integer operands, got " + Kind.described(value));
  }

  private static Failure notIntegers(@Nullable Object left, @Nullable Object right) {
    return Failure.typeError(
        "Bitwise operations require integer operands, got "
            + Kind.described(left)
            + " and "
            + Kind.described(right));
  }
}
