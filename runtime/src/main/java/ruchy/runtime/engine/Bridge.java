package ruchy.runtime.engine;

import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.failure.Failure;

/// The one place where threads of the program wait. Every wait gives up the turn and takes it again
/// (L 12.3), sees that the task was cancelled, and may have a time limit. Event loops never wait:
/// what runs on them is known not to.
public final class Bridge {
  private static final String CANCELLED = "The task was cancelled";
  private static final String ON_LOOP =
      "a function that is said not to wait waits on an event loop";

  private Bridge() {}

  /// Starts the operation and waits for its value; its failure is raised here. Raises
  /// CancelledError when the task is cancelled meanwhile: the operation itself goes on.
  ///
  /// A waiting task keeps its frames, and a hundred thousand may wait. So what this method calls
  /// before the wait is in methods that the first compiler of the JVM does not put into its frame,
  /// and no method stands between it and the wait.
  public static <T extends @Nullable Object> T await(Operation<T> operation) {
    Outcome<T> outcome = started(operation);
    if (!outcome.isDone()) {
      int held = beforeWait();
      try {
        while (!isOver(outcome)) {
          LockSupport.park();
        }
      } catch (Failure failure) {
        operation.abandoned(outcome);
        throw failure;
      } finally {
        Turn.PROGRAM.takeBack(held);
      }
    }
    return result(outcome);
  }

  /// As `await`, raising TimeoutError after that many milliseconds; 0 is no limit.
  public static <T extends @Nullable Object> T await(Operation<T> operation, long limitMillis) {
    if (limitMillis == 0) {
      return await(operation);
    }
    Outcome<T> outcome = started(operation);
    if (!outcome.isDone()) {
      int held = beforeWait();
      try {
        long deadline = System.nanoTime() + limitMillis * 1_000_000;
        while (!isOver(outcome)) {
          long left = deadline - System.nanoTime();
          if (left <= 0) {
            throw Failure.timeoutError("Timed out after " + limitMillis + " ms");
          }
          LockSupport.parkNanos(left);
        }
      } catch (Failure failure) {
        operation.abandoned(outcome);
        throw failure;
      } finally {
        Turn.PROGRAM.takeBack(held);
      }
    }
    return result(outcome);
  }

  /// As `await`, but goes on waiting when the task is cancelled meanwhile; its next wait tells it.
  public static <T extends @Nullable Object> T awaitFully(Operation<T> operation) {
    Outcome<T> outcome = new Outcome<>();
    operation.start(outcome);
    if (!outcome.isDone()) {
      Output.STANDARD.flushOwn();
      Afterwards.reached();
      int held = Turn.PROGRAM.giveUp();
      try {
        parkUncancelled(outcome);
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
    parkFor(outcome);
    return result(outcome);
  }

  /// Waits that many nanoseconds; 0 or less lets others run.
  public static void sleep(long nanos) {
    checkCancelled();
    checkMayWait();
    int held = beforeWait();
    try {
      if (nanos <= 0) {
        letOthersRun();
      } else {
        long deadline = System.nanoTime() + nanos;
        long left;
        while ((left = deadline - System.nanoTime()) > 0) {
          LockSupport.parkNanos(left);
          checkCancelled();
        }
      }
    } finally {
      Turn.PROGRAM.takeBack(held);
    }
  }

  @SuppressWarnings(
      "ThreadPriorityCheck") // A hint is all that `sleep(0)` promises; the turn is given up for
  // certain.
  private static void letOthersRun() {
    Thread.yield();
  }

  /// Waits for the outcome without giving up the turn and without being cancelled.
  static void parkFor(Outcome<?> outcome) {
    parkUncancelled(outcome);
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

  private static <T extends @Nullable Object> Outcome<T> started(Operation<T> operation) {
    checkCancelled();
    Outcome<T> outcome = new Outcome<>();
    operation.start(outcome);
    if (!outcome.isDone() && LoopThreads.isLoop(Thread.currentThread())) {
      operation.abandoned(outcome);
      throw Failure.runtimeError(ON_LOOP);
    }
    return outcome;
  }

  /// What comes before every wait of a task: what it has printed leaves, and it gives up the turn.
  /// How deep it was held. Raises nothing: an operation that has started is abandoned only by who
  /// waits for it.
  private static int beforeWait() {
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
      case RuntimeException exception -> exception;
      case Error error -> throw error;
      default -> Failure.ioError(String.valueOf(failure.getMessage()));
    };
  }
}
