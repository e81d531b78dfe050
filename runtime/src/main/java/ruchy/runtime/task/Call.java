package ruchy.runtime.task;

import org.jspecify.annotations.Nullable;
import ruchy.runtime.value.FunctionValue;
import ruchy.runtime.value.InstanceValue;
import ruchy.runtime.value.ListValue;
import ruchy.runtime.value.MapValue;
import ruchy.runtime.value.SetValue;
import ruchy.runtime.value.TupleValue;
import ruchy.runtime.value.VariantValue;
import ruchy.runtime.value.Wrapper;

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
    return function.shares() || canChange(argument);
  }

  /// Whether the value, which others have too, can change, or holds something that can.
  private static boolean canChange(@Nullable Object value) {
    return switch (value) {
      case TupleValue tuple -> {
        boolean any = false;
        for (int i = 0; i < tuple.size(); i++) {
          any |= canChange(tuple.at(i));
        }
        yield any;
      }
      case VariantValue variant -> {
        boolean any = false;
        for (int i = 0; i < variant.size(); i++) {
          any |= canChange(variant.at(i));
        }
        yield any;
      }
      case ListValue _, MapValue _, SetValue _, InstanceValue _, Wrapper _ -> true;
      case null, default -> false;
    };
  }

  @Override
  public @Nullable Object call() {
    return function.offer(argument);
  }
}
