package ruchy.runtime.http;

import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.value.FunctionValue;

/// Functions as the compiler writes them: with a number of parameters and the facts that it
/// computed.
final class Handlers {
  private Handlers() {}

  interface Two {
    @Nullable Object call(Request req, Response res) throws Exception;
  }

  interface Three {
    @Nullable Object call(Request req, Response res, FunctionValue next) throws Exception;
  }

  interface Four {
    @Nullable Object call(@Nullable Object error, Request req, Response res, FunctionValue next)
        throws Exception;
  }

  /// A function of request and response that neither waits nor shares.
  static FunctionValue handler(Two body) {
    return new Compiled(2, false, false) {
      @Override
      public @Nullable Object call(@Nullable Object req, @Nullable Object res) {
        return run(() -> body.call(request(req), response(res)));
      }
    };
  }

  static FunctionValue handler(boolean waits, boolean shares, Two body) {
    return new Compiled(2, waits, shares) {
      @Override
      public @Nullable Object call(@Nullable Object req, @Nullable Object res) {
        return run(() -> body.call(request(req), response(res)));
      }
    };
  }

  static FunctionValue middleware(Three body) {
    return middleware(false, false, body);
  }

  static FunctionValue middleware(boolean waits, boolean shares, Three body) {
    return new Compiled(3, waits, shares) {
      @Override
      public @Nullable Object call(
          @Nullable Object req, @Nullable Object res, @Nullable Object next) {
        return run(() -> body.call(request(req), response(res), function(next)));
      }
    };
  }

  static FunctionValue onError(Four body) {
    return new Compiled(4, false, false) {
      @Override
      public @Nullable Object call(
          @Nullable Object error,
          @Nullable Object req,
          @Nullable Object res,
          @Nullable Object next) {
        return run(() -> body.call(error, request(req), response(res), function(next)));
      }
    };
  }

  /// A function without parameters that neither waits nor shares.
  static FunctionValue function(Supplier<@Nullable Object> body) {
    return new Compiled(0, false, false) {
      @Override
      public @Nullable Object call() {
        return body.get();
      }
    };
  }

  private static Request request(@Nullable Object value) {
    return (Request) Objects.requireNonNull(value);
  }

  private static Response response(@Nullable Object value) {
    return (Response) Objects.requireNonNull(value);
  }

  private static FunctionValue function(@Nullable Object value) {
    return (FunctionValue) Objects.requireNonNull(value);
  }

  private interface Body {
    @Nullable Object run() throws Exception;
  }

  private static @Nullable Object run(Body body) {
    try {
      return body.run();
    } catch (RuntimeException failure) {
      throw failure;
    } catch (Exception failure) {
      throw new AssertionError(failure);
    }
  }

  private abstract static class Compiled extends FunctionValue {
    private final int arity;
    private final boolean waits;
    private final boolean shares;

    Compiled(int arity, boolean waits, boolean shares) {
      this.arity = arity;
      this.waits = waits;
      this.shares = shares;
    }

    @Override
    public int minimumArity() {
      return arity;
    }

    @Override
    public boolean waits() {
      return waits;
    }

    @Override
    public boolean shares() {
      return shares;
    }
  }
}
