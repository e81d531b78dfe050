package ruchy.runtime.engine;

import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.failure.Failure;

/// The one place where threads of the program wait. Every wait gives up the turn and takes it again
/// (L 12.3), sees that the task was cancelled, and may have a time limit. Event loops never wait:
/// what runs on them is known not to.
///
/// A failure that another thread has made is raised where the thread is that has waited for it.
public final class Bridge {
  /// The message of every CancelledError.
  public static final String CANCELLED = "The task was cancelled";

  private static final String ON_LOOP =
      "a function that is said not to wait waits on an event loop";

  /// More than 146 years, and few enough for nanoseconds.
  private static final long LONGEST_MILLIS = Long.MAX_VALUE / 2_000_000;

  private Bridge() {}

  /// Starts the operation and waits for its value; its failure is raised here. Raises
  /// CancelledError when the task is cancelled meanwhile: the operation itself goes on.
  ///
  /// A waiting task keeps its frames, and a hundred thousand may wait. The first compiler of the
  /// JVM puts methods of 35 bytes of code or fewer into their callers, and makes a frame as large
  /// as all that was put into the method. So this has no more, and keeps one value; what comes
  /// before and after is in methods of more, which it leaves where they are.
  public static <T extends @Nullable Object> T await(Operation<T> operation) {
    Outcome<T> outcome = beforePark(operation);
    if (outcome.operation != null) {
      try {
        LockSupport.park();
      } catch (Throwable thrown) {
        return afterPark(outcome, thrown);
      }
    }
    return afterPark(outcome, null);
  }

  /// Starts the operation, and gives up the turn unless it has ended.
  private static <T extends @Nullable Object> Outcome<T> beforePark(Operation<T> operation) {
    checkCancelled();
    Outcome<T> outcome = new Outcome<>();
    try {
      operation.start(outcome);
    } catch (Throwable failure) {
      outcome.giveUp(); // Whatever has begun: nobody waits for it.
      throw failure;
    }
    if (!outcome.isDone()) {
      outcome.operation = operation;
      try {
        checkMayWait();
        outcome.held = beforeWait();
      } catch (Throwable failure) {
        giveUp(outcome, failure);
        outcome.operation = null;
      }
    }
    return outcome;
  }

  /// The thread does not wait any longer, and raises what it was thrown; unless the outcome has
  /// come just now: that counts, and a task that was cancelled is told so at its next wait.
  private static <T extends @Nullable Object> void giveUp(Outcome<T> outcome, Throwable thrown) {
    Operation<T> operation = outcome.operation;
    if (outcome.giveUp()) {
      if (operation != null) {
        operation.abandoned(outcome);
      }
      throw raised(thrown);
    }
    if (thrown instanceof Failure failure && failure.matchesType("CancelledError")) {
      Thread.currentThread().interrupt();
    }
  }

  /// Waits on where the thread was woken too early, and takes the turn again.
  ///
  /// @param thrown what kept the thread from waiting, such as a stack that is full
  private static <T extends @Nullable Object> T afterPark(
      Outcome<T> outcome, @Nullable Throwable thrown) {
    if (outcome.operation != null) {
      try {
        if (thrown != null) {
          throw raised(thrown);
        }
        while (!isOver(outcome)) {
          LockSupport.park();
        }
      } catch (Throwable failure) {
        giveUp(outcome, failure);
      } finally {
        Turn.PROGRAM.takeBack(outcome.held);
      }
    }
    return result(outcome);
  }

  /// As `await`, raising TimeoutError after that many milliseconds; 0 is no limit.
  public static <T extends @Nullable Object> T await(Operation<T> operation, long limitMillis) {
    return limitMillis == 0 ? await(operation) : awaitWithin(operation, limitMillis);
  }

  /// Small, as `await`.
  private static <T extends @Nullable Object> T awaitWithin(
      Operation<T> operation, long limitMillis) {
    Outcome<T> outcome = beforePark(operation);
    long deadline = deadline(limitMillis);
    if (outcome.operation != null) {
      try {
        LockSupport.parkNanos(deadline - System.nanoTime());
      } catch (Throwable thrown) {
        return afterPark(outcome, deadline, limitMillis, thrown);
      }
    }
    return afterPark(outcome, deadline, limitMillis, null);
  }

  private static long deadline(long limitMillis) {
    return System.nanoTime() + Math.min(limitMillis, LONGEST_MILLIS) * 1_000_000;
  }

  /// As the other, until the time is over.
  private static <T extends @Nullable Object> T afterPark(
      Outcome<T> outcome, long deadline, long limitMillis, @Nullable Throwable thrown) {
    if (outcome.operation != null) {
      try {
        if (thrown != null) {
          throw raised(thrown);
        }
        while (!isOver(outcome)) {
          long left = deadline - System.nanoTime();
          if (left <= 0) {
            throw Failure.timeoutError("Timed out after " + limitMillis + " ms");
          }
          LockSupport.parkNanos(left);
        }
      } catch (Throwable failure) {
        giveUp(outcome, failure);
      } finally {
        Turn.PROGRAM.takeBack(outcome.held);
      }
    }
    return result(outcome);
  }

