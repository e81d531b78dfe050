package ruchy.runtime.client;

import io.vertx.core.MultiMap;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.message.Ascii;

/// When a server wants to be asked again (RFC 9110, section 10.2.3).
final class RetryAfter {
  private RetryAfter() {}

  /// Milliseconds from now; 0 when the fields do not tell, or tell nonsense.
  static long millis(MultiMap fields) {
    return millis(fields.get("retry-after"), Instant.now());
  }

  static long millis(@Nullable String field, Instant now) {
    String text = field == null ? "" : field.strip();
    if (!text.isEmpty() && text.chars().allMatch(Ascii::isDigit)) {
      return text.length() > 9 ? Long.MAX_VALUE : Long.parseLong(text) * 1000;
    }
    try {
      Instant at = Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text));
      return Math.max(0, at.toEpochMilli() - now.toEpochMilli());
    } catch (DateTimeException nonsense) {
      return 0;
    }
  }
}
