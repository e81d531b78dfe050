package ruchy.runtime.http;

import org.jspecify.annotations.Nullable;
import ruchy.runtime.engine.Turn;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.library.LibraryType;
import ruchy.runtime.value.FunctionValue;

/// The `next` of one function of a chain (L 19.1 (6)): without argument it runs the rest of the
/// chain, with one the error handlers; it returns when they have finished. May be called once.
@LibraryType("http::Next")
public final class Next extends FunctionValue {
  private final Exchange exchange;
  private final int position;
  private final boolean isOfErrorHandler;
  private volatile boolean isCalled;

  /// `position` is that of the next function, among the error handlers if this is given to one.
  Next(Exchange exchange, int position, boolean isOfErrorHandler) {
    this.exchange = exchange;
    this.position = position;
    this.isOfErrorHandler = isOfErrorHandler;
  }

  boolean isCalled() {
    return isCalled;
  }

  @Override
  public int minimumArity() {
    return 0;
  }

  @Override
  public int maximumArity() {
    return 1;
  }

  @Override
  public String name() {
    return "next";
  }

  @Override
  public @Nullable Object call() {
    return call(null);
  }

  @Override
  public @Nullable Object call(@Nullable Object error) {
    if (isCalled) {
      throw Failure.runtimeError("next() was called twice by one function");
    }
    isCalled = true;
    exchange.enter();
    try {
      goOnInTurn(error);
    } finally {
      exchange.leave();
    }
    return null;
  }

  private void goOnInTurn(@Nullable Object error) {
    boolean sharesState = exchange.sharesState();
    if (sharesState) {
      // An async function calls it in a task of its own, which does not hold the turn.
      Turn.PROGRAM.enter();
    }
    try {
      goOn(error);
    } finally {
      if (sharesState) {
        Turn.PROGRAM.leave();
      }
    }
  }

  private void goOn(@Nullable Object error) {
    if (isOfErrorHandler) {
      exchange.passError(position, error);
    } else if (error == null) {
      exchange.step(position);
    } else {
      exchange.fail(error);
    }
  }
}
