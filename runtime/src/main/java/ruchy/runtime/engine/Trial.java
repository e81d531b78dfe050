package ruchy.runtime.engine;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.failure.CallStack;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.failure.Interruption;

/// Runs code of a program in a process that goes on afterwards: a test (L 20.4). What it prints is
/// kept, and `exit` ends the trial alone. What it leaves behind is ended: servers and timers are
/// closed, its tasks are cancelled. One trial runs at a time.
public final class Trial implements Runnable {
  /// As for the top-level code of a program: 10,000 nested calls must work (L 7.4).
  private static final long STACK_BYTES = 256L << 20;

  /// How long code may take to stop when its time is over.
  private static final long STOP_MILLIS = 2000;

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
  /// @param end null if it came in time; else where the code was
  public record Result(
      @Nullable Failure failure,
      @Nullable Object value,
      int exitStatus,
      String output,
      long nanos,
      @Nullable TimeOut end) {}

  /// The time of a trial was over before its end.
  ///
  /// @param stack where its code was, innermost first, as `Failure.stackLines`
  /// @param isStuck whether it could not be stopped: it still runs, and no other trial can run in
  ///   this runtime
  public record TimeOut(List<String> stack, boolean isStuck) {}

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

  /// Whether a trial can run in this runtime: no other one runs, or goes on though its time is
  /// over.
  public static boolean isFree() {
    return current == null;
  }

  /// Runs the code on a thread of its own, which holds the turn, and waits until it has ended.
  public static Result run(Callable<@Nullable Object> code) {
    return run(code, 0);
  }

  /// The same for that many milliseconds at most, after which the code is stopped; 0 is no limit.
  public static Result run(Callable<@Nullable Object> code, long limitMillis) {
    var output = new KeptOutput();
    Output.STANDARD.redirect(output);
    Output.ERROR.redirect(output);
    var trial = new Trial(code);
    current = trial;
    var result = trial.result(output, limitMillis);
    var end = result.end();
    if (end == null || !end.isStuck()) {
      current = null;
      Output.STANDARD.redirect(null);
      Output.ERROR.redirect(null);
    }
    return result;
  }

  private Result result(KeptOutput output, long limitMillis) {
    long start = System.nanoTime();
    var thread = new Thread(null, this, "main", STACK_BYTES);
    thread.setDaemon(true);
    thread.start();
    boolean isInTime = endsWithin(limitMillis);
    nanos = System.nanoTime() - start;
    List<String> stack = isInTime ? null : standing(thread);
    if (stack != null) {
      outcome.fail(new Exit(-1)); // what it does from now on changes nothing
      stop(thread);
    }
    running().forEach(Trial::stop);
    Lifetime.closeAll();
    if (stack != null) {
      boolean isStuck = !hasEnded(thread);
      Interruption.forget(thread);
      return new Result(null, null, -1, output.text(), nanos, new TimeOut(stack, isStuck));
    }
    Throwable thrown = outcome.failure();
    int status = thrown instanceof Exit exit ? exit.status : -1;
    Failure failure = thrown == null || thrown instanceof Exit ? null : Failure.from(thrown);
    Object value = thrown == null ? outcome.value() : null;
    return new Result(failure, value, status, output.text(), nanos, null);
  }

  private boolean endsWithin(long limitMillis) {
    if (limitMillis == 0) {
      Bridge.parkFor(outcome);
      return true;
    }
    return Bridge.parkFor(outcome, limitMillis * 1_000_000);
  }

  /// The tasks that have not ended.
  private List<Thread> running() {
    synchronized (tasks) {
      return tasks.keySet().stream().filter(Thread::isAlive).toList();
    }
  }

  /// Where the code is: that of the trial, else that of a task for which it waits.
  private List<String> standing(Thread thread) {
    String[] lines = CallStack.of(thread).lines();
    for (Thread task : running()) {
      if (lines.length == 0) {
        lines = CallStack.of(task).lines();
      }
    }
    return List.of(lines);
  }

  private static void stop(Thread thread) {
    Interruption.stop(thread);
    thread.interrupt();
  }

  private static boolean hasEnded(Thread thread) {
    try {
      return thread.join(Duration.ofMillis(STOP_MILLIS));
    } catch (InterruptedException nobodyDoesThat) {
      throw new IllegalStateException(nobodyDoesThat);
    }
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
