package ruchy.benchmarks.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// What a server answers to one request: by comparing these we know that all servers do the same
/// work.
///
/// @param fields names in lower case; the date, which moves on, without its value
record Answer(String status, Map<String, String> fields, String body) {
  private static final int TIMEOUT_MILLIS = 5_000;
  private static final Set<String> ESSENTIAL =
      Set.of("content-type", "content-length", "x-frame-options");

  static boolean isThere(int port, Scenario scenario) {
    try {
      of(port, scenario);
      return true;
    } catch (IOException notYet) {
      return false;
    }
  }

  /// The answer to the request that the load consists of.
  static Answer of(int port, Scenario scenario) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(TIMEOUT_MILLIS);
      socket.getOutputStream().write(request(port, scenario).getBytes(StandardCharsets.US_ASCII));
      StringBuilder text = new StringBuilder();
      int end = -1;
      while (end < 0 || text.length() < end + 4 + length(text.substring(0, end))) {
        int next = socket.getInputStream().read();
        if (next < 0) {
          throw new IOException("The answer ends after: " + text);
        }
        text.append((char) next);
        end = end < 0 ? text.indexOf("\r\n\r\n") : end;
      }
      return parsed(text.substring(0, end), text.substring(end + 4));
    }
  }

  private static String request(int port, Scenario scenario) {
    String body = scenario.body();
    return (body == null ? "GET " : "POST ")
        + scenario.path()
        + " HTTP/1.1\r\nHost: 127.0.0.1:"
        + port
        + (body == null
            ? "\r\n\r\n"
            : "\r\nContent-Type: application/json\r\nContent-Length: "
                + body.length()
                + "\r\n\r\n"
                + body);
  }

  /// This with the header fields only that a user of the answer sees an effect of, written in one
  /// way: the others add fields of their own.
  Answer essential() {
    Map<String, String> essential = new TreeMap<>(fields);
    essential.keySet().retainAll(ESSENTIAL);
    essential.replaceAll((name, value) -> value.toLowerCase(Locale.ROOT).replace(" ", ""));
    return new Answer(status, essential, body);
  }

  private static int length(String head) throws IOException {
    String length = parsed(head, "").fields().get("content-length");
    if (length == null) {
      throw new IOException("The answer has no content-length: " + head);
    }
    return Integer.parseInt(length);
  }

  static Answer parsed(String head, String body) {
    String[] lines = head.split("\r\n", -1);
    Map<String, String> fields = new TreeMap<>();
    for (int i = 1; i < lines.length; i++) {
      int colon = lines[i].indexOf(':');
      String name = lines[i].substring(0, colon).toLowerCase(Locale.ROOT);
      fields.put(name, name.equals("date") ? "" : lines[i].substring(colon + 1).strip());
    }
    return new Answer(lines[0], fields, body);
  }
}
