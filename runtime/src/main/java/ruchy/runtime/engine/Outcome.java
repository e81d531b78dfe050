package ruchy.runtime.engine;

import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// What one thread waits for: it ends once, with a value or a failure, from any thread. Made by the
/// thread that will wait. A second end is ignored.
public final class Outcome<T extends @Nullable Object> {
  private static final int OPEN = 0;
  private static final int VALUE = 1;
  private static final int FAILURE = 2;

  private final Thread waiter = Thread.currentThread();

  /// Written under this object's lock; what it says is there is written before.
  private volatile int state;

  /// The value or, in the state FAILURE, the failure.
  private @Nullable Object end;

  /// Ends with a value; false when it had ended before.
  public boolean complete(T result) {
    synchronized (this) {
      if (state != OPEN) {
        return false;
      }
      end = result;
      state = VALUE;
    }
    LockSupport.unpark(waiter);
    return true;
  }

  /// Ends with a failure; false when it had ended before.
  public boolean fail(Throwable cause) {
    synchronized (this) {
      if (state != OPEN) {
        return false;
      }
      end = cause;
      state = FAILURE;
    }
    LockSupport.unpark(waiter);
    return true;
  }

  /// Whether it has ended.
  public boolean isDone() {
    return state != OPEN;
  }

  /// The failure, when it has ended with one.
  @Nullable Throwable failure() {
    return state == FAILURE ? (Throwable) end : null;
  }

  /// The value, when it has ended with one.
  @SuppressWarnings({"NullAway", "unchecked"}) // What `complete` was given, null where T allows it.
  T value() {
    return (T) end;
  }
}
