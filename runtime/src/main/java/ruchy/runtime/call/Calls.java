package ruchy.runtime.call;

import org.jspecify.annotations.Nullable;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.value.FunctionValue;
import ruchy.runtime.value.Kind;
import ruchy.runtime.value.ListValue;
import ruchy.runtime.value.MapValue;

/// `callee(args)` for a callee of unknown kind (L 7.4).
public final class Calls {
  private Calls() {}

  public static @Nullable Object call(@Nullable Object callee) {
    return function(callee).call();
  }

  public static @Nullable Object call(@Nullable Object callee, @Nullable Object first) {
    return function(callee).call(first);
  }

  public static @Nullable Object call(
      @Nullable Object callee, @Nullable Object first, @Nullable Object second) {
    return function(callee).call(first, second);
  }

  public static @Nullable Object call(
      @Nullable Object callee,
      @Nullable Object first,
      @Nullable Object second,
      @Nullable Object third) {
    return function(callee).call(first, second, third);
  }

  public static @Nullable Object call(
      @Nullable Object callee,
      @Nullable Object first,
      @Nullable Object second,
      @Nullable Object third,
      @Nullable Object fourth) {
    return function(callee).call(first, second, third, fourth);
  }

  public static @Nullable Object callAll(@Nullable Object callee, @Nullable Object[] args) {
    return function(callee).callAll(args);
  }

  /// `callee(args, n: v)`: the named arguments bind to parameters (L 5.8).
  public static @Nullable Object callNamed(
      @Nullable Object callee, @Nullable Object[] args, MapValue named) {
    return NamedArguments.call(function(callee), args, named);
  }

  /// The callee as a function; TypeError `Cannot call non-function value of type: T`.
  public static FunctionValue function(@Nullable Object callee) {
    if (callee instanceof FunctionValue function) {
      return function;
    }
    throw Failure.typeError("Cannot call non-function value of type: " + Kind.name(callee));
  }

  /// The elements of `...value` among arguments or list elements (L 5.8): those of a list; other
  /// iterables are walked.
  public static ListValue spread(@Nullable Object value) {
    if (value instanceof ListValue list) {
      return list;
    }
    ListValue elements = ListValue.empty();
    var cursor = ruchy.runtime.operator.Iteration.iterate(value);
    while (cursor.advance()) {
      elements.add(cursor.value());
    }
    return elements;
  }
}
