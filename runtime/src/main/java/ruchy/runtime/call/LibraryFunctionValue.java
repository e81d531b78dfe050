package ruchy.runtime.call;

import org.jspecify.annotations.Nullable;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.value.VariadicFunction;

/// A library function as a value (L 6.1): `xs.each(println)`.
public final class LibraryFunctionValue extends VariadicFunction {
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
    String key = owner.isEmpty() ? "globals" : "module " + owner;
    Dispatcher dispatcher = Dispatchers.find(key);
    int arity = dispatcher == null ? -1 : dispatcher.arity(name);
    if (dispatcher == null || arity < 0) {
      dispatcher = Dispatchers.find("associated " + owner);
      arity = dispatcher == null ? -1 : dispatcher.arity(name);
    }
    if (dispatcher == null || arity < 0) {
      throw Failure.nameError(
          "Undefined function: " + (owner.isEmpty() ? name : owner + "::" + name));
    }
    return new LibraryFunctionValue(dispatcher, name, arity);
  }

  @Override
  public int minimumArity() {
    return arity >> 8;
  }

  @Override
  public int maximumArity() {
    int most = arity & 0xff;
    return most == 0xff ? -1 : most;
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
