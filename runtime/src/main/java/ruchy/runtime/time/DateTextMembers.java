package ruchy.runtime.time;

import ruchy.runtime.library.Export;
import ruchy.runtime.library.Members;

/// The methods of texts that say a date-time (L 17.3).
@Members("string")
public final class DateTextMembers {
  private DateTextMembers() {}

  /// The seconds from the beginning of 1970 to the date-time that the text says; raises a
  /// ParseError.
  ///
  /// ```ruchy
  /// "1970-01-02T00:00:00Z".timestamp()   // => 86400
  /// ```
  @Export
  public static long timestamp(String text) {
    return DateTimeValue.parse(text).timestamp();
  }

  /// The date-time that the text says as ISO-8601 text in UTC; raises a ParseError.
  ///
  /// ```ruchy
  /// "2025-08-24T12:00:00+02:00".to_rfc3339()   // => "2025-08-24T10:00:00Z"
  /// ```
  @Export
  public static String toRfc3339(String text) {
    return DateTimeValue.parse(text).display();
  }
}
