package ruchy.runtime.task;

import org.jspecify.annotations.Nullable;
import ruchy.runtime.value.FunctionValue;

/// A function as the compiler writes it, with the facts that it computed.
abstract class Body extends FunctionValue {
  private final boolean shares;

  private Body(boolean shares) {
    this.shares = shares;
  }

  interface Code {
    @Nullable Object run() throws Exception;
  }

  /// A function that does not share.
  static FunctionValue of(Code code) {
    return made(false, code);
  }

  /// A function that touches shared state.
  static FunctionValue sharing(Code code) {
    return made(true, code);
  }

  private static FunctionValue made(boolean shares, Code code) {
    return new Body(shares) {
      @Override
      public @Nullable Object call() {
        try {
          return code.run();
        } catch (RuntimeException failure) {
          throw failure;
        } catch (Exception failure) {
          throw new AssertionError(failure);
        }
      }
    };
  }

  @Override
  public int minimumArity() {
    return 0;
  }

  @Override
  public boolean shares() {
    return shares;
  }
}
