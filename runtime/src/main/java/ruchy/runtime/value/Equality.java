package ruchy.runtime.value;

import org.jspecify.annotations.Nullable;

/// `==` (L 6.6), and the hash that agrees with it.
public final class Equality {
  private Equality() {}

  /// `left == right`. Never fails for values of different kinds.
  public static boolean equal(@Nullable Object left, @Nullable Object right) {
    if (left == right) {
      return !(left instanceof Double number && number.isNaN());
    }
    if (left == null || right == null) {
      return left == Options.NONE || right == Options.NONE;
    }
    if (left instanceof String || left instanceof Boolean) {
      return left.equals(right);
    } else if (left instanceof Long integer) {
      return equal(integer.longValue(), right);
    } else if (left instanceof Double number) {
      return equal(number.doubleValue(), right);
    } else if (left instanceof ByteValue octet) {
      return equal(octet.value(), right);
    }
    return Structure.equal(left, right);
  }

  /// `left == right` for an integer on the left. With a float the integer is converted (L 6.3).
  public static boolean equal(long left, @Nullable Object right) {
    if (right instanceof Long integer) {
      return left == integer;
    }
    if (right instanceof Double number) {
      return (double) left == number;
    }
    return right instanceof ByteValue octet && left == octet.value();
  }

  /// `left == right` for a float on the left.
  public static boolean equal(double left, @Nullable Object right) {
    if (right instanceof Double number) {
      return left == number;
    }
    if (right instanceof Long integer) {
      return left == (double) integer;
    }
    return right instanceof ByteValue octet && left == octet.value();
  }

  /// A hash that is the same for equal values. Integers above 2^53 and the floats they are
  /// converted to may differ.
  public static int hash(@Nullable Object value) {
    if (value == null) {
      return 0;
    } else if (value instanceof String || value instanceof Boolean) {
      return value.hashCode();
    } else if (value instanceof Long integer) {
      return hash(integer.longValue());
    } else if (value instanceof Double number) {
      return hash(number.doubleValue());
    } else if (value instanceof ByteValue octet) {
      return hash(octet.value());
    }
    return Structure.hash(value);
  }

  static int hash(long integer) {
    return (int) (integer ^ (integer >>> 32));
  }

  private static int hash(double number) {
    long integer = (long) number;
    return integer == number ? hash(integer) : Double.hashCode(number);
  }
}
