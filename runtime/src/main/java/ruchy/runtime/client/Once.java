package ruchy.runtime.client;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.engine.Bridge;
import ruchy.runtime.engine.Outcome;
import ruchy.runtime.failure.Failure;

/// Work that is done once, for all tasks that ask for its result. The first of them does it, and
/// the others wait. Each is cancelled alone (L 12.2): when it is the one that works, another one
/// goes on where it has stopped. The work is given up when nobody wants it any longer. The lock is
/// its own and is never held while a task waits.
final class Once<T> {
  /// What is to be done. Only one task at a time is at it.
  interface Work<T> {
    /// Does the work, or goes on with it where a cancelled task has left it. Raises CancelledError
    /// when the task that calls is cancelled.
    T goOn();

    /// Nobody waits for the result any longer.
    ///
    /// @return the error for those who ask for the result later
    Failure giveUp();
  }

  private @Nullable Work<T> work;
  private @Nullable T value;
  private @Nullable Failure failure;

  /// Null for nobody, as almost always. Each is told true when there is a result, and false when it
  /// has to go on with the work itself.
  private @Nullable List<Outcome<Boolean>> waiting;

  /// Whether somebody has asked.
  synchronized boolean isTaken() {
    return work != null || isSettled();
  }

  /// The result, when there is one already.
  synchronized @Nullable T valueOrNull() {
    return value;
  }

  /// The result; does the work, or waits for who does it. Raises its error, each time.
  T get(Work<T> wanted) {
    return takesOver(wanted) ? done(wanted) : awaited();
  }

  private synchronized boolean takesOver(Work<T> wanted) {
    boolean isFirst = !isTaken();
    if (isFirst) {
      work = wanted;
    }
    return isFirst;
  }

  private T done(Work<T> doing) {
    try {
      T result = doing.goOn();
      settle(result, null);
      return result;
    } catch (RuntimeException | Error thrown) {
      Failure raised =
          thrown instanceof Error ? Failure.runtimeError(thrown.toString()) : Failure.from(thrown);
      if (raised.matchesType("CancelledError")) {
        leave();
      } else {
        settle(null, raised);
      }
      throw thrown;
    }
  }

  private T awaited() {
    if (!isSettled()) {
      List<Outcome<Boolean>> own = new ArrayList<>(1);
      boolean isOver;
      try {
        isOver =
            Bridge.<Boolean>await(
                outcome -> {
                  own.add(outcome);
                  whenNews(outcome);
                });
      } catch (RuntimeException | Error cancelled) {
        if (!own.isEmpty() && !stopsWaiting(own.getFirst())) {
          leave();
        }
        throw cancelled;
      }
      Work<T> left = isOver ? null : workLeft();
      if (left != null) {
        return done(left);
      }
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

  private synchronized @Nullable Work<T> workLeft() {
    return work;
  }

  private void whenNews(Outcome<Boolean> outcome) {
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

  /// Whether a cancelled task had only to wait; false when the work had just been left to it.
  private synchronized boolean stopsWaiting(Outcome<Boolean> outcome) {
    return isSettled() || (waiting != null && waiting.remove(outcome));
  }

  /// The task that works is cancelled: another one goes on, or nobody wants the result.
  private void leave() {
    Outcome<Boolean> next = null;
    Work<T> left;
    synchronized (this) {
      left = work;
      if (waiting != null && !waiting.isEmpty()) {
        next = waiting.removeFirst();
      }
    }
    if (next != null) {
      next.complete(false);
    } else if (left != null) {
      settle(null, left.giveUp());
    }
  }

  private void settle(@Nullable T result, @Nullable Failure raised) {
    @Nullable List<Outcome<Boolean>> all;
    synchronized (this) {
      value = result;
      failure = raised;
      work = null;
      all = waiting;
      waiting = null;
    }
    if (all != null) {
      all.forEach(outcome -> outcome.complete(true));
    }
  }
}
