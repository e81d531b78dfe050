package ruchy.runtime.member;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.value.FunctionValue;

/// Callables for tests, as the compiler writes them: each takes exactly its number of arguments.
public final class Functions {
  private Functions() {}

  /// What a callable of two parameters does.
  public interface Two {
    @Nullable Object call(@Nullable Object first, @Nullable Object second);
  }

  public static FunctionValue one(Function<@Nullable Object, @Nullable Object> body) {
    return new FunctionValue() {
      @Override
      public int minimumArity() {
        return 1;
      }

      @Override
      public @Nullable Object call(@Nullable Object first) {
        return body.apply(first);
      }
    };
  }

  public static FunctionValue two(Two body) {
    return new FunctionValue() {
      @Override
      public int minimumArity() {
        return 2;
      }

      @Override
      public @Nullable Object call(@Nullable Object first, @Nullable Object second) {
        return body.call(first, second);
      }
    };
  }
}