  /// As `await`, but goes on waiting when the task is cancelled meanwhile; its next wait tells it.
  public static <T extends @Nullable Object> T awaitFully(Operation<T> operation) {
    Outcome<T> outcome = new Outcome<>();
    operation.start(outcome);
    if (!outcome.isDone()) {
      outcome.operation = operation;
      Turn.Parked held = null;
      try {
        Output.STANDARD.flushOwn();
        held = beforeWait();
        parkUncancelled(outcome);
      } catch (Throwable thrown) { // The stack is full, or this is an event loop.
        giveUp(outcome, thrown);
      } finally {
        Turn.PROGRAM.takeBack(held);
      }
    }
    return result(outcome);
  }

  /// As `await`, but keeps the turn: for operations that end soon without any code of the program,
  /// and that are not blocking points (L 12.4), such as binding a port.
  public static <T extends @Nullable Object> T awaitInTurn(Operation<T> operation) {
    Outcome<T> outcome = new Outcome<>();
    operation.start(outcome);
    try {
      parkFor(outcome);
    } catch (Throwable failure) { // The stack is full.
      outcome.giveUp();
      throw failure;
    }
    return result(outcome);
  }

  /// Waits that many nanoseconds; 0 or less lets others run. Of one small frame, as `await`.
  public static void sleep(long nanos) {
    long deadline = System.nanoTime() + nanos;
    Turn.Parked held = beforeSleep(nanos);
    try {
      LockSupport.parkNanos(nanos);
    } catch (Throwable thrown) {
      afterSleep(deadline, held, thrown);
    }
    afterSleep(deadline, held, null);
  }

  private static Turn.@Nullable Parked beforeSleep(long nanos) {
    if (Thread.interrupted()) {
      throw Failure.cancelledError(CANCELLED);
    }
    checkMayWait();
    Turn.Parked held = beforeWait();
    if (nanos <= 0) {
      letOthersRun();
    }
    return held;
  }

  /// Sleeps on where the thread was woken too early, and takes the turn again.
  private static void afterSleep(
      long deadline, Turn.@Nullable Parked held, @Nullable Throwable thrown) {
    try {
      if (thrown != null) {
        throw raised(thrown);
      }
      checkCancelled();
      long left;
      while ((left = deadline - System.nanoTime()) > 0) {
        LockSupport.parkNanos(left);
        checkCancelled();
      }
    } finally {
      Turn.PROGRAM.takeBack(held);
    }
  }

  /// A hint, which is all that `sleep(0)` promises beside the turn: so it may fail, as on a stack
  /// that is too deep to be put aside. The turn is given up, and must be taken back.
  @SuppressWarnings("ThreadPriorityCheck") // It is a hint.
  private static void letOthersRun() {
    try {
      Thread.yield();
    } catch (StackOverflowError full) {
      // The thread goes on.
    }
  }

  /// Waits for the outcome without giving up the turn and without being cancelled.
  static void parkFor(Outcome<?> outcome) {
    parkUncancelled(outcome);
  }

  /// The same for that many nanoseconds at most; whether the outcome has come.
  static boolean parkFor(Outcome<?> outcome, long nanos) {
    long deadline = System.nanoTime() + nanos;
    boolean wasInterrupted = false;
    long left = nanos;
    while (!outcome.isDone() && left > 0) {
      LockSupport.parkNanos(left);
      wasInterrupted |= Thread.interrupted();
      left = deadline - System.nanoTime();
    }
    if (wasInterrupted) {
      Thread.currentThread().interrupt();
    }
    return outcome.isDone();
  }

  private static <T extends @Nullable Object> T result(Outcome<T> outcome) {
    Throwable failure = outcome.failure();
    if (failure == null) {
      return outcome.value();
    }
    throw raised(failure);
  }

  private static void parkUncancelled(Outcome<?> outcome) {
    checkMayWait();
    boolean wasInterrupted = false;
    while (!outcome.isDone()) {
      LockSupport.park();
      wasInterrupted |= Thread.interrupted();
    }
    if (wasInterrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /// What comes before every wait of a task: what it has printed leaves, and it gives up the turn.
  /// What it held.
  private static Turn.@Nullable Parked beforeWait() {
    Afterwards.reached();
    return Turn.PROGRAM.giveUp();
  }

  /// Whether the outcome has come. What has come counts, also when the task was cancelled just
  /// after it; else a cancelled task gets CancelledError.
  private static boolean isOver(Outcome<?> outcome) {
    if (outcome.isDone()) {
      return true;
    }
    checkCancelled();
    return false;
  }

  /// A cancelled task is an interrupted thread: at its next wait it gets CancelledError (L 12.2).
  private static void checkCancelled() {
    if (Thread.interrupted()) {
      throw Failure.cancelledError(CANCELLED);
    }
  }

  private static void checkMayWait() {
    if (LoopThreads.isLoop(Thread.currentThread())) {
      throw Failure.runtimeError(ON_LOOP);
    }
  }

  private static RuntimeException raised(Throwable failure) {
    return switch (failure) {
      case Failure made -> made.raisedHere();
      case RuntimeException exception -> exception;
      case Error error -> throw error;
      default -> Failure.ioError(String.valueOf(failure.getMessage()));
    };
  }
}
