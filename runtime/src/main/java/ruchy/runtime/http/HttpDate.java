package ruchy.runtime.http;

import io.vertx.core.http.HttpHeaders;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// The text of the `Date` field (RFC 9110, section 5.6.7), made once a second. Used by all threads.
final class HttpDate {
  private static final DateTimeFormatter FORMAT =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private static volatile HttpDate last = new HttpDate(0);

  private final long second;
  private final CharSequence text;

  private HttpDate(long second) {
    this.second = second;
    this.text = HttpHeaders.createOptimized(FORMAT.format(Instant.ofEpochSecond(second)));
  }

  /// The text of this second.
  static CharSequence now() {
    long second = System.currentTimeMillis() / 1000;
    HttpDate date = last;
    if (date.second != second) {
      date = new HttpDate(second);
      last = date;
    }
    return date.text;
  }

  /// The text of a time in milliseconds since 1970.
  static String of(long millis) {
    return FORMAT.format(Instant.ofEpochMilli(millis));
  }
}
