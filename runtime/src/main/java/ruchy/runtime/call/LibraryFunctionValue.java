package ruchy.runtime.call;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.value.VariadicFunction;

/// A library function as a value (L 6.1): `xs.each(println)`.
public final class LibraryFunctionValue extends VariadicFunction {
  /// One value for each function, by owner and name, since functions are equal by identity (L 6.6).
  private static final Map<String, LibraryFunctionValue> VALUES = new ConcurrentHashMap<>();

  private final Dispatcher dispatcher;
  private final String name;
  private final int arity;

  private LibraryFunctionValue(Dispatcher dispatcher, String name, int arity) {
    this.dispatcher = dispatcher;
    this.name = name;
    this.arity = arity;
  }

  /// The function of a module (`http`), of a type (`String`, for associated functions), or a global
  /// one (`""`).
  public static LibraryFunctionValue of(String owner, String name) {
    String key = owner + "::" + name;
    LibraryFunctionValue known = VALUES.get(key);
    if (known != null) {
      return known;
    }
    Dispatcher dispatcher = dispatcher(owner, name);
    var made = new LibraryFunctionValue(dispatcher, name, dispatcher.arity(name));
    LibraryFunctionValue earlier = VALUES.putIfAbsent(key, made);
    return earlier == null ? made : earlier;
  }

  /// Calls such a function where the kinds of the arguments, not known when compiling, decide which
  /// of its overloads is meant.
  public static @Nullable Object call(String owner, String name, @Nullable Object[] args) {
    return dispatcher(owner, name).invoke(null, name, args);
  }

  private static Dispatcher dispatcher(String owner, String name) {
    Dispatcher dispatcher = Dispatchers.find(owner.isEmpty() ? "globals" : "module ".concat(owner));
    if (dispatcher != null && dispatcher.arity(name) >= 0) {
      return dispatcher;
    }
    dispatcher = Dispatchers.find("associated ".concat(owner));
    if (dispatcher != null && dispatcher.arity(name) >= 0) {
      return dispatcher;
    }
    throw Failure.nameError(
        "Undefined function: " + (owner.isEmpty() ? name : owner + "::" + name));
  }

  @Override
  public int minimumArity() {
    return Arity.least(arity);
  }

  @Override
  public int maximumArity() {
    return Arity.most(arity);
  }

  @Override
  public boolean takes(int count) {
    return count <= Math.max(minimumArity(), maximumArity() == 0 ? 0 : 1);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public @Nullable Object callAll(@Nullable Object[] args) {
    return dispatcher.invoke(null, name, args);
  }
}
