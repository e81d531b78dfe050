package ruchy.runtime.client;

import io.vertx.core.MultiMap;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.message.Ascii;

/// What the head of an answer says about the file that it is, or a part of it (RFC 9110, section
/// 14).
final class Parts {
  private Parts() {}

  /// What an `If-Range` field can say so that the server sends the rest of this very file: its
  /// strong entity tag, else its date; null when it has neither, or sends no parts.
  static @Nullable String validator(MultiMap fields) {
    if ("none".equalsIgnoreCase(fields.get("accept-ranges"))) {
      return null;
    }
    String tag = fields.get("etag");
    return tag != null && tag.startsWith("\"") ? tag : fields.get("last-modified");
  }

  /// Where a part begins; -1 when the head does not tell.
  static long start(MultiMap fields) {
    String range = fields.get("content-range");
    int dash = range == null ? -1 : range.indexOf('-');
    return range == null || dash < 0 || !range.startsWith("bytes ")
        ? -1
        : number(range.substring("bytes ".length(), dash).strip());
  }

  /// How many bytes the whole file has; -1 when the head does not tell.
  ///
  /// @param before the bytes that are there already
  static long total(MultiMap fields, long before) {
    String range = fields.get("content-range");
    long complete = range == null ? -1 : number(range.substring(range.indexOf('/') + 1).strip());
    if (complete >= 0) {
      return complete;
    }
    String length = fields.get("content-length");
    long left = length == null ? -1 : number(length.strip());
    return left < 0 ? -1 : before + left;
  }

  private static long number(String digits) {
    boolean isNumber =
        !digits.isEmpty() && digits.length() < 19 && digits.chars().allMatch(Ascii::isDigit);
    return isNumber ? Long.parseLong(digits) : -1;
  }
}
