package ruchy.runtime.time;

import org.jspecify.annotations.Nullable;
import ruchy.runtime.library.Associated;
import ruchy.runtime.library.Export;
import ruchy.runtime.library.LibraryType;
import ruchy.runtime.operator.Arithmetic;
import ruchy.runtime.value.Moment;

/// A length of time, to the nanosecond (L 17.8). Immutable.
@LibraryType("duration")
public final class DurationValue implements Moment {
  private static final long NANOS_A_SECOND = 1_000_000_000;
  private static final long NANOS_A_MILLI = 1_000_000;

  private final long nanos;

  private DurationValue(long nanos) {
    this.nanos = nanos;
  }

  /// The length of so many nanoseconds.
  public static DurationValue ofNanos(long nanos) {
    return new DurationValue(nanos);
  }

  /// The length of so many seconds.
  ///
  /// ```ruchy
  /// Duration::from_secs(65)   // => 1m 5s
  /// ```
  @Export
  @Associated({"Duration", "time::Duration"})
  public static DurationValue fromSecs(long seconds) {
    return new DurationValue(Arithmetic.multiply(seconds, NANOS_A_SECOND));
  }

  /// The length of so many seconds, with a fraction.
  ///
  /// ```ruchy
  /// Duration::from_secs_f64(1.5).as_millis()   // => 1500
  /// ```
  @Export({"from_secs_f64", "from_secs"})
  @Associated({"Duration", "time::Duration"})
  public static DurationValue fromSeconds(double seconds) {
    return new DurationValue(Math.round(seconds * NANOS_A_SECOND));
  }

  /// The length of so many milliseconds.
  ///
  /// ```ruchy
  /// Duration::from_millis(500)   // => 500ms
  /// ```
  @Export
  @Associated({"Duration", "time::Duration"})
  public static DurationValue fromMillis(long millis) {
    return new DurationValue(Arithmetic.multiply(millis, NANOS_A_MILLI));
  }

  @Override
  public String typeName() {
    return "duration";
  }

  @Override
  public String kind() {
    return "duration";
  }

  @Override
  public String display() {
    return DurationText.write(milliseconds());
  }

  @Override
  public long milliseconds() {
    return nanos / NANOS_A_MILLI;
  }

  /// The length in nanoseconds.
  public long nanos() {
    return nanos;
  }

  /// The whole milliseconds.
  ///
  /// ```ruchy
  /// Duration::from_secs(2).as_millis()   // => 2000
  /// ```
  @Export
  public long asMillis() {
    return milliseconds();
  }

  /// The whole seconds.
  ///
  /// ```ruchy
  /// Duration::from_millis(2900).as_secs()   // => 2
  /// ```
  @Export
  public long asSecs() {
    return nanos / NANOS_A_SECOND;
  }

  /// The seconds with their fraction.
  ///
  /// ```ruchy
  /// Duration::from_millis(2500).as_secs_f64()   // => 2.5
  /// ```
  @Export
  public double asSecsF64() {
    return (double) nanos / NANOS_A_SECOND;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof DurationValue duration && duration.nanos == nanos;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(nanos);
  }

  @Override
  public String toString() {
    return display();
  }
}
