package ruchy.runtime.packet;

import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.value.HashMapValue;
import ruchy.runtime.value.MapValue;

/// The head of a message of HTTP/1 (RFC 9112), as much of it as is in one packet.
final class HttpHead {
  private static final Set<String> METHODS =
      Set.of("GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH");

  private static final int LONGEST_METHOD = 7;

  private HttpHead() {}

  /// Null for what does not begin with a line of a request or response.
  static @Nullable MapValue read(Octets payload) {
    boolean isResponse = payload.startsWith("HTTP/1.");
    if (!isResponse && !METHODS.contains(firstWord(payload))) {
      return null;
    }
    String text = payload.latin();
    int end = text.indexOf("\r\n\r\n");
    String[] lines = (end < 0 ? text : text.substring(0, end)).split("\r\n", -1);
    String[] start = lines[0].split(" ", 3);
    var headers = headers(lines);
    if (isResponse) {
      return response(start, headers);
    }
    if (start.length < 3 || !start[2].startsWith("HTTP/1.")) {
      return null;
    }
    return HashMapValue.of(
        "is_response",
        false,
        "method",
        start[0],
        "url",
        start[1],
        "status",
        null,
        "host",
        headers.get("host"),
        "headers",
        headers);
  }

  private static @Nullable MapValue response(String[] start, MapValue headers) {
    if (start.length < 2 || !start[1].matches("[0-9]{3}")) {
      return null;
    }
    return HashMapValue.of(
        "is_response",
        true,
        "method",
        null,
        "url",
        null,
        "status",
        Long.valueOf(start[1]),
        "host",
        null,
        "headers",
        headers);
  }

  private static String firstWord(Octets payload) {
    String start = payload.first(LONGEST_METHOD + 1).latin();
    return start.substring(0, Math.max(0, start.indexOf(' ')));
  }

  /// Names in lower case; of several fields of one name the values with commas between them.
  private static MapValue headers(String[] lines) {
    var headers = new HashMapValue();
    for (int i = 1; i < lines.length; i++) {
      int colon = lines[i].indexOf(':');
      if (colon <= 0) {
        continue;
      }
      String name = lines[i].substring(0, colon).toLowerCase(Locale.ROOT);
      String value = lines[i].substring(colon + 1).strip();
      headers.put(name, headers.has(name) ? headers.get(name) + ", " + value : value);
    }
    return headers;
  }
}
