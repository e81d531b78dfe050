package ruchy.runtime.http;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The `Range` field (RFC 9110, section 14.2).
final class Ranges {
  /// More parts than this are the whole file: they are no use to an honest client (section 14.2).
  private static final int MOST = 16;

  private Ranges() {}

  /// The bytes from `first` to `last`, both included.
  record Range(long first, long last) {
    long length() {
      return last - first + 1;
    }

    String contentRange(long size) {
      return "bytes " + first + "-" + last + "/" + size;
    }
  }

  /// The ranges that a file of that size has, in the order of the field; empty when it has none of
  /// them. Null for a field that is to be ignored: malformed, of another unit, or more than the
  /// file.
  static @Nullable List<Range> of(String field, long size) {
    if (!field.regionMatches(true, 0, "bytes=", 0, 6)) {
      return null;
    }
    List<Range> ranges = new ArrayList<>();
    long total = 0;
    for (String part : field.substring(6).split(",", -1)) {
      String text = part.strip();
      int dash = text.indexOf('-');
      if (dash < 0 || text.length() < 2 || !isNumber(text, 0, dash) || !isNumber(text, dash + 1)) {
        return null;
      }
      long first = dash == 0 ? -1 : number(text.substring(0, dash));
      long last = dash == text.length() - 1 ? Long.MAX_VALUE : number(text.substring(dash + 1));
      if (first >= 0 && last < first) {
        return null;
      }
      Range range =
          first < 0
              ? new Range(Math.max(0, size - last), size - 1)
              : new Range(first, Math.min(last, size - 1));
      if (range.first() <= range.last() && !(first < 0 && last == 0)) {
        ranges.add(range);
        total += range.length();
      }
    }
    return ranges.size() > MOST || (ranges.size() > 1 && total > size) ? null : ranges;
  }

  private static boolean isNumber(String text, int from) {
    return isNumber(text, from, text.length());
  }

  private static boolean isNumber(String text, int from, int to) {
    for (int i = from; i < to; i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return true;
  }

  private static long number(String digits) {
    return digits.length() > 18 ? Long.MAX_VALUE : Long.parseLong(digits);
  }
}
