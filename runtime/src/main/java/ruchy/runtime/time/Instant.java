package ruchy.runtime.time;

import ruchy.runtime.library.Associated;
import ruchy.runtime.library.Export;
import ruchy.runtime.library.LibraryType;
import ruchy.runtime.value.LibraryObject;

/// A point on a clock that only goes forwards, for measuring (L 17.8). Immutable.
@LibraryType("time::Instant")
public final class Instant implements LibraryObject {
  private final long nanos = System.nanoTime();

  private Instant() {}

  /// This moment.
  ///
  /// ```ruchy
  /// let start = Instant::now()
  /// ```
  @Export
  @Associated({"Instant", "time::Instant"})
  public static Instant now() {
    return new Instant();
  }

  /// The time since then.
  ///
  /// ```ruchy
  /// Instant::now().elapsed().as_secs()   // => 0
  /// ```
  @Export
  public DurationValue elapsed() {
    return DurationValue.ofNanos(System.nanoTime() - nanos);
  }

  /// The time from an earlier instant to this one.
  ///
  /// ```ruchy
  /// let start = Instant::now()
  /// Instant::now().duration_since(start).as_secs()   // => 0
  /// ```
  @Export
  public DurationValue durationSince(Instant earlier) {
    return DurationValue.ofNanos(nanos - earlier.nanos);
  }

  @Override
  public String typeName() {
    return "time::Instant";
  }

  @Override
  public String display() {
    return "<Instant>";
  }
}
