package ruchy.runtime.task;

import java.util.List;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.engine.Afterwards;
import ruchy.runtime.engine.Awaitable;
import ruchy.runtime.engine.Bridge;
import ruchy.runtime.engine.Line;
import ruchy.runtime.engine.LoopThreads;
import ruchy.runtime.engine.Operation;
import ruchy.runtime.engine.Outcome;
import ruchy.runtime.engine.SlowStart;
import ruchy.runtime.engine.Trial;
import ruchy.runtime.engine.Turn;
import ruchy.runtime.failure.CallStack;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.failure.Interruption;
import ruchy.runtime.library.Awaited;
import ruchy.runtime.library.Export;
import ruchy.runtime.library.HandsOn;
import ruchy.runtime.library.LibraryType;
import ruchy.runtime.library.Waits;
import ruchy.runtime.value.FunctionValue;
import ruchy.runtime.value.LibraryObject;

/// An independent line of execution (L 12.1): what `spawn` and `async` yield. May be used from any
/// task.
@LibraryType("async::Task")
@HandsOn
@Awaited
public final class Task implements LibraryObject, Awaitable, Runnable, Operation<Boolean> {
  private final FunctionValue body;
  private final boolean isDiscarded;

  /// Where the program starts it: a text, or the `CallStack` of a library function that does.
  private final Object spawnedAt;

  private final Thread thread;
  private final @Nullable Scope scope;
  private final boolean failsScope;
  private final boolean sharesState;

  /// Who waits for the end; null for nobody, as of most tasks. Guarded by this.
  private @Nullable Line<Outcome<Boolean>> waiters;

  /// Written with this as a lock, behind what it says.
  private volatile boolean isDone;

  /// Whether it was cancelled before it had ended. Guarded by this.
  private boolean isCancelled;

  private @Nullable Object value;
  private @Nullable Failure failure;
  private boolean isSeen;

  private Task(
      FunctionValue body,
      boolean isDiscarded,
      @Nullable Scope scope,
      boolean failsScope,
      Object spawnedAt) {
    this.body = body;
    this.isDiscarded = isDiscarded;
    this.scope = scope;
    this.failsScope = failsScope;
    this.sharesState = body.shares();
    this.spawnedAt = spawnedAt;
    this.thread = LoopThreads.free(this);
  }

  /// Starts the function in a task. The error of a task whose value is discarded is reported at
  /// once.
  static Task start(FunctionValue body, boolean isDiscarded) {
    return start(body, isDiscarded, Scope.current(), true, CallStack.here());
  }

  /// As above, for code of the program that says its place.
  static Task start(FunctionValue body, boolean isDiscarded, String place) {
    return start(body, isDiscarded, Scope.current(), true, place);
  }

  /// Starts the function in a task for a call that awaits it: its error is that call's, and ends no
  /// scope by itself.
  static Task startFor(FunctionValue body) {
    return start(body, false, Scope.current(), false, CallStack.here());
  }

  /// Starts the function in a task of the scope, whose error ends it.
  static Task startIn(Scope scope, FunctionValue body) {
    return start(body, false, scope, true, CallStack.here());
  }

  /// @param failsScope whether its error ends the scope
  private static Task start(
      FunctionValue body,
      boolean isDiscarded,
      @Nullable Scope scope,
      boolean failsScope,
      Object spawnedAt) {
    Task task = new Task(body, isDiscarded, scope, failsScope && scope != null, spawnedAt);
    Trial.started(task.thread);
    if (scope == null) {
      task.begin();
    } else {
      scope.add(task);
      task.begin();
      scope.started(task);
    }
    return task;
  }

