package ruchy.runtime.engine;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// What one thread waits for: it ends once, with a value or a failure, from any thread. Made by the
/// thread that will wait. A second end is ignored.
public final class Outcome<T extends @Nullable Object> {
  private static final int OPEN = 0;
  private static final int ENDING = 1;
  private static final int VALUE = 2;
  private static final int FAILURE = 3;

  private final Thread waiter = Thread.currentThread();
  private final AtomicInteger state = new AtomicInteger();
  private @Nullable T value;
  private @Nullable Throwable failure;

  /// Ends with a value; false when it had ended before.
  public boolean complete(T result) {
    if (!state.compareAndSet(OPEN, ENDING)) {
      return false;
    }
    value = result;
    state.set(VALUE);
    LockSupport.unpark(waiter);
    return true;
  }

  /// Ends with a failure; false when it had ended before.
  public boolean fail(Throwable cause) {
    if (!state.compareAndSet(OPEN, ENDING)) {
      return false;
    }
    failure = cause;
    state.set(FAILURE);
    LockSupport.unpark(waiter);
    return true;
  }

  /// Whether it has ended.
  public boolean isDone() {
    return state.get() >= VALUE;
  }

  /// The failure, when it has ended with one.
  @Nullable Throwable failure() {
    return state.get() == FAILURE ? failure : null;
  }

  /// The value, when it has ended with one.
  @SuppressWarnings(
      "NullAway") // Null only if the operation ended with null, which its type then allows.
  T value() {
    return value;
  }
}
