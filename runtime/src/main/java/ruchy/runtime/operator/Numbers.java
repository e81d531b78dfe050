package ruchy.runtime.operator;

import org.jspecify.annotations.Nullable;
import ruchy.runtime.value.ByteValue;

/// What counts as a number, and its value as one of the two Java kinds.
final class Numbers {
  private Numbers() {}

  static boolean isNumber(@Nullable Object value) {
    return value instanceof Long || value instanceof Double || value instanceof ByteValue;
  }

  static boolean isInteger(@Nullable Object value) {
    return value instanceof Long || value instanceof ByteValue;
  }

  /// The value of an integer or byte.
  static long integer(@Nullable Object value) {
    return value instanceof ByteValue octet ? octet.value() : (Long) nonNull(value);
  }

  /// The value of any number.
  static double number(@Nullable Object value) {
    return value instanceof Double number ? number : integer(value);
  }

  private static Object nonNull(@Nullable Object value) {
    if (value == null) {
      throw new IllegalArgumentException("not a number");
    }
    return value;
  }
}
