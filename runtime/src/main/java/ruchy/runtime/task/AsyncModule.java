package ruchy.runtime.task;

import org.jspecify.annotations.Nullable;
import ruchy.runtime.library.Export;
import ruchy.runtime.library.Module;
import ruchy.runtime.library.Type;
import ruchy.runtime.library.Waits;
import ruchy.runtime.time.TimeGlobals;
import ruchy.runtime.value.FunctionValue;
import ruchy.runtime.value.ListValue;

/// The module `async` (L 12.7).
@Module("async")
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
  @Export
  @Waits
  public static @Nullable Object timeout(long millis, @Type("() -> any") FunctionValue function) {
    return Groups.within(millis, function);
  }

  /// The results of a function for each element of a list, each call in a task of its own.
  ///
  /// ```ruchy
  /// async::parallel([1, 2, 3], |n| n * 2)   // => [2, 4, 6]
  /// ```
  @Export
  @Waits
  public static ListValue parallel(ListValue elements, @Type("(T) -> any") FunctionValue function) {
    return Groups.parallel(elements, function);
  }
}
