package ruchy.runtime.task;

import org.jspecify.annotations.Nullable;
import ruchy.runtime.library.Export;
import ruchy.runtime.library.Globals;
import ruchy.runtime.library.HandsOn;
import ruchy.runtime.library.StartsTasks;
import ruchy.runtime.library.Type;
import ruchy.runtime.library.Waits;
import ruchy.runtime.value.ListValue;
import ruchy.runtime.value.TupleValue;

/// The global functions for tasks, channels and timers (L 12.7).
@Globals
@HandsOn
public final class TaskGlobals {
  private TaskGlobals() {}

  /// Waits for all tasks of a list, as `async::wait_all`.
  ///
  /// ```ruchy
  /// join_all([async { 1 }, async { 2 }])   // => [1, 2]
  /// ```
  @Export
  @Waits
  public static ListValue joinAll(ListValue tasks) {
    return Groups.all(tasks);
  }

  /// A channel for any number of values: its sending and its receiving end.
  ///
  /// ```ruchy
  /// let (tx, rx) = channel()
  /// tx.send("hello")
  /// rx.recv()   // => "hello"
  /// ```
  @Export
  public static @Type("tuple<async::Sender, async::Receiver>") TupleValue channel() {
    return Channel.ends(Integer.MAX_VALUE);
  }

  /// A channel that holds at most so many values: sending to a full one waits.
  ///
  /// ```ruchy
  /// let (tx, rx) = channel(1)
  /// spawn { tx.send("a"); tx.send("b"); tx.close() }
  /// rx.recv() + rx.recv()   // => "ab"
  /// ```
  @Export
  public static @Type("tuple<async::Sender, async::Receiver>") TupleValue channel(long capacity) {
    return Channel.ends(capacity);
  }

  /// Calls a function once, after so many milliseconds; either order of the arguments. Keeps the
  /// program alive until then.
  ///
  /// ```ruchy
  /// let timer = set_timeout(|| println("late"), 50)
  /// timer.cancel()
  /// ```
  @StartsTasks
  @Export
  public static Timer setTimeout(@Nullable Object function, @Nullable Object millis) {
    return Timer.start("set_timeout", function, millis, false);
  }

  /// Calls a function again and again, every so many milliseconds, until the timer is cancelled;
  /// either order of the arguments. Keeps the program alive.
  ///
  /// ```ruchy
  /// let timer = set_interval(|| println("tick"), 1000)
  /// timer.cancel()
  /// ```
  @StartsTasks
  @Export
  public static Timer setInterval(@Nullable Object function, @Nullable Object millis) {
    return Timer.start("set_interval", function, millis, true);
  }

  /// Cancels a timer; does nothing for nil.
  ///
  /// ```ruchy
  /// clear_timeout(set_timeout(|| println("never"), 50))
  /// ```
  @Export
  public static void clearTimeout(@Nullable Timer timer) {
    if (timer != null) {
      timer.cancel();
    }
  }

  /// Cancels a timer; does nothing for nil.
  ///
  /// ```ruchy
  /// clear_interval(set_interval(|| println("never"), 50))
  /// ```
  @Export
  public static void clearInterval(@Nullable Timer timer) {
    clearTimeout(timer);
  }
}
