package ruchy.runtime.engine;

import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What one thread waits for: it ends once, with a value or a failure, from any thread, or the
/// thread gives up waiting. Made by the thread that will wait. Whoever ends it is told whether it
/// was the first: only then the thread gets what it was given, and nothing is lost otherwise.
public class Outcome<T extends @Nullable Object> implements Line.Member {
  private static final int OPEN = 0;
  private static final int VALUE = 1;
  private static final int FAILURE = 2;
  private static final int GIVEN_UP = 3;

  private final Thread waiter = Thread.currentThread();

  /// Written under this object's lock; what it says is there is written before.
  private volatile int state;

  /// The value or, in the state FAILURE, the failure.
  private @Nullable Object end;

  /// What ends it, as long as the thread waits for that, and what it held of the turn: of the
  /// bridge, on the waiting thread.
  @Nullable Operation<T> operation;

  Turn.@Nullable Parked held;

  /// Ends with a value; false when it had ended before, or nobody waits any more.
  public final boolean complete(T result) {
    boolean isFirst = settle(result);
    if (isFirst) {
      wake();
    }
    return isFirst;
  }

  /// As `complete`, for who holds a lock: `wake` follows when it is left.
  public boolean settle(T result) {
    return end(VALUE, result);
  }

  /// Wakes the thread after `settle`.
  public void wake() {
    LockSupport.unpark(waiter);
  }

  /// Ends with a failure; false when it had ended before, or nobody waits any more.
  public final boolean fail(Throwable cause) {
    boolean isFirst = end(FAILURE, cause);
    if (isFirst) {
      wake();
    }
    return isFirst;
  }

  /// Does a step of what ends this, on another thread: what it throws ends this as a failure, so
  /// that nobody waits for what will not come.
  public final void attempt(Runnable step) {
    try {
      step.run();
    } catch (RuntimeException | Error thrown) {
      fail(thrown);
    }
  }

  /// The thread no longer waits; false when it has ended before.
  final boolean giveUp() {
    return end(GIVEN_UP, null);
  }

  private synchronized boolean end(int next, @Nullable Object with) {
    if (state != OPEN) {
      return false;
    }
    end = with;
    state = next;
    return true;
  }

  /// Whether the thread still waits for it.
  @Override
  public boolean isOpen() {
    return state == OPEN;
  }

  /// Whether it has ended.
  public final boolean isDone() {
    int now = state;
    return now == VALUE || now == FAILURE;
  }

  /// One of several things of which the thread waits for the first: its value ends this with what
  /// the function makes of it, unless another was there before.
  public final <U extends @Nullable Object> Outcome<U> branch(Function<U, T> made) {
    return new Branch<>(this, made);
  }

  private static final class Branch<U extends @Nullable Object, T extends @Nullable Object>
      extends Outcome<U> {
    private final Outcome<T> whole;
    private final Function<U, T> made;

    Branch(Outcome<T> whole, Function<U, T> made) {
      this.whole = whole;
      this.made = made;
    }

    @Override
    public boolean settle(U result) {
      return whole.settle(made.apply(result));
    }

    @Override
    public void wake() {
      whole.wake();
    }

    @Override
    public boolean isOpen() {
      return whole.isOpen();
    }
  }

  /// The failure, when it has ended with one.
  final @Nullable Throwable failure() {
    return state == FAILURE ? (Throwable) end : null;
  }

  /// The value, when it has ended with one.
  @SuppressWarnings({"NullAway", "unchecked"}) // What `complete` was given, null where T allows it.
  final T value() {
    return (T) end;
  }
}
