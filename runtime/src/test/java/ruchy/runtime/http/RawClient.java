package ruchy.runtime.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// A client that sends bytes as they are, for what a proper client would not send.
final class RawClient implements AutoCloseable {
  private final Socket socket;
  private final InputStream in;
  private String statusLine = "";

  RawClient(Server server) throws IOException {
    this((int) server.port());
  }

  RawClient(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(20_000);
    socket.setTcpNoDelay(true);
    in = socket.getInputStream();
  }

  record Answer(int status, List<String> fields, String body) {
    String field(String name) {
      for (String field : fields) {
        if (field.toLowerCase(Locale.ROOT).startsWith(name.toLowerCase(Locale.ROOT) + ":")) {
          return field.substring(name.length() + 1).strip();
        }
      }
      return "";
    }

    boolean has(String name) {
      return fields.stream()
          .anyMatch(field -> field.regionMatches(true, 0, name + ":", 0, name.length() + 1));
    }
  }

  /// Sends the text, `\n` being CRLF, and reads one answer.
  Answer ask(String request) throws IOException {
    send(request);
    return answer();
  }

  void send(String text) throws IOException {
    sendBytes(text.replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1));
  }

  /// Says that nothing more will be sent.
  void endOutput() throws IOException {
    socket.shutdownOutput();
  }

  void sendBytes(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    socket.getOutputStream().flush();
  }

  Answer answer() throws IOException {
    return answer(false);
  }

  /// Reads one answer; of a HEAD request it has no body whatever its length says.
  Answer answer(boolean isHead) throws IOException {
    String line = line();
    statusLine = line;
    int status = Integer.parseInt(line.split(" ", 3)[1]);
    List<String> fields = new ArrayList<>();
    for (String field = line(); !field.isEmpty(); field = line()) {
      fields.add(field);
    }
    Answer head = new Answer(status, fields, "");
    String length = head.field("content-length");
    int size = length.isEmpty() || isHead ? 0 : Integer.parseInt(length);
    return new Answer(status, fields, new String(in.readNBytes(size), StandardCharsets.UTF_8));
  }

  /// Reads an answer up to its body.
  Answer head() throws IOException {
    String line = line();
    statusLine = line;
    List<String> fields = new ArrayList<>();
    for (String field = line(); !field.isEmpty(); field = line()) {
      fields.add(field);
    }
    return new Answer(Integer.parseInt(line.split(" ", 3)[1]), fields, "");
  }

  /// Reads one chunk of a chunked body; "" is the last one.
  String chunk() throws IOException {
    int size = Integer.parseInt(line(), 16);
    String text = new String(in.readNBytes(size), StandardCharsets.UTF_8);
    line();
    return text;
  }

  /// Reads all chunks that are left.
  String chunks() throws IOException {
    var text = new StringBuilder();
    for (String chunk = chunk(); !chunk.isEmpty(); chunk = chunk()) {
      text.append(chunk);
    }
    return text.toString();
  }

  /// Reads a line of what comes.
  String readLine() throws IOException {
    return line();
  }

  /// Reads everything up to the end of the connection.
  String rest() throws IOException {
    return new String(in.readAllBytes(), StandardCharsets.UTF_8);
  }

  /// The version of the last answer.
  String version() {
    return statusLine.split(" ", 3)[0];
  }

  /// The reason phrase of the last answer.
  String reason() {
    return statusLine.split(" ", 3)[2];
  }

  private String line() throws IOException {
    var bytes = new ByteArrayOutputStream();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new IOException("the connection was closed after: " + bytes);
      }
      if (next != '\r') {
        bytes.write(next);
      }
    }
    return bytes.toString(StandardCharsets.ISO_8859_1);
  }

  /// Whether the server closes the connection without sending anything more.
  boolean isClosed() throws IOException {
    try {
      return in.read() < 0;
    } catch (java.net.SocketException reset) {
      return true;
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
