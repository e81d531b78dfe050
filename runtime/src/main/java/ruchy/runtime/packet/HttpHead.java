package ruchy.runtime.packet;

import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.value.HashMapValue;
import ruchy.runtime.value.MapValue;

/// The head of a message of HTTP/1 (RFC 9112), as much of it as is there.
final class HttpHead {
  private static final Set<String> METHODS =
      Set.of("GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH");

  private static final int LONGEST_METHOD = 7;

  private static final String VERSION = "HTTP/1.";
  private static final String END = "\r\n\r\n";

  private HttpHead() {}

  /// How much of a head these bytes are.
  ///
  /// @param known how many of them were known to be a part of one before
  static Heads.Part part(Octets bytes, int known) {
    if (!mayBegin(bytes)) {
      return Heads.Part.NONE;
    }
    return bytes.find(END, known - END.length() + 1) < 0 ? Heads.Part.SOME : Heads.Part.ALL;
  }

  private static boolean mayBegin(Octets bytes) {
    if (bytes.size() == 0) {
      return true;
    }
    int first = bytes.u8(0);
    if (first < 'C' || first > 'T') {
      return false; // nearly all packets
    }
    String start = bytes.first(LONGEST_METHOD).latin();
    return VERSION.startsWith(start)
        || METHODS.stream()
            .anyMatch(method -> (method + ' ').startsWith(start) || start.startsWith(method + ' '));
  }

  /// Null for what does not begin with a line of a request or response.
  static @Nullable MapValue read(Octets payload) {
    boolean isResponse = payload.startsWith(VERSION);
    if (!isResponse && !METHODS.contains(firstWord(payload))) {
      return null;
    }
    String text = payload.latin();
    int end = text.indexOf(END);
    String[] lines = (end < 0 ? text : text.substring(0, end)).split("\r\n", -1);
    String[] start = lines[0].split(" ", 3);
    var headers = headers(lines);
    if (isResponse) {
      return response(start, headers);
    }
    if (start.length < 3 || !start[2].startsWith(VERSION)) {
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
