package ruchy.runtime.task;

import org.jspecify.annotations.Nullable;
import ruchy.runtime.value.FunctionValue;

/// A function together with its one argument.
final class Call extends FunctionValue {
  private final FunctionValue function;
  private final @Nullable Object argument;

  Call(FunctionValue function, @Nullable Object argument) {
    this.function = function;
    this.argument = argument;
  }

  @Override
  public int minimumArity() {
    return 0;
  }

  @Override
  public int maximumArity() {
    return 0;
  }

  @Override
  public String name() {
    return function.name();
  }

  @Override
  public boolean waits() {
    return function.waits();
  }

  @Override
  public boolean shares() {
    return function.shares();
  }

  @Override
  public @Nullable Object call() {
    return function.offer(argument);
  }
}
