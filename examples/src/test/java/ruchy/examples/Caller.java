package ruchy.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;

/// A client that sends one request after the other on one connection, so that many of them keep all
/// event loops busy. Answers have a length.
final class Caller implements AutoCloseable {
  private static final int LIMIT_MILLIS = 30_000;

  private final Socket socket;
  private final DataInputStream in;
  private String cookie = "";

  /// @param status of the answer
  record Answer(int status, String body) {}

  Caller(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(LIMIT_MILLIS);
    in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
  }

  /// The first cookie that an answer has set, with its value; `""` if none has.
  String cookie() {
    return cookie;
  }

  /// Sends this cookie from now on.
  void keepCookie(String received) {
    cookie = received;
  }

  /// Sends a request without a body.
  Answer get(String path) throws IOException {
    String field = cookie.isEmpty() ? "" : "Cookie: " + cookie + "\r\n";
    socket
        .getOutputStream()
        .write(
            ("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n" + field + "\r\n").getBytes(UTF_8));
    int status = Integer.parseInt(line().split(" ", -1)[1]);
    int length = 0;
    for (String line = line(); !line.isEmpty(); line = line()) {
      String lower = line.toLowerCase(java.util.Locale.ROOT);
      if (lower.startsWith("content-length:"))
        length = Integer.parseInt(line.substring(15).strip());
      if (lower.startsWith("set-cookie:") && cookie.isEmpty()) {
        cookie = line.substring(11).strip().split(";", -1)[0];
      }
    }
    return new Answer(status, new String(in.readNBytes(length), UTF_8));
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  private String line() throws IOException {
    var line = new StringBuilder();
    for (int c = in.readByte(); c != '\n'; c = in.readByte()) {
      if (c != '\r') line.append((char) c);
    }
    return line.toString();
  }
}
