package ruchy.runtime.http;

import org.jspecify.annotations.Nullable;
import ruchy.runtime.value.FunctionValue;

/// A middleware that the library provides.
final class NativeMiddleware extends FunctionValue {
  /// What it does; calls `next` or answers.
  @FunctionalInterface
  interface Body {
    void run(Request request, Response response, Next next);
  }

  private final String name;
  private final Body body;
  private final boolean waits;
  private final boolean shares;

  /// `inner` is the function of the program that it calls, if any: it waits and shares as that.
  NativeMiddleware(String name, @Nullable FunctionValue inner, Body body) {
    this(name, inner != null && inner.waits(), inner != null && inner.shares(), body);
  }

  NativeMiddleware(String name, boolean waits, boolean shares, Body body) {
    this.name = name;
    this.waits = waits;
    this.shares = shares;
    this.body = body;
  }

  @Override
  public int minimumArity() {
    return 3;
  }

  @Override
  public String name() {
    return name;
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
  public @Nullable Object call(
      @Nullable Object request, @Nullable Object response, @Nullable Object next) {
    if (request instanceof Request req
        && response instanceof Response res
        && next instanceof Next n) {
      body.run(req, res, n);
    }
    return null;
  }
}
