package ruchy.runtime.task;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.engine.Bridge;
import ruchy.runtime.engine.Outcome;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.library.Export;
import ruchy.runtime.library.HandsOn;
import ruchy.runtime.library.LibraryType;
import ruchy.runtime.library.StartsTasks;
import ruchy.runtime.library.Type;
import ruchy.runtime.value.FunctionValue;
import ruchy.runtime.value.LibraryObject;

/// The tasks of one block: all that are started in it, or in one another, have ended when the block
/// ends. The first error, of a task or of the block, cancels the others and leaves the block.
///
/// The block runs on the thread that calls `run`. An error of a task has to end it too, so it
/// interrupts that thread; an interrupt that comes too late for the block to notice must not hit
/// what follows, and one that came from elsewhere meanwhile must not be lost. That is what the
/// class's lock is for. It is never held while a task waits.
@LibraryType("async::Scope")
@HandsOn
public final class Scope implements LibraryObject {
  /// Whether there has been a scope; until then, starting a task costs one read.
  private static volatile boolean isUsed;

  /// The innermost scope of each thread that is in one.
  private static final class Innermost {
    static final Map<Thread, Scope> OF_THREAD = new ConcurrentHashMap<>();
  }

  private final Thread owner = Thread.currentThread();
  private final @Nullable Scope outer;

  // Guarded by the class's lock.
  private final Set<Task> tasks = new LinkedHashSet<>();
  private @Nullable Throwable first;
  private @Nullable Outcome<Boolean> whenEmpty;
  private boolean isBlockOver;
  private boolean isEnded;
  private boolean hasInterrupted;
  private boolean isCancelledFromOutside;

  private Scope(@Nullable Scope outer) {
    this.outer = outer;
  }

  /// The value of the block, after all tasks of it have ended; or its error, or the first of a task
  /// of it.
  static @Nullable Object run(FunctionValue block) {
    isUsed = true;
    var scope = new Scope(current());
    Innermost.OF_THREAD.put(scope.owner, scope);
    Object value = null;
    Throwable thrown = null;
    try {
      value = Tasks.awaitTask(block.offer(scope));
    } catch (RuntimeException | Error failure) {
      thrown = failure;
    }
    scope.blockEnded(thrown);
    scope.awaitTasks();
    scope.leave();
    Throwable failure = scope.failure();
    if (failure instanceof Error error) {
      throw error;
    }
    if (failure != null) {
      throw (RuntimeException) failure;
    }
    return value;
  }

  /// The innermost scope that the current thread is in; null outside all.
  static @Nullable Scope current() {
    return isUsed ? Innermost.OF_THREAD.get(Thread.currentThread()) : null;
  }

  @Override
  public String typeName() {
    return "async::Scope";
  }

  @Override
  public String display() {
    return "<scope>";
  }

  /// Starts a function in a task of the scope, as `spawn` does in its block. For functions that
  /// start tasks for a block elsewhere. Raises an error once the block has ended.
  ///
  /// ```ruchy
  /// fun begin(scope, n) { scope.spawn(|| n * n) }
  /// async::scope(|scope| begin(scope, 3).await() + begin(scope, 4).await())   // => 25
  /// ```
  @StartsTasks
  @Export
  public Task spawn(@Type("() -> any") FunctionValue function) {
    return Task.startIn(this, function);
  }

  /// Cancels the tasks of the scope that have not ended; the block goes on.
  ///
  /// ```ruchy
  /// let outcome = async::scope(|scope| {
  ///     spawn { sleep(60000) }
  ///     scope.cancel()
  ///     "done"
  /// })
  /// outcome   // => "done"
  /// ```
  @Export
  public void cancel() {
    all().forEach(Task::cancel);
  }

  private List<Task> all() {
    synchronized (Scope.class) {
      return List.copyOf(tasks);
    }
  }

  /// The task belongs to the scope. Before it starts.
  void add(Task task) {
    synchronized (Scope.class) {
      if (isEnded) {
        throw Failure.runtimeError("The scope has ended");
      }
      tasks.add(task);
    }
  }

  /// The task has started. One that starts while the scope fails is cancelled.
  void started(Task task) {
    boolean isFailing;
    synchronized (Scope.class) {
      isFailing = first != null;
    }
    if (isFailing) {
      task.cancel();
    }
  }

  /// The current thread, that of a task of this scope, begins to run it.
  void enter() {
    Innermost.OF_THREAD.put(Thread.currentThread(), this);
  }

  /// The current thread's task has run to its end.
  static void exit() {
    Innermost.OF_THREAD.remove(Thread.currentThread());
  }

  /// A task of this scope has ended.
  ///
  /// @param error what ends the scope too, or null
  void ended(Task task, @Nullable Failure error) {
    Outcome<Boolean> empty = null;
    boolean isFirst = false;
    synchronized (Scope.class) {
      tasks.remove(task);
      if (error != null && first == null) {
        first = error;
        isFirst = true;
        if (!isBlockOver) {
          hasInterrupted = true;
          interrupt(owner, this);
        }
      }
      if (tasks.isEmpty() && whenEmpty != null) {
        isEnded = true;
        empty = whenEmpty;
      }
    }
    if (isFirst) {
      cancel();
    }
    if (empty != null) {
      empty.complete(true);
    }
  }

  /// Interrupts a thread whose task is cancelled.
  static void interrupt(Thread thread) {
    if (!isUsed) {
      thread.interrupt();
      return;
    }
    synchronized (Scope.class) {
      interrupt(thread, null);
    }
  }

  /// Interrupts the thread and tells the scopes that run on it, up to that one, that the reason is
  /// not theirs. With the lock.
  private static void interrupt(Thread thread, @Nullable Scope reason) {
    Scope scope = Innermost.OF_THREAD.get(thread);
    while (scope != null && scope != reason && scope.owner == thread) {
      scope.isCancelledFromOutside = true;
      scope = scope.outer;
    }
    thread.interrupt();
  }

  /// From here on, no error of a task interrupts the owner.
  private void blockEnded(@Nullable Throwable thrown) {
    boolean isFirst = false;
    synchronized (Scope.class) {
      isBlockOver = true;
      if (hasInterrupted) {
        Thread.interrupted();
        if (isCancelledFromOutside) {
          owner.interrupt(); // Which of the two the block has seen is not known: rather twice.
        }
      }
      if (thrown != null && first == null) {
        first = thrown;
        isFirst = true;
      }
    }
    if (isFirst) {
      cancel();
    }
  }

  private void awaitTasks() {
    try {
      if (!isEmpty()) {
        Bridge.<Boolean>await(this::whenEmpty);
      }
    } catch (Failure cancelled) {
      synchronized (Scope.class) {
        first = first == null ? cancelled : first;
      }
      cancel();
      Bridge.<Boolean>awaitFully(this::whenEmpty);
    }
  }

  private boolean isEmpty() {
    synchronized (Scope.class) {
      isEnded = tasks.isEmpty();
      return isEnded;
    }
  }

  private void whenEmpty(Outcome<Boolean> outcome) {
    synchronized (Scope.class) {
      if (!tasks.isEmpty()) {
        whenEmpty = outcome;
        return;
      }
      isEnded = true;
    }
    outcome.complete(true);
  }

  private void leave() {
    synchronized (Scope.class) {
      isEnded = true;
      if (outer == null) {
        Innermost.OF_THREAD.remove(owner);
      } else {
        Innermost.OF_THREAD.put(owner, outer);
      }
    }
  }

  private @Nullable Throwable failure() {
    synchronized (Scope.class) {
      return first;
    }
  }
}
