package ruchy.runtime.task;

import org.jspecify.annotations.Nullable;
import ruchy.runtime.library.CallsAtOnce;
import ruchy.runtime.library.Export;
import ruchy.runtime.library.HandsOn;
import ruchy.runtime.library.Module;
import ruchy.runtime.library.Reads;
import ruchy.runtime.library.StartsTasks;
import ruchy.runtime.library.Type;
import ruchy.runtime.library.Waits;
import ruchy.runtime.time.TimeGlobals;
import ruchy.runtime.value.FunctionValue;
import ruchy.runtime.value.HashMapValue;
import ruchy.runtime.value.ListValue;
import ruchy.runtime.value.MapValue;

/// The module `async` (L 12.7).
@Module("async")
@HandsOn
public final class AsyncModule {
  private AsyncModule() {}

  /// Waits for all tasks of a list: their results in its order. What is no task passes through.
  /// After all have ended the first failure, in the order of the list, is raised.
  ///
  /// ```ruchy
  /// async::wait_all([async { 1 }, async { 2 }])   // => [1, 2]
  /// ```
  @Export({"wait_all", "join_all"})
  @Waits
  public static ListValue waitAll(ListValue tasks) {
    return Groups.all(tasks);
  }

  /// Waits for the first result of the tasks of a list; the others go on. When all fail, the
  /// failure of the first in the list is raised.
  ///
  /// ```ruchy
  /// async::wait_any([async { 1 }])   // => 1
  /// ```
  @Export({"wait_any", "race"})
  @Waits
  public static @Nullable Object waitAny(ListValue tasks) {
    return Groups.any(tasks);
  }

  /// Starts a function in a task of its own, as `spawn` does.
  ///
  /// ```ruchy
  /// async::spawn(|| 6 * 7).await()   // => 42
  /// ```
  @StartsTasks
  @Export
  public static Task spawn(@Type("() -> any") FunctionValue function) {
    return Task.start(function, false);
  }

  /// Waits so many milliseconds.
  ///
  /// ```ruchy
  /// async::sleep(10)
  /// ```
  @Export
  @Waits
  public static void sleep(double millis) {
    TimeGlobals.sleep(millis);
  }

  /// The result of a function, or TimeoutError after so many milliseconds; the function is
  /// cancelled then.
  ///
  /// ```ruchy
  /// async::timeout(1000, || "in time")   // => "in time"
  /// ```
  @StartsTasks
  @Export
  @Waits
  public static @Nullable Object timeout(long millis, @Type("() -> any") FunctionValue function) {
    return Groups.within(millis, function);
  }

  /// The results of a function for each element of a list, each call in a task of its own. After an
  /// error no further call begins; when those that have begun have ended, the first error in the
  /// order of the list is raised.
  ///
  /// ```ruchy
  /// async::parallel([1, 2, 3], |n| n * 2)   // => [2, 4, 6]
  /// ```
  @StartsTasks
  @Export
  @Waits
  public static ListValue parallel(ListValue elements, @Type("(T) -> any") FunctionValue function) {
    return Parallel.run(elements, function, Integer.MAX_VALUE);
  }

  /// As above, with at most `limit` calls at once.
  ///
  /// ```ruchy
  /// async::parallel([1, 2, 3], |n| n * 2, limit: 2)   // => [2, 4, 6]
  /// ```
  @StartsTasks
  @Export
  @Waits
  public static ListValue parallel(
      ListValue elements, @Type("(T) -> any") FunctionValue function, @Reads MapValue options) {
    return Parallel.run(elements, function, Parallel.limit(options));
  }

  /// Runs a block and waits for all tasks that are started in it, and in one another: none outlives
  /// it. The result is that of the block. The first error, of a task or of the block, cancels what
  /// still runs, and is raised when all have ended. The function may take the scope as its
  /// argument, to start tasks by it elsewhere, or to cancel them.
  ///
  /// ```ruchy
  /// fun later(n) { sleep(1); n }
  /// async::scope(|| async::wait_all([async { later(20) }, async { later(22) }]).sum())   // => 42
  /// ```
  @CallsAtOnce
  @Export
  @Waits
  public static @Nullable Object scope(@Type("(async::Scope) -> any") FunctionValue block) {
    return Scope.run(block);
  }

  /// Waits for the first of several things and does it: a receiver, of which a value is taken; a
  /// sender with a value, `(tx, value)`, that is sent; a task that ends. Gives the index in the
  /// list and the value (nil of a sender, and of a channel that is closed and empty). When several
  /// are ready, the first in the list is done. A nil in the list is never ready.
  ///
  /// ```ruchy
  /// let (orders, incoming) = channel()
  /// let (stop, stopped) = channel()
  /// orders.send("tea")
  /// async::select([stopped, incoming])   // => (1, "tea")
  /// ```
  @Export
  @Waits
  public static @Type("any") @Nullable Object select(ListValue choices) {
    return Select.run(choices, new HashMapValue());
  }

  /// As above, giving nil when nothing is ready within `timeout` milliseconds; at once if that is
  /// 0.
  ///
  /// ```ruchy
  /// let (tx, rx) = channel()
  /// async::select([rx], timeout: 0)   // => nil
  /// ```
  @Export
  @Waits
  public static @Type("any") @Nullable Object select(ListValue choices, @Reads MapValue options) {
    return Select.run(choices, options);
  }

  /// Calls a function again and again, every so many milliseconds, until the timer is cancelled; as
  /// `set_interval`.
  ///
  /// ```ruchy
  /// let timer = async::every(1000, || println("tick"))
  /// timer.cancel()
  /// ```
  @StartsTasks
  @Export
  public static Timer every(double millis, @Type("() -> any") FunctionValue function) {
    return Timer.start("every", function, millis, true);
  }
}
