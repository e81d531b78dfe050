package ruchy.runtime.http;

import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/// What tells one content of a file from another (RFC 9110, section 8.8).
///
/// @param tag the value of the `ETag` field
/// @param modifiedSecond when the file was changed, in seconds since 1970
record FileVersion(String tag, long modifiedSecond) {
  static FileVersion of(BasicFileAttributes attributes) {
    long millis = attributes.lastModifiedTime().toMillis();
    String tag = Long.toHexString(attributes.size()) + "-" + Long.toHexString(millis);
    // Weak: a file that is written twice in one tick of the clock may keep its size.
    return new FileVersion("W/\"" + tag + '"', Math.floorDiv(millis, 1000L));
  }

  /// Whether the client says that it has this version (RFC 9110, section 13.2.2).
  boolean isKnownTo(Request request) {
    String tags = request.header("If-None-Match");
    if (tags != null) {
      return isAmong(tags);
    }
    Long since = seconds(request.header("If-Modified-Since"));
    return since != null && modifiedSecond <= since;
  }

  /// Whether the client wants an answer only for another version (RFC 9110, sections 13.1.1 and
  /// 13.1.4). Tags are weak here, and `If-Match` compares them strongly.
  boolean isForbidden(Request request) {
    String tags = request.header("If-Match");
    if (tags != null) {
      return !tags.strip().equals("*");
    }
    Long since = seconds(request.header("If-Unmodified-Since"));
    return since != null && modifiedSecond > since;
  }

  /// Whether a range of it may be sent for this `If-Range` field (RFC 9110, section 13.1.5). Tags
  /// are weak here, and a weak tag never allows a range.
  boolean allowsRange(@Nullable String ifRange) {
    if (ifRange == null) {
      return true;
    }
    Long date = seconds(ifRange);
    return date != null && date == modifiedSecond;
  }

  private boolean isAmong(String tags) {
    if (tags.strip().equals("*")) {
      return true;
    }
    for (String known : tags.split(",", -1)) {
      if (opaque(known.strip()).equals(opaque(tag))) {
        return true;
      }
    }
    return false;
  }

  private static String opaque(String tag) {
    return tag.startsWith("W/") ? tag.substring(2) : tag;
  }

  private static @Nullable Long seconds(@Nullable String date) {
    if (date == null) {
      return null;
    }
    try {
      return Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(date)).getEpochSecond();
    } catch (DateTimeParseException notADate) {
      return null;
    }
  }
}
