package ruchy.runtime.sqlite;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Points in time as SQLite's own functions for dates read them, such that the order of the texts
/// is that of time: `2025-08-24T10:15:30.000Z`.
final class MomentText {
  private static final DateTimeFormatter FORM =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private MomentText() {}

  static String write(long millis) {
    return FORM.format(Instant.ofEpochMilli(millis));
  }

  /// In milliseconds since 1970; null for what is no point in time. Takes what `CURRENT_TIMESTAMP`
  /// gives, too: `2025-08-24 10:15:30`, in UTC.
  static @Nullable Long read(String text) {
    if (text.length() < 16) {
      return null;
    }
    String iso = text.replace(' ', 'T');
    try {
      if (iso.endsWith("Z") || iso.indexOf('+') > 0 || iso.lastIndexOf('-') > 10) {
        return java.time.OffsetDateTime.parse(iso).toInstant().toEpochMilli();
      }
      return LocalDateTime.parse(iso).toInstant(ZoneOffset.UTC).toEpochMilli();
    } catch (DateTimeException other) {
      return null;
    }
  }
}
