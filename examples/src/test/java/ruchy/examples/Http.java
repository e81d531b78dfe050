package ruchy.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Map;
import java.util.TreeMap;

/// One request on a connection of its own, sent exactly as it is written: HTTP clients tidy up
/// paths.
///
/// @param headers by name, in any case; of several with one name the last
record Http(int status, Map<String, String> headers, String body) {
  private static final int LIMIT_MILLIS = 30_000;

  /// Sends `METHOD PATH` without a body.
  static Http send(int port, String line) throws IOException {
    return send(port, line, "", "");
  }

  /// Sends a request.
  ///
  /// @param line the method and the path
  /// @param headers further header lines, each ended by CR LF
  static Http send(int port, String line, String headers, String body) throws IOException {
    var bytes = body.getBytes(UTF_8);
    var length = bytes.length == 0 ? "" : "Content-Length: " + bytes.length + "\r\n";
    var head = line + " HTTP/1.1\r\nHost: localhost:" + port + "\r\nConnection: close\r\n";
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(LIMIT_MILLIS);
      var out = socket.getOutputStream();
      out.write((head + length + headers + "\r\n").getBytes(UTF_8));
      out.write(bytes);
      out.flush();
      return read(new String(socket.getInputStream().readAllBytes(), UTF_8));
    }
  }

  /// The header of that name, or a text that no header has.
  String header(String name) {
    return headers.getOrDefault(name, "(none)");
  }

  private static Http read(String answer) {
    int end = answer.indexOf("\r\n\r\n");
    var lines = answer.substring(0, end).split("\r\n", -1);
    var headers = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
    for (int i = 1; i < lines.length; i++) {
      int colon = lines[i].indexOf(':');
      headers.put(lines[i].substring(0, colon), lines[i].substring(colon + 1).strip());
    }
    int status = Integer.parseInt(lines[0].split(" ", -1)[1]);
    return new Http(status, headers, answer.substring(end + 4));
  }
}
