package ruchy.runtime.task;

import ruchy.runtime.library.Export;
import ruchy.runtime.library.HandsOn;
import ruchy.runtime.library.Module;
import ruchy.runtime.library.StartsTasks;
import ruchy.runtime.library.Type;
import ruchy.runtime.library.Waits;
import ruchy.runtime.time.DurationValue;
import ruchy.runtime.time.TimeGlobals;
import ruchy.runtime.value.FunctionValue;

/// The module `thread` (L 14.3): tasks under the names of another language.
@Module("thread")
@HandsOn
public final class ThreadModule {
  private ThreadModule() {}

  /// Starts a function in a task of its own, as `spawn` does.
  ///
  /// ```ruchy
  /// thread::spawn(|| 6 * 7).join()   // => 42
  /// ```
  @StartsTasks
  @Export
  public static Task spawn(@Type("() -> any") FunctionValue function) {
    return Task.start(function, false);
  }

  /// Waits so many milliseconds.
  ///
  /// ```ruchy
  /// thread::sleep(1)
  /// ```
  @Export
  @Waits
  public static void sleep(long millis) {
    TimeGlobals.sleep(millis);
  }

  /// Waits so many milliseconds and a fraction.
  ///
  /// ```ruchy
  /// thread::sleep(0.5)
  /// ```
  @Export
  @Waits
  public static void sleep(double millis) {
    TimeGlobals.sleep(millis);
  }

  /// Waits that long.
  ///
  /// ```ruchy
  /// thread::sleep(Duration::from_millis(1))
  /// ```
  @Export
  @Waits
  public static void sleep(DurationValue duration) {
    TimeGlobals.sleep(duration);
  }
}
