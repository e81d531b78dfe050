package ruchy.runtime.http;

import io.vertx.core.MultiMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The `Range` field (RFC 9110, section 14.2) in the one form that Vert.x Web's static handler
/// knows, `bytes=N-M`.
final class Ranges {
  private static final Pattern ONE = Pattern.compile("bytes=\\s*(\\d*)-(\\d*)\\s*");

  private Ranges() {}

  /// Rewrites a range of the last bytes; removes ranges that a server may ignore (several,
  /// malformed, or of another version), so that the whole file is sent.
  static void normalise(MultiMap fields, FileVersion version, long size) {
    String range = fields.get("range");
    if (range == null) {
      return;
    }
    Matcher one = ONE.matcher(range);
    fields.remove("range");
    if (!one.matches() || !version.allowsRange(fields.get("if-range"))) {
      return;
    }
    String first = one.group(1);
    String last = one.group(2);
    if (first.length() > 18 || last.length() > 18) {
      return;
    }
    if (!first.isEmpty()) {
      if (last.isEmpty() || Long.parseLong(last) >= Long.parseLong(first)) {
        fields.set("range", "bytes=" + first + "-" + last);
      }
    } else if (!last.isEmpty()) {
      long count = Math.min(Long.parseLong(last), size);
      fields.set("range", "bytes=" + (size - count) + "-");
    }
  }
}
