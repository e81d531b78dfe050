package ruchy.runtime.time;

import ruchy.runtime.library.Export;
import ruchy.runtime.library.Module;
import ruchy.runtime.library.Waits;

/// The module `time` (L 18.3).
@Module("time")
public final class TimeModule {
  private TimeModule() {}

  /// The milliseconds since the beginning of 1970.
  ///
  /// ```ruchy
  /// time::now() > 1700000000000   // => true
  /// ```
  @Export({"now", "now_ms"})
  public static long now() {
    return System.currentTimeMillis();
  }

  /// The milliseconds since a moment that `time::now()` gave.
  ///
  /// ```ruchy
  /// time::elapsed_millis(time::now() - 100) >= 100   // => true
  /// ```
  @Export
  public static long elapsedMillis(long start) {
    return System.currentTimeMillis() - start;
  }

  /// Waits so many milliseconds.
  ///
  /// ```ruchy
  /// time::sleep(10)
  /// ```
  @Export({"sleep", "sleep_millis"})
  @Waits
  public static void sleep(long millis) {
    TimeGlobals.sleep(millis);
  }

  /// Waits so many milliseconds and a fraction.
  ///
  /// ```ruchy
  /// time::sleep(0.5)
  /// ```
  @Export({"sleep", "sleep_millis"})
  @Waits
  public static void sleep(double millis) {
    TimeGlobals.sleep(millis);
  }

  /// Waits that long.
  ///
  /// ```ruchy
  /// time::sleep(Duration::from_millis(10))
  /// ```
  @Export
  @Waits
  public static void sleep(DurationValue duration) {
    TimeGlobals.sleep(duration);
  }

  /// So many milliseconds in seconds.
  ///
  /// ```ruchy
  /// time::duration_secs(1500)   // => 1.5
  /// ```
  @Export
  public static double durationSecs(double millis) {
    return millis / 1000;
  }

  /// So many milliseconds for people to read.
  ///
  /// ```ruchy
  /// time::format_duration(65000)   // => "1m 5s"
  /// ```
  @Export
  public static String formatDuration(long millis) {
    return DurationText.write(millis);
  }

  /// The milliseconds that a text such as `1h 30m` says; raises a ParseError for any other text.
  ///
  /// ```ruchy
  /// time::parse_duration("1m 5s")   // => 65000
  /// ```
  @Export
  public static long parseDuration(String text) {
    return DurationText.read(text);
  }
}
