package ruchy.runtime.value;

import org.jspecify.annotations.Nullable;
import ruchy.runtime.failure.Failure;

/// The order of values (L 6.6): that of `<` and its relatives, of `sort`, `min` and `max`.
public final class Ordering {
  private Ordering() {}

  /// Negative, zero or positive as left is before, beside or behind right. NaN comes last and
  /// beside itself. Raises TypeError `Cannot compare X and Y for ordering`.
  public static int compare(@Nullable Object left, @Nullable Object right) {
    if (left instanceof Long a && right instanceof Long b) {
      return Long.compare(a, b);
    }
    if (left instanceof String a && right instanceof String b) {
      return compareText(a, b);
    }
    if (isNumber(left) && isNumber(right)) {
      if (left instanceof Double || right instanceof Double) {
        return compareFloats(toDouble(left), toDouble(right));
      }
      return Long.compare(toLong(left), toLong(right));
    }
    return compareStructure(left, right);
  }

  private static int compareStructure(@Nullable Object left, @Nullable Object right) {
    if (left instanceof Boolean a && right instanceof Boolean b) {
      return Boolean.compare(a, b);
    }
    if (left instanceof ListValue a && right instanceof ListValue b) {
      int common = Math.min(a.size(), b.size());
      for (int i = 0; i < common; i++) {
        int order = compare(a.at(i), b.at(i));
        if (order != 0) {
          return order;
        }
      }
      return Integer.compare(a.size(), b.size());
    }
    if (left instanceof TupleValue a && right instanceof TupleValue b) {
      int common = Math.min(a.size(), b.size());
      for (int i = 0; i < common; i++) {
        int order = compare(a.at(i), b.at(i));
        if (order != 0) {
          return order;
        }
      }
      return Integer.compare(a.size(), b.size());
    }
    if (left instanceof VariantValue a && right instanceof VariantValue b && a.type() == b.type()) {
      return compareVariants(a, b);
    }
    if (left instanceof InstanceValue instance) {
      return compareByOperator(instance, right);
    }
    if (left instanceof Moment a && right instanceof Moment b && a.getClass() == b.getClass()) {
      return Long.compare(a.milliseconds(), b.milliseconds());
    }
    throw incomparable(left, right);
  }

  private static int compareVariants(VariantValue left, VariantValue right) {
    if (left.ordinal() != right.ordinal()) {
      return Integer.compare(left.ordinal(), right.ordinal());
    }
    int common = Math.min(left.size(), right.size());
    for (int i = 0; i < common; i++) {
      int order = compare(left.at(i), right.at(i));
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(left.size(), right.size());
  }

  private static int compareByOperator(InstanceValue left, @Nullable Object right) {
    Object isLess = left.binary("<", right);
    if (isLess == InstanceValue.UNDEFINED) {
      throw incomparable(left, right);
    }
    if (Options.isTrue(isLess)) {
      return -1;
    }
    return right instanceof InstanceValue other && Options.isTrue(other.binary("<", left)) ? 1 : 0;
  }

  /// The TypeError for values without a common order.
  public static Failure incomparable(@Nullable Object left, @Nullable Object right) {
    return Failure.typeError(
        "Cannot compare " + Kind.name(left) + " and " + Kind.name(right) + " for ordering");
  }

  /// By code point. Java's own order puts characters above U+FFFF before U+E000 to U+FFFF.
  public static int compareText(String left, String right) {
    int common = Math.min(left.length(), right.length());
    for (int i = 0; i < common; i++) {
      char a = left.charAt(i);
      char b = right.charAt(i);
      if (a != b) {
        boolean isHighA = Character.isSurrogate(a);
        return isHighA == Character.isSurrogate(b) ? a - b : isHighA ? 1 : -1;
      }
    }
    return left.length() - right.length();
  }

  /// NaN last, -0.0 beside 0.0.
  public static int compareFloats(double left, double right) {
    if (left < right) {
      return -1;
    }
    if (left > right) {
      return 1;
    }
    return left == right ? 0 : Boolean.compare(Double.isNaN(left), Double.isNaN(right));
  }

  private static boolean isNumber(@Nullable Object value) {
    return value instanceof Long || value instanceof Double || value instanceof ByteValue;
  }

  private static double toDouble(@Nullable Object number) {
    return number instanceof Double value ? value : toLong(number);
  }

  private static long toLong(@Nullable Object number) {
    if (number instanceof Long integer) {
      return integer;
    }
    return number instanceof ByteValue octet ? octet.value() : 0;
  }
}
