package ruchy.runtime.task;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.engine.Afterwards;
import ruchy.runtime.engine.Awaitable;
import ruchy.runtime.engine.Bridge;
import ruchy.runtime.engine.LoopThreads;
import ruchy.runtime.engine.Outcome;
import ruchy.runtime.engine.Trial;
import ruchy.runtime.engine.Turn;
import ruchy.runtime.failure.CallStack;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.library.Export;
import ruchy.runtime.library.LibraryType;
import ruchy.runtime.library.Waits;
import ruchy.runtime.value.FunctionValue;
import ruchy.runtime.value.LibraryObject;

/// An independent line of execution (L 12.1): what `spawn` and `async` yield. May be used from any
/// task.
@LibraryType("async::Task")
public final class Task implements LibraryObject, Awaitable, Runnable {
  private final FunctionValue body;
  private final boolean isDiscarded;
  private final CallStack spawnedAt;
  private final Thread thread;
  private final List<Outcome<Boolean>> waiters = new ArrayList<>(1);

  /// Guarded by this.
  private boolean isDone;

  private @Nullable Object value;
  private @Nullable Failure failure;
  private boolean isSeen;

  private Task(FunctionValue body, boolean isDiscarded) {
    this.body = body;
    this.isDiscarded = isDiscarded;
    this.spawnedAt = CallStack.here();
    this.thread = LoopThreads.free(this);
  }

  /// Starts the function in a task. The error of a task whose value is discarded is reported at
  /// once.
  static Task start(FunctionValue body, boolean isDiscarded) {
    Task task = new Task(body, isDiscarded);
    Trial.started(task.thread);
    task.thread.start();
    return task;
  }

  @Override
  public String typeName() {
    return "async::Task";
  }

  @Override
  public String display() {
    return "<task>";
  }

  @Override
  public String kind() {
    return "task";
  }

  /// Waits until the task has ended: its value, or its error raised here. A cancelled task raises
  /// CancelledError.
  ///
  /// ```ruchy
  /// let task = async { 6 * 7 }
  /// task.await()   // => 42
  /// ```
  @Export({"await", "join"})
  @Waits
  @Override
  public @Nullable Object await() {
    if (!isFinished()) {
      Bridge.<Boolean>await(this::whenDone);
    }
    return result();
  }

  @Override
  public boolean isBegun() {
    return true;
  }

  /// Whether the task has ended.
  ///
  /// ```ruchy
  /// let task = async { 1 }
  /// await task
  /// task.is_finished()   // => true
  /// ```
  @Export
  public synchronized boolean isFinished() {
    return isDone;
  }

  /// Asks the task to end: at its next blocking point it gets CancelledError. Does nothing to one
  /// that has ended.
  ///
  /// ```ruchy
  /// let task = spawn { sleep(60000) }
  /// task.cancel()
  /// ```
  @Export
  public void cancel() {
    if (!isFinished()) {
      thread.interrupt();
    }
  }

  /// Ends the outcome when the task has ended.
  void whenDone(Outcome<Boolean> outcome) {
    synchronized (this) {
      if (!isDone) {
        waiters.add(outcome);
        return;
      }
    }
    outcome.complete(true);
  }

  /// What a task that has ended gives; its error counts as seen.
  private @Nullable Object result() {
    Failure error;
    synchronized (this) {
      isSeen = true;
      error = failure;
    }
    if (error != null) {
      UnseenErrors.seen(this);
      throw error;
    }
    return value;
  }

  /// The error of a task that has ended, or null; it then counts as seen.
  @Nullable Failure error() {
    synchronized (this) {
      isSeen = true;
    }
    UnseenErrors.seen(this);
    return failure;
  }

  @Override
  public void run() {
    boolean sharesState = body.shares();
    if (sharesState) {
      Turn.PROGRAM.enter();
    }
    Object result = null;
    Failure error = null;
    try {
      result = body.call();
    } catch (Throwable thrown) {
      error = Failure.from(thrown);
    } finally {
      if (sharesState) {
        Turn.PROGRAM.leave();
      }
      Afterwards.reached();
      end(result, error);
    }
  }

  private void end(@Nullable Object result, @Nullable Failure error) {
    List<Outcome<Boolean>> waiting;
    Failure unseen;
    synchronized (this) {
      isDone = true;
      value = result;
      failure = error;
      waiting = List.copyOf(waiters);
      waiters.clear();
      unseen = isSeen || !waiting.isEmpty() ? null : error;
      if (unseen != null && !isDiscarded && !isCancel(unseen)) {
        // Under the lock, so that whoever sees the task done finds its error kept.
        UnseenErrors.keep(this, unseen, spawnedAt);
      }
    }
    if (unseen != null && isDiscarded && !isCancel(unseen)) {
      UnseenErrors.report(unseen, spawnedAt);
    }
    for (Outcome<Boolean> outcome : waiting) {
      outcome.complete(true);
    }
  }

  private static boolean isCancel(Failure failure) {
    return failure.matchesType("CancelledError");
  }
}
