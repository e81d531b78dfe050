package ruchy.runtime.time;

import java.util.concurrent.TimeUnit;
import ruchy.runtime.engine.Bridge;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.library.Export;
import ruchy.runtime.library.Globals;
import ruchy.runtime.library.Waits;

/// Clocks and waiting (L 16).
@Globals
public final class TimeGlobals {
  private static final double NANOS_A_MILLI = 1e6;

  private TimeGlobals() {}

  /// The milliseconds since the beginning of 1970.
  ///
  /// ```ruchy
  /// timestamp() > 1700000000000   // => true
  /// ```
  @Export({"timestamp", "get_time_ms", "current_time_ms", "time_now"})
  public static long timestamp() {
    return System.currentTimeMillis();
  }

  /// This moment as a date-time.
  ///
  /// ```ruchy
  /// now().year > 2000   // => true
  /// ```
  @Export({"now", "current_datetime"})
  public static DateTimeValue now() {
    return DateTimeValue.now();
  }

  /// The time of the day in UTC, `HH:MM:SS`.
  ///
  /// ```ruchy
  /// current_time().len()   // => 8
  /// ```
  @Export
  public static String currentTime() {
    Calendar at = Calendar.of(System.currentTimeMillis());
    return IsoText.time(new StringBuilder(8), at).toString();
  }

  /// The day in UTC, `YYYY-MM-DD`.
  ///
  /// ```ruchy
  /// current_date().len()   // => 10
  /// ```
  @Export
  public static String currentDate() {
    Calendar at = Calendar.of(System.currentTimeMillis());
    return IsoText.date(new StringBuilder(10), at).toString();
  }

  /// Waits so many milliseconds.
  ///
  /// ```ruchy
  /// sleep(10)
  /// ```
  @Export
  @Waits
  public static void sleep(long millis) {
    Bridge.sleep(TimeUnit.MILLISECONDS.toNanos(millis)); // saturates as below
  }

  /// Waits so many milliseconds and a fraction.
  ///
  /// ```ruchy
  /// sleep(0.5)
  /// ```
  @Export
  @Waits
  public static void sleep(double millis) {
    Bridge.sleep(nanos(millis));
  }

  /// Waits that long.
  ///
  /// ```ruchy
  /// sleep(Duration::from_millis(10))
  /// ```
  @Export
  @Waits
  public static void sleep(DurationValue duration) {
    Bridge.sleep(duration.nanos());
  }

  private static long nanos(double millis) {
    if (Double.isNaN(millis)) {
      throw Failure.argumentError("sleep expects a number of milliseconds, got NaN");
    }
    return (long) (millis * NANOS_A_MILLI); // saturates: nobody waits for 292 years
  }
}
