package ruchy.runtime.db;

import org.jspecify.annotations.Nullable;
import ruchy.runtime.value.FunctionValue;

/// Closures without parameters.
final class Functions {
  private Functions() {}

  interface Body {
    @Nullable Object run();
  }

  static FunctionValue of(Body body) {
    return new FunctionValue() {
      @Override
      public int minimumArity() {
        return 0;
      }

      @Override
      public @Nullable Object call() {
        return body.run();
      }
    };
  }
}
