package ruchy.benchmarks.http.servers;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;

/// The value of the `date` field, made once a second by a timer. Only used on one event loop.
final class DateText {
  private CharSequence text = now();

  void keepCurrent(Vertx vertx) {
    vertx.setPeriodic(1000, timer -> text = now());
  }

  CharSequence text() {
    return text;
  }

  private static CharSequence now() {
    return HttpHeaders.createOptimized(
        DateTimeFormatter.RFC_1123_DATE_TIME.format(ZonedDateTime.now(ZoneOffset.UTC)));
  }
}
