package ruchy.runtime.member;

import org.jspecify.annotations.Nullable;
import ruchy.runtime.call.NamedArguments;
import ruchy.runtime.library.CallsAtOnce;
import ruchy.runtime.library.CallsReceiver;
import ruchy.runtime.library.Computes;
import ruchy.runtime.library.Export;
import ruchy.runtime.library.Members;
import ruchy.runtime.library.Type;
import ruchy.runtime.value.FunctionValue;
import ruchy.runtime.value.ListValue;
import ruchy.runtime.value.MapValue;
import ruchy.runtime.value.VariadicFunction;

/// The methods of callables (L 17.7).
@Members("function")
@Computes
public final class FunctionMembers {
  private FunctionMembers() {}

  /// Calls the function with these arguments.
  ///
  /// ```ruchy
  /// (|a, b| a + b).call(1, 2)   // => 3
  /// ```
  @CallsReceiver
  @CallsAtOnce
  @Export
  @Type("any")
  public static @Nullable Object call(FunctionValue f, @Nullable Object... args) {
    return f.callAll(args);
  }

  /// Calls the function with the elements of a list as arguments.
  ///
  /// ```ruchy
  /// (|a, b| a + b).apply([1, 2])   // => 3
  /// ```
  @CallsReceiver
  @CallsAtOnce
  @Export
  @Type("any")
  public static @Nullable Object apply(FunctionValue f, ListValue args) {
    return f.callAll(args.toArray());
  }

  /// Calls the function with the elements of a list as arguments, and the values of a map as those
  /// that are named by its keys. A library function takes the map as its last argument.
  ///
  /// ```ruchy
  /// (|a, b| a - b).apply([], {b: 1, a: 3})   // => 2
  /// ```
  @CallsReceiver
  @CallsAtOnce
  @Export
  @Type("any")
  public static @Nullable Object apply(FunctionValue f, ListValue args, MapValue named) {
    return NamedArguments.call(f, args.toArray(), named);
  }

  /// The number of parameters without default.
  ///
  /// ```ruchy
  /// (|a, b| a).arity()   // => 2
  /// ```
  @Export
  public static long arity(FunctionValue f) {
    return f.minimumArity();
  }

  /// The name of the function.
  ///
  /// ```ruchy
  /// fun twice(x) { x * 2 }
  /// twice.name()   // => "twice"
  /// ```
  @Export
  public static String name(FunctionValue f) {
    return f.name();
  }

  /// The function that calls the other one first: `x => f(g(x))`.
  ///
  /// ```ruchy
  /// (|x| x + 1).compose(|x| x * 2)(5)   // => 11
  /// ```
  @CallsReceiver
  @CallsAtOnce
  @Export
  @Type("function")
  public static FunctionValue compose(FunctionValue f, @Type("(any) -> any") FunctionValue g) {
    return new Composed(f, g);
  }

  private static final class Composed extends VariadicFunction {
    private final FunctionValue outer;
    private final FunctionValue inner;

    Composed(FunctionValue outer, FunctionValue inner) {
      this.outer = outer;
      this.inner = inner;
    }

    @Override
    public int minimumArity() {
      return inner.minimumArity();
    }

    @Override
    public int maximumArity() {
      return Math.max(1, inner.minimumArity()); // one, or what the inner function cannot do without
    }

    @Override
    public String name() {
      return "closure";
    }

    @Override
    public boolean waits() {
      return outer.waits() || inner.waits();
    }

    @Override
    public boolean shares() {
      return outer.shares() || inner.shares();
    }

    @Override
    public @Nullable Object callAll(@Nullable Object[] args) {
      if (args.length < minimumArity() || args.length > maximumArity()) {
        throw wrongCount(args.length);
      }
      return outer.call(inner.callAll(args));
    }
  }
}
