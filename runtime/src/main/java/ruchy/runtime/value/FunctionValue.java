package ruchy.runtime.value;

import org.jspecify.annotations.Nullable;
import ruchy.runtime.failure.Failure;

/// A callable (L 7.4): a function, closure, bound method or library function as a value. The base
/// of the classes that the compiler writes; these override the `call` of their number of
/// parameters. A callable that takes different numbers of arguments extends `VariadicFunction`.
///
/// `call` is a call in user code and strict about the number of arguments; `offer` is a call-back
/// by the library, which passes as many of the offered arguments as the function takes.
public abstract class FunctionValue {
  /// Stands for an argument that is left out although others after it are given: the default
  /// counts.
  public static final Object LEFT_OUT = new Object();

  /// What `defaultOf` gives for a parameter without default.
  public static final Object REQUIRED = new Object();

  /// The number of parameters without default.
  public abstract int minimumArity();

  /// The number of parameters, or -1 when a last one collects the rest. As many as must be given,
  /// unless a subclass says otherwise.
  public int maximumArity() {
    return minimumArity();
  }

  /// The name of the function, `closure` for a closure.
  public String name() {
    return "closure";
  }

  /// The names of the parameters in order, with commas between them; empty for one that is a
  /// pattern. Null if they are not known: a program that names no arguments of values keeps none.
  public @Nullable String parameterNames() {
    return null;
  }

  /// The default of the parameter at that index if it is a literal, `LEFT_OUT` if it is computed at
  /// each call, `REQUIRED` if there is none. Known as far as the names of the parameters are.
  public @Nullable Object defaultOf(int index) {
    return REQUIRED;
  }

  /// Calls with one argument for each parameter besides the rest, `LEFT_OUT` where a computed
  /// default counts.
  public @Nullable Object callLeavingOut(@Nullable Object[] args) {
    return callAll(args);
  }

  /// Whether a call may wait (L 12.4).
  public boolean waits() {
    return true;
  }

  /// Whether a call may touch shared state (L 12.3).
  public boolean shares() {
    return true;
  }

  public @Nullable Object call() {
    throw wrongCount(0);
  }

  public @Nullable Object call(@Nullable Object first) {
    throw wrongCount(1);
  }

  public @Nullable Object call(@Nullable Object first, @Nullable Object second) {
    throw wrongCount(2);
  }

  public @Nullable Object call(
      @Nullable Object first, @Nullable Object second, @Nullable Object third) {
    throw wrongCount(3);
  }

  public @Nullable Object call(
      @Nullable Object first,
      @Nullable Object second,
      @Nullable Object third,
      @Nullable Object fourth) {
    throw wrongCount(4);
  }

  /// Calls with all these arguments. A function of more than four parameters overrides this.
  public @Nullable Object callAll(@Nullable Object[] args) {
    return switch (args.length) {
      case 0 -> call();
      case 1 -> call(args[0]);
      case 2 -> call(args[0], args[1]);
      case 3 -> call(args[0], args[1], args[2]);
      case 4 -> call(args[0], args[1], args[2], args[3]);
      default -> throw wrongCount(args.length);
    };
  }

  /// Whether the function takes that many offered arguments or more (L 7.4). Library functions take
  /// no more than they need, so that `xs.each(println)` prints elements and not their indexes too.
  public boolean takes(int count) {
    int most = maximumArity();
    return most < 0 || most >= count;
  }

  public final @Nullable Object offer(@Nullable Object first) {
    return takes(1) ? call(first) : call();
  }

  public final @Nullable Object offer(@Nullable Object first, @Nullable Object second) {
    return takes(2) ? call(first, second) : offer(first);
  }

  public final @Nullable Object offer(
      @Nullable Object first, @Nullable Object second, @Nullable Object third) {
    return takes(3) ? call(first, second, third) : offer(first, second);
  }

  public final @Nullable Object offer(
      @Nullable Object first,
      @Nullable Object second,
      @Nullable Object third,
      @Nullable Object fourth) {
    return takes(4) ? call(first, second, third, fourth) : offer(first, second, third);
  }

  /// Offers two arguments of which neither is an extra, such as those of a function that joins
  /// elements: a library function that takes both gets them.
  public final @Nullable Object offerBoth(@Nullable Object first, @Nullable Object second) {
    int most = maximumArity();
    return most < 0 || most >= 2 ? call(first, second) : offer(first);
  }

  /// The ArgumentError `Function expects N arguments, got M`.
  protected final Failure wrongCount(int count) {
    return Failure.wrongCount(minimumArity(), maximumArity(), count);
  }

  @Override
  public final String toString() {
    return "<function>";
  }
}