  /// Starts the thread; of a task that shares not before it has the turn, since a thread that waits
  /// for it costs more than one that has not begun.
  private void begin() {
    if (sharesState) {
      Turn.PROGRAM.enterLater(thread::start);
    } else {
      thread.start();
      SlowStart.TASKS.started(thread);
    }
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

  /// Waits until the task has ended: its value, or its error raised here. A task that was cancelled
  /// raises CancelledError, also when it caught its own and ended with a value.
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
      Bridge.<Boolean>await(this);
    }
    return result();
  }

  /// Waits until it has ended, and raises nothing of it.
  void awaitEnd() {
    if (!isFinished()) {
      Bridge.<Boolean>await(this);
    }
  }

  /// Waits until it has ended; raises TimeoutError after that many milliseconds, one or more.
  void awaitEnd(long limitMillis) {
    Bridge.<Boolean>await(this, limitMillis);
  }

  /// Waits until it has ended, also when the current task is cancelled meanwhile.
  void awaitFully() {
    Bridge.<Boolean>awaitFully(this);
    error();
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
  public boolean isFinished() {
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
    synchronized (this) {
      if (isDone) {
        return;
      }
      isCancelled = true;
    }
    Scope.interrupt(thread);
  }

  /// Ends the outcome when the task has ended.
  @Override
  public void start(Outcome<Boolean> outcome) {
    synchronized (this) {
      if (!isDone) {
        Line<Outcome<Boolean>> line = waiters;
        if (line == null) {
          line = new Line<>();
          waiters = line;
        }
        line.add(outcome);
        return;
      }
    }
    outcome.complete(true);
  }

  @Override
  public synchronized void abandoned(Outcome<Boolean> outcome) {
    if (waiters != null) {
      waiters.left();
    }
  }

  /// How many wait for the end, some of whom may have given up.
  synchronized int waiting() {
    return waiters == null ? 0 : waiters.size();
  }

  /// What a task that has ended gives; its error counts as seen.
  private @Nullable Object result() {
    Failure error = error();
    if (error != null) {
      throw error;
    }
    return value;
  }

  /// The error of a task that has ended, or null; it then counts as seen. That of a cancelled one
  /// is CancelledError (L 12.2); one of its own that nobody gets so remains unseen.
  @Nullable Failure error() {
    Failure own;
    boolean mayHide;
    synchronized (this) {
      own = failure;
      mayHide = isCancelled && isDone && !(own != null && isCancel(own));
      isSeen = true;
    }
    if (mayHide) {
      return Failure.cancelledError(Bridge.CANCELLED);
    }
    if (own != null) {
      UnseenErrors.seen(this);
    }
    return own;
  }

  /// A hundred thousand tasks may wait, each with its frame of this method, which the first
  /// compiler of the JVM makes as large as everything that it puts into it. So what comes before
  /// and after the body is elsewhere.
  @Override
  public void run() {
    begun();
    Object result;
    try {
      result = body.call();
    } catch (Throwable thrown) {
      ended(null, thrown);
      return;
    }
    ended(result, null);
  }

  private void begun() {
    if (scope != null) {
      scope.enter();
    }
    if (sharesState) {
      Turn.PROGRAM.begin();
    }
  }

  private void ended(@Nullable Object result, @Nullable Throwable thrown) {
    Failure error = null;
    try {
      error = thrown == null ? null : Interruption.endOf(thrown);
    } catch (Error ofJava) {
      error = Failure.runtimeError(ofJava.toString()); // The JVM's own, such as a broken class.
    } finally {
      if (sharesState) {
        Turn.PROGRAM.leave();
      }
      Afterwards.reached();
      if (scope != null) {
        Scope.exit();
      }
      end(result, error);
    }
  }

  private void end(@Nullable Object result, @Nullable Failure error) {
    List<Outcome<Boolean>> waiting;
    Failure unseen;
    Runnable report = null;
    synchronized (this) {
      value = result;
      failure = error;
      waiting = waiters == null ? List.of() : waiters.all();
      waiters = null;
      // The error of a task of a scope is that of the scope.
      // Who waits for a cancelled task gets CancelledError, so nobody gets another of its own.
      boolean isAwaited = !waiting.isEmpty() && !isCancelled;
      unseen = isSeen || failsScope || isAwaited ? null : error;
      if (unseen != null && !isDiscarded && !isCancel(unseen)) {
        report = UnseenErrors.keep(this, unseen, spawnedAt);
      }
      isDone = true; // Whoever sees this finds the error kept.
    }
    try {
      if (report != null) {
        report.run();
      }
      if (unseen != null && isDiscarded && !isCancel(unseen)) {
        UnseenErrors.reportInTurn(unseen, spawnedAt);
      }
    } finally { // Whether or not there is memory for a report, nobody waits for what has ended.
      for (Outcome<Boolean> outcome : waiting) {
        outcome.complete(true);
      }
      if (scope != null) {
        scope.ended(this, failsScope && error != null && !isCancel(error) ? error : null);
      }
    }
  }

  private static boolean isCancel(Failure failure) {
    return failure.matchesType("CancelledError");
  }
}
