package ruchy.runtime.engine;

import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.failure.Failure;

/// Runs code of a program in a process that goes on afterwards: a test (L 20.4). What it prints is
/// kept, and `exit` ends the trial alone. What it leaves behind is ended: servers and timers are
/// closed, its tasks are cancelled. One trial runs at a time.
public final class Trial implements Runnable {
  /// As for the top-level code of a program: 10,000 nested calls must work (L 7.4).
  private static final long STACK_BYTES = 256L << 20;

  private static volatile @Nullable Trial current;

  private final Callable<@Nullable Object> code;
  private final Outcome<@Nullable Object> outcome = new Outcome<>();

  /// Threads of tasks; who keeps a task keeps its thread.
  private final Map<Thread, Boolean> tasks = Collections.synchronizedMap(new WeakHashMap<>());

  private long nanos;

  /// What came of it.
  ///
  /// @param failure the error that left the code, or null
  /// @param value what the code gave; a task is awaited
  /// @param exitStatus what `exit` was called with, -1 if it was not called
  /// @param output what was printed on standard output and standard error, in this order of time;
  ///   of very much the beginning and the end
  /// @param nanos how long it took
  public record Result(
      @Nullable Failure failure,
      @Nullable Object value,
      int exitStatus,
      String output,
      long nanos) {}

  /// `exit` was called.
  private static final class Exit extends Error {
    private static final long serialVersionUID = 1;

    private final int status;

    Exit(int status) {
      super(null, null, false, false);
      this.status = status;
    }
  }

  private Trial(Callable<@Nullable Object> code) {
    this.code = code;
  }

  /// Runs the code on a thread of its own, which holds the turn, and waits until it has ended.
  public static Result run(Callable<@Nullable Object> code) {
    var output = new KeptOutput();
    Output.STANDARD.redirect(output);
    Output.ERROR.redirect(output);
    var trial = new Trial(code);
    current = trial;
    try {
      return trial.result(output);
    } finally {
      current = null;
      Output.STANDARD.redirect(null);
      Output.ERROR.redirect(null);
    }
  }

  private Result result(KeptOutput output) {
    long start = System.nanoTime();
    var thread = new Thread(null, this, "main", STACK_BYTES);
    thread.setDaemon(true);
    thread.start();
    Bridge.parkFor(outcome);
    nanos = System.nanoTime() - start;
    synchronized (tasks) {
      tasks.keySet().forEach(Thread::interrupt);
    }
    Lifetime.closeAll();
    Throwable thrown = outcome.failure();
    int status = thrown instanceof Exit exit ? exit.status : -1;
    Failure failure = thrown == null || thrown instanceof Exit ? null : Failure.from(thrown);
    Object value = thrown == null ? outcome.value() : null;
    return new Result(failure, value, status, output.text(), nanos);
  }

  @Override
  public void run() {
    Turn.PROGRAM.enter();
    try {
      Object value = code.call();
      outcome.complete(value instanceof Awaitable later ? later.await() : value);
    } catch (Throwable thrown) {
      outcome.fail(thrown);
    } finally {
      Turn.PROGRAM.leave();
    }
  }

  /// A task of the program starts.
  public static void started(Thread task) {
    Trial trial = current;
    if (trial != null) {
      trial.tasks.put(task, true);
    }
  }

  /// Ends the trial, if there is one; the calling thread goes no further, and runs neither `catch`
  /// nor `finally` (L 11.1) unless it is an event loop, which must go on.
  static void exit(int status) {
    Trial trial = current;
    if (trial == null) {
      return;
    }
    var exit = new Exit(status);
    trial.outcome.fail(exit);
    if (LoopThreads.isLoop(Thread.currentThread())) {
      throw exit;
    }
    Turn.PROGRAM.giveUp();
    while (true) {
      LockSupport.park(trial);
    }
  }
}
