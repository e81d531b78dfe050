package ruchy.runtime.operator;

import org.jspecify.annotations.Nullable;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.value.HashMapValue;
import ruchy.runtime.value.InstanceValue;
import ruchy.runtime.value.Kind;
import ruchy.runtime.value.ListValue;
import ruchy.runtime.value.MapValue;
import ruchy.runtime.value.Moment;
import ruchy.runtime.value.SetValue;

/// Arithmetic where the operands are of different or rarer kinds (L 6.3, 6.4), and its TypeErrors.
final class MixedArithmetic {
  private MixedArithmetic() {}

  static @Nullable Object add(@Nullable Object left, @Nullable Object right) {
    if (Numbers.isNumber(left) && Numbers.isNumber(right)) {
      if (left instanceof Double || right instanceof Double) {
        return Numbers.number(left) + Numbers.number(right);
      }
      return Arithmetic.add(Numbers.integer(left), Numbers.integer(right));
    }
    Object own = own("+", left, right);
    if (own != InstanceValue.UNDEFINED) {
      return own;
    }
    if (left instanceof String text) {
      return Text.concat(text, right);
    }
    if (right instanceof String text) {
      return Text.concat(left, text);
    }
    if (left instanceof ListValue a && right instanceof ListValue b) {
      ListValue sum = a.copy();
      sum.addAll(b);
      return sum;
    }
    if (left instanceof MapValue a && right instanceof MapValue b) {
      HashMapValue sum = HashMapValue.copyOf(a);
      sum.putAll(b);
      return sum;
    }
    if (left instanceof SetValue a && right instanceof SetValue b) {
      return Sets.union(a, b);
    }
    throw cannot("add", left, right);
  }

  static @Nullable Object subtract(@Nullable Object left, @Nullable Object right) {
    if (Numbers.isNumber(left) && Numbers.isNumber(right)) {
      if (left instanceof Double || right instanceof Double) {
        return Numbers.number(left) - Numbers.number(right);
      }
      return Arithmetic.subtract(Numbers.integer(left), Numbers.integer(right));
    }
    Object own = own("-", left, right);
    if (own != InstanceValue.UNDEFINED) {
      return own;
    }
    if (left instanceof SetValue a && right instanceof SetValue b) {
      return Sets.difference(a, b);
    }
    if (left instanceof Moment a && right instanceof Moment b && a.getClass() == b.getClass()) {
      return Arithmetic.subtract(a.milliseconds(), b.milliseconds());
    }
    throw cannot("subtract", left, right);
  }

  static @Nullable Object multiply(@Nullable Object left, @Nullable Object right) {
    if (Numbers.isNumber(left) && Numbers.isNumber(right)) {
      if (left instanceof Double || right instanceof Double) {
        return Numbers.number(left) * Numbers.number(right);
      }
      return Arithmetic.multiply(Numbers.integer(left), Numbers.integer(right));
    }
    Object own = own("*", left, right);
    if (own != InstanceValue.UNDEFINED) {
      return own;
    }
    Object repeated =
        Numbers.isInteger(right)
            ? repeat(left, Numbers.integer(right))
            : Numbers.isInteger(left) ? repeat(right, Numbers.integer(left)) : null;
    if (repeated != null) {
      return repeated;
    }
    throw cannot("multiply", left, right);
  }

  private static @Nullable Object repeat(@Nullable Object value, long times) {
    if (value instanceof String text) {
      return Text.repeat(text, times);
    }
    if (value instanceof ListValue list) {
      return repeat(list, times);
    }
    return null;
  }

  private static ListValue repeat(ListValue list, long times) {
    if (times <= 0 || list.isEmpty()) {
      return ListValue.empty();
    }
    if (times > (Integer.MAX_VALUE - 8) / list.size()) {
      throw Failure.argumentError(
          "A list cannot hold " + times + " times " + list.size() + " elements");
    }
    ListValue repeated = list.copy();
    for (long i = 1; i < times; i++) {
      repeated.addAll(list);
    }
    return repeated;
  }

  static @Nullable Object divide(@Nullable Object left, @Nullable Object right) {
    if (Numbers.isNumber(left) && Numbers.isNumber(right)) {
      if (left instanceof Double || right instanceof Double) {
        return Numbers.number(left) / Numbers.number(right);
      }
      return Arithmetic.divide(Numbers.integer(left), Numbers.integer(right));
    }
    Object own = own("/", left, right);
    if (own != InstanceValue.UNDEFINED) {
      return own;
    }
    throw cannot("divide", left, right);
  }

  static @Nullable Object modulo(@Nullable Object left, @Nullable Object right) {
    if (Numbers.isNumber(left) && Numbers.isNumber(right)) {
      if (left instanceof Double || right instanceof Double) {
        return Arithmetic.modulo(Numbers.number(left), Numbers.number(right));
      }
      return Arithmetic.modulo(Numbers.integer(left), Numbers.integer(right));
    }
    Object own = own("%", left, right);
    if (own != InstanceValue.UNDEFINED) {
      return own;
    }
    throw cannot("take modulo of", left, right);
  }

  static @Nullable Object power(@Nullable Object left, @Nullable Object right) {
    if (Numbers.isNumber(left) && Numbers.isNumber(right)) {
      if (left instanceof Double || right instanceof Double) {
        return Math.pow(Numbers.number(left), Numbers.number(right));
      }
      return Arithmetic.power(Numbers.integer(left), Numbers.integer(right));
    }
    throw cannot("raise", left, right);
  }

  static @Nullable Object negate(@Nullable Object value) {
    if (Numbers.isInteger(value)) {
      return -Numbers.integer(value);
    }
    throw Failure.typeError("Cannot negate " + Kind.name(value));
  }

  private static @Nullable Object own(
      String operator, @Nullable Object left, @Nullable Object right) {
    return left instanceof InstanceValue instance
        ? instance.binary(operator, right)
        : InstanceValue.UNDEFINED;
  }

  private static Failure cannot(String verb, @Nullable Object left, @Nullable Object right) {
    return Failure.typeError("Cannot " + verb + " " + Kind.name(left) + " and " + Kind.name(right));
  }
}
