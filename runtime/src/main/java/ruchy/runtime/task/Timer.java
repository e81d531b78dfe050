package ruchy.runtime.task;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.engine.Afterwards;
import ruchy.runtime.engine.Bridge;
import ruchy.runtime.engine.Lifetime;
import ruchy.runtime.engine.LoopThreads;
import ruchy.runtime.engine.Output;
import ruchy.runtime.engine.Turn;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.failure.Interruption;
import ruchy.runtime.library.Export;
import ruchy.runtime.library.HandsOn;
import ruchy.runtime.library.LibraryType;
import ruchy.runtime.time.DurationValue;
import ruchy.runtime.value.FunctionValue;
import ruchy.runtime.value.LibraryObject;

/// A timer: what `set_timeout` and `set_interval` yield. Its calls come one after the other; those
/// that are missed while one lasts are dropped (L 12.6). Keeps the program alive until it is
/// cancelled or, for one call, has made it.
@LibraryType("async::Timer")
@HandsOn
public final class Timer implements LibraryObject, Lifetime.Open, Runnable {
  private final FunctionValue function;
  private final long intervalNanos;
  private final boolean repeats;

  /// When it was set: its time counts from there, however late its thread begins.
  private final long since = System.nanoTime();

  private final Thread thread;
  private volatile boolean isCancelled;

  /// Guarded by this.
  private boolean isCalling;

  private Timer(FunctionValue function, long intervalNanos, boolean repeats) {
    this.function = function;
    this.intervalNanos = intervalNanos;
    this.repeats = repeats;
    this.thread = LoopThreads.free(this);
  }

  /// Takes function and time in either order.
  static Timer start(
      String name, @Nullable Object first, @Nullable Object second, boolean repeats) {
    boolean isFunctionFirst = first instanceof FunctionValue;
    FunctionValue function = Tasks.function(isFunctionFirst ? first : second, name);
    Timer timer = new Timer(function, nanos(isFunctionFirst ? second : first, name), repeats);
    Lifetime.opened(timer);
    Afterwards.run(timer.thread::start);
    return timer;
  }

  private static long nanos(@Nullable Object time, String name) {
    long nanos =
        switch (time) {
          case Long millis -> TimeUnit.MILLISECONDS.toNanos(millis);
          case Double millis when !millis.isNaN() -> (long) (millis * 1_000_000);
          case DurationValue duration -> duration.nanos();
          case null, default ->
              throw Failure.typeError(name + " expects a function and milliseconds");
        };
    return Math.max(0, nanos);
  }

  @Override
  public String typeName() {
    return "async::Timer";
  }

  /// Ends the timer: its function is not called again.
  ///
  /// ```ruchy
  /// let timer = set_interval(|| println("tick"), 1000)
  /// timer.cancel()
  /// ```
  @Export
  public void cancel() {
    synchronized (this) {
      isCancelled = true;
      // A call that is being made goes on to its end.
      if (!isCalling) {
        thread.interrupt();
      }
    }
    Lifetime.closed(this);
  }

  /// Whether the function may be called now.
  private synchronized boolean beginsCall() {
    isCalling = !isCancelled;
    return isCalling;
  }

  private synchronized void endsCall() {
    isCalling = false;
  }

  @Override
  public void drain(long graceMillis, Runnable whenDone) {
    isCancelled = true;
    whenDone.run();
  }

  @Override
  public void run() {
    // Two calls are at least a millisecond apart, so that others can run.
    long interval = Math.max(intervalNanos, repeats ? 1_000_000 : 1);
    long next = since + interval;
    do {
      try {
        Bridge.sleep(next - System.nanoTime());
      } catch (Failure cancelled) {
        continue;
      }
      tick();
      long late = System.nanoTime() - next;
      next += interval * (1 + Math.max(0, late) / interval);
    } while (repeats && !isCancelled);
    Lifetime.closed(this);
  }

  private void tick() {
    boolean sharesState = function.shares();
    if (sharesState) {
      Turn.PROGRAM.enter();
    }
    try {
      if (beginsCall()) {
        Tasks.await(function.callAll(new @Nullable Object[] {}));
      }
    } catch (Throwable thrown) {
      Output.ERROR.text(Interruption.endOf(thrown).report("error in handler: "));
    } finally {
      endsCall();
      if (sharesState) {
        Turn.PROGRAM.leave();
      }
      Afterwards.reached();
    }
  }
}
