package ruchy.runtime.value;

import org.jspecify.annotations.Nullable;

/// A callable that takes different numbers of arguments: with defaults, or with a parameter for the
/// rest (L 3.2). A subclass implements `callAll` alone, and raises `wrongCount` there.
public abstract class VariadicFunction extends FunctionValue {
  @Override
  public abstract @Nullable Object callAll(@Nullable Object[] args);

  @Override
  public final @Nullable Object call() {
    return callAll(new @Nullable Object[] {});
  }

  @Override
  public final @Nullable Object call(@Nullable Object first) {
    return callAll(new @Nullable Object[] {first});
  }

  @Override
  public final @Nullable Object call(@Nullable Object first, @Nullable Object second) {
    return callAll(new @Nullable Object[] {first, second});
  }

  @Override
  public final @Nullable Object call(
      @Nullable Object first, @Nullable Object second, @Nullable Object third) {
    return callAll(new @Nullable Object[] {first, second, third});
  }

  @Override
  public final @Nullable Object call(
      @Nullable Object first,
      @Nullable Object second,
      @Nullable Object third,
      @Nullable Object fourth) {
    return callAll(new @Nullable Object[] {first, second, third, fourth});
  }
}
