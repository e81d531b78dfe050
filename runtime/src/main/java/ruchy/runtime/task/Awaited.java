package ruchy.runtime.task;

import org.jspecify.annotations.Nullable;
import ruchy.runtime.value.FunctionValue;

/// A function whose result is awaited if it is a task, as of an `async` closure (L 12.1).
final class Awaited extends FunctionValue {
  private final FunctionValue function;

  Awaited(FunctionValue function) {
    this.function = function;
  }

  @Override
  public int minimumArity() {
    return 0;
  }

  @Override
  public String name() {
    return function.name();
  }

  @Override
  public boolean waits() {
    return true;
  }

  @Override
  public boolean shares() {
    return function.shares();
  }

  @Override
  public @Nullable Object call() {
    return Tasks.awaitTask(function.callAll(new @Nullable Object[] {}));
  }
}
