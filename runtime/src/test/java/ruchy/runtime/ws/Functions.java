package ruchy.runtime.ws;

import org.jspecify.annotations.Nullable;
import ruchy.runtime.value.FunctionValue;

/// Functions as the compiler writes them: with a number of parameters and the facts that it
/// computed.
final class Functions {
  private Functions() {}

  interface Body {
    @Nullable Object call(@Nullable Object first, @Nullable Object second) throws Exception;
  }

  /// A function of two parameters that neither waits nor shares.
  static FunctionValue function(Body body) {
    return function(false, false, body);
  }

  static FunctionValue function(boolean waits, boolean shares, Body body) {
    return new FunctionValue() {
      @Override
      public int minimumArity() {
        return 2;
      }

      @Override
      public boolean waits() {
        return waits;
      }

      @Override
      public boolean shares() {
        return shares;
      }

      @Override
      public @Nullable Object call(@Nullable Object first) {
        return call(first, null);
      }

      @Override
      public boolean takes(int count) {
        return count <= 2;
      }

      @Override
      public @Nullable Object call(@Nullable Object first, @Nullable Object second) {
        try {
          return body.call(first, second);
        } catch (RuntimeException | Error thrown) {
          throw thrown;
        } catch (Exception thrown) {
          throw new IllegalStateException(thrown);
        }
      }
    };
  }

  /// A function for new sockets.
  static FunctionValue onConnection(java.util.function.Consumer<Socket> body) {
    return function(
        (socket, request) -> {
          body.accept((Socket) java.util.Objects.requireNonNull(socket));
          return null;
        });
  }
}
