package ruchy.runtime.http;

import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.value.HashMapValue;
import ruchy.runtime.value.MapValue;
import ruchy.runtime.value.VariadicFunction;

/// A function of a store for sessions that a program brings.
final class StoreFunction extends VariadicFunction {
  /// What it does with the id of a session, and with what is to be kept, `""` where that is not
  /// given.
  interface Body {
    @Nullable Object run(Object id, Object data);
  }

  private final Body body;

  private StoreFunction(Body body) {
    this.body = body;
  }

  static StoreFunction of(Body body) {
    return new StoreFunction(body);
  }

  /// A store that keeps everything in a map.
  ///
  /// @param get what its function `get` does
  static MapValue store(MapValue kept, Function<Object, @Nullable Object> get) {
    return store(kept, get, () -> {});
  }

  /// The same.
  ///
  /// @param beforeSet what its function `set` does first
  static MapValue store(MapValue kept, Function<Object, @Nullable Object> get, Runnable beforeSet) {
    return HashMapValue.of(
        "get",
        of((id, data) -> get.apply(id)),
        "set",
        of(
            (id, data) -> {
              beforeSet.run();
              kept.put(id, data);
              return null;
            }),
        "delete",
        of((id, data) -> kept.remove(id)));
  }

  @Override
  public boolean waits() {
    return true;
  }

  @Override
  public int minimumArity() {
    return 1;
  }

  @Override
  public int maximumArity() {
    return 3;
  }

  @Override
  public String name() {
    return "stored";
  }

  @Override
  public @Nullable Object callAll(@Nullable Object[] args) {
    return body.run(
        Objects.requireNonNull(args[0]), args.length > 1 ? Objects.requireNonNull(args[1]) : "");
  }
}
