package ruchy.runtime.client;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.engine.Bridge;
import ruchy.runtime.engine.Outcome;
import ruchy.runtime.failure.Failure;

/// Work that is done once, by the first task that asks for its result; others wait for the same.
/// The lock is its own and is never held while a task waits.
final class Once<T> {
  private boolean isTaken;
  private @Nullable T value;
  private @Nullable Failure failure;

  /// Null for nobody, as almost always.
  private @Nullable List<Outcome<Boolean>> waiting;

  /// Whether somebody has asked.
  synchronized boolean isTaken() {
    return isTaken;
  }

  /// The result, when there is one already.
  synchronized @Nullable T valueOrNull() {
    return value;
  }

  /// The result; does the work, or waits for who does it. Raises its error, each time.
  T get(Supplier<T> work) {
    return takesOver() ? done(work) : awaited();
  }

  private synchronized boolean takesOver() {
    boolean isFirst = !isTaken;
    isTaken = true;
    return isFirst;
  }

  private T done(Supplier<T> work) {
    try {
      T result = work.get();
      settle(result, null);
      return result;
    } catch (RuntimeException | Error thrown) {
      Failure raised =
          thrown instanceof Error ? Failure.runtimeError(thrown.toString()) : Failure.from(thrown);
      settle(null, raised);
      throw thrown;
    }
  }

  private T awaited() {
    if (!isSettled()) {
      Bridge.<Boolean>await(this::whenSettled);
    }
    synchronized (this) {
      if (value == null) {
        throw failure == null ? new IllegalStateException() : Failure.of(failure.value());
      }
      return value;
    }
  }

  private synchronized boolean isSettled() {
    return value != null || failure != null;
  }

  private void whenSettled(Outcome<Boolean> outcome) {
    synchronized (this) {
      if (!isSettled()) {
        List<Outcome<Boolean>> all = waiting;
        if (all == null) {
          all = new ArrayList<>(1);
          waiting = all;
        }
        all.add(outcome);
        return;
      }
    }
    outcome.complete(true);
  }

  private void settle(@Nullable T result, @Nullable Failure raised) {
    @Nullable List<Outcome<Boolean>> all;
    synchronized (this) {
      value = result;
      failure = raised;
      all = waiting;
      waiting = null;
    }
    if (all != null) {
      all.forEach(outcome -> outcome.complete(true));
    }
  }
}
