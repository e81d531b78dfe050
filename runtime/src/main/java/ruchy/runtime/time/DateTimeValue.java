package ruchy.runtime.time;

import org.jspecify.annotations.Nullable;
import ruchy.runtime.library.Associated;
import ruchy.runtime.library.Export;
import ruchy.runtime.library.LibraryType;
import ruchy.runtime.library.LooksShallowly;
import ruchy.runtime.library.Property;
import ruchy.runtime.operator.Arithmetic;
import ruchy.runtime.value.Moment;

/// A point in time, in UTC, to the millisecond (L 17.8). Immutable.
@LibraryType("datetime")
@LooksShallowly
public final class DateTimeValue implements Moment {
  private static final long MINUTE = 60_000;

  private final long millis;

  /// The fields, made when they are first asked for; made twice when two threads ask.
  private @Nullable Calendar fields;

  private DateTimeValue(long millis) {
    this.millis = millis;
  }

  /// The point so many milliseconds after the beginning of 1970.
  public static DateTimeValue of(long millis) {
    return new DateTimeValue(millis);
  }

  /// This moment.
  ///
  /// ```ruchy
  /// DateTime::now().year > 2000   // => true
  /// ```
  @Export
  @Associated({"DateTime", "Utc", "time::DateTime", "time::Utc"})
  public static DateTimeValue now() {
    return new DateTimeValue(System.currentTimeMillis());
  }

  /// The point in time that an ISO-8601 text says; raises a ParseError for any other text.
  ///
  /// ```ruchy
  /// DateTime::parse("2025-08-24T12:15:30+02:00")   // => 2025-08-24T10:15:30Z
  /// ```
  @Export
  @Associated({"DateTime", "time::DateTime"})
  public static DateTimeValue parse(String text) {
    return new DateTimeValue(IsoText.read(text));
  }

  @Override
  public String typeName() {
    return "datetime";
  }

  @Override
  public String kind() {
    return "datetime";
  }

  @Override
  public String display() {
    return IsoText.write(millis);
  }

  @Override
  public long milliseconds() {
    return millis;
  }

  private Calendar fields() {
    Calendar known = fields;
    if (known == null) {
      known = Calendar.of(millis);
      fields = known;
    }
    return known;
  }

  /// The year.
  ///
  /// ```ruchy
  /// DateTime::parse("2025-08-24T10:15:30Z").year   // => 2025
  /// ```
  @Export
  @Property
  public long year() {
    return fields().year();
  }

  /// The month, 1 to 12.
  ///
  /// ```ruchy
  /// DateTime::parse("2025-08-24T10:15:30Z").month   // => 8
  /// ```
  @Export
  @Property
  public long month() {
    return fields().month();
  }

  /// The day of the month, from 1.
  ///
  /// ```ruchy
  /// DateTime::parse("2025-08-24T10:15:30Z").day   // => 24
  /// ```
  @Export
  @Property
  public long day() {
    return fields().day();
  }

  /// The hour, 0 to 23.
  ///
  /// ```ruchy
  /// DateTime::parse("2025-08-24T10:15:30Z").hour   // => 10
  /// ```
  @Export
  @Property
  public long hour() {
    return fields().hour();
  }

  /// The minute, 0 to 59.
  ///
  /// ```ruchy
  /// DateTime::parse("2025-08-24T10:15:30Z").minute   // => 15
  /// ```
  @Export
  @Property
  public long minute() {
    return fields().minute();
  }

  /// The second, 0 to 59.
  ///
  /// ```ruchy
  /// DateTime::parse("2025-08-24T10:15:30Z").second   // => 30
  /// ```
  @Export
  @Property
  public long second() {
    return fields().second();
  }

  /// The millisecond, 0 to 999.
  ///
  /// ```ruchy
  /// DateTime::parse("2025-08-24T10:15:30Z").millisecond   // => 0
  /// ```
  @Export
  @Property
  public long millisecond() {
    return fields().millisecond();
  }

  /// The day of the week, 1 for Monday to 7 for Sunday.
  ///
  /// ```ruchy
  /// DateTime::parse("2025-08-24T10:15:30Z").weekday   // => 7
  /// ```
  @Export
  @Property
  public long weekday() {
    return fields().weekday();
  }

  /// The text in the shape of a pattern: `%Y %m %d %H %M %S %f %j %a %A %b %B %y %I %p %Z %z %F %T
  /// %%`.
  ///
  /// ```ruchy
  /// DateTime::parse("2025-08-24T10:15:30Z").format("%d %b %Y")   // => "24 Aug 2025"
  /// ```
  @Export
  public String format(String pattern) {
    return DatePattern.format(fields(), pattern);
  }

  /// The ISO-8601 text in UTC, with milliseconds when they are not zero.
  ///
  /// ```ruchy
  /// DateTime::parse("2025-08-24").to_iso()   // => "2025-08-24T00:00:00Z"
  /// ```
  @Export({"to_iso", "to_rfc3339", "to_s", "to_string"})
  public String toIso() {
    return display();
  }

  /// The seconds since the beginning of 1970.
  ///
  /// ```ruchy
  /// DateTime::parse("1970-01-02").timestamp()   // => 86400
  /// ```
  @Export
  public long timestamp() {
    return Math.floorDiv(millis, 1000L);
  }

  /// The milliseconds since the beginning of 1970.
  ///
  /// ```ruchy
  /// DateTime::parse("1970-01-01T00:00:01.5Z").timestamp_ms()   // => 1500
  /// ```
  @Export
  public long timestampMs() {
    return millis;
  }

  /// The point so many days later, or earlier for a negative number.
  ///
  /// ```ruchy
  /// DateTime::parse("2025-08-24").add_days(1)   // => 2025-08-25T00:00:00Z
  /// ```
  @Export
  public DateTimeValue addDays(long count) {
    return later(count, Calendar.MILLIS_A_DAY);
  }

  /// The point so many hours later, or earlier for a negative number.
  ///
  /// ```ruchy
  /// DateTime::parse("2025-08-24").add_hours(-1)   // => 2025-08-23T23:00:00Z
  /// ```
  @Export
  public DateTimeValue addHours(long count) {
    return later(count, 60 * MINUTE);
  }

  /// The point so many minutes later, or earlier for a negative number.
  ///
  /// ```ruchy
  /// DateTime::parse("2025-08-24").add_minutes(90)   // => 2025-08-24T01:30:00Z
  /// ```
  @Export
  public DateTimeValue addMinutes(long count) {
    return later(count, MINUTE);
  }

  /// The point so many seconds later, or earlier for a negative number.
  ///
  /// ```ruchy
  /// DateTime::parse("2025-08-24").add_seconds(5)   // => 2025-08-24T00:00:05Z
  /// ```
  @Export
  public DateTimeValue addSeconds(long count) {
    return later(count, 1000);
  }

  private DateTimeValue later(long count, long unitMillis) {
    return new DateTimeValue(Arithmetic.add(millis, Arithmetic.multiply(count, unitMillis)));
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof DateTimeValue moment && moment.millis == millis;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(millis);
  }

  @Override
  public String toString() {
    return display();
  }
}
