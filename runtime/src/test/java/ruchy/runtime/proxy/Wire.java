package ruchy.runtime.proxy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// One end of a connection, for what proper clients and servers would not send.
final class Wire implements AutoCloseable {
  private final Socket socket;
  private final InputStream in;

  Wire(Socket socket) throws IOException {
    this.socket = socket;
    socket.setSoTimeout(20_000);
    socket.setTcpNoDelay(true);
    in = new java.io.BufferedInputStream(socket.getInputStream());
  }

  static Wire to(long port) throws IOException {
    return new Wire(new Socket(InetAddress.getLoopbackAddress(), (int) port));
  }

  /// A start line and the fields, and the body if the head tells its end.
  record Message(String start, List<String> fields, String body, List<String> trailers) {
    /// The value of the first field of that name; empty without one.
    String field(String name) {
      List<String> all = all(name);
      return all.isEmpty() ? "" : all.getFirst();
    }

    List<String> all(String name) {
      List<String> values = new ArrayList<>();
      for (String field : fields) {
        if (field.toLowerCase(Locale.ROOT).startsWith(name.toLowerCase(Locale.ROOT) + ":")) {
          values.add(field.substring(name.length() + 1).strip());
        }
      }
      return values;
    }

    int status() {
      return Integer.parseInt(start.split(" ", 3)[1]);
    }
  }

  /// Sends the text, `\n` being CRLF.
  Wire send(String text) throws IOException {
    sendBytes(text.replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1));
    return this;
  }

  void sendBytes(byte[] bytes) throws IOException {
    OutputStream out = socket.getOutputStream();
    out.write(bytes);
    out.flush();
  }

  Message ask(String request) throws IOException {
    return send(request).read(request.startsWith("HEAD "));
  }

  Message read() throws IOException {
    return read(false);
  }

  /// The next head alone.
  Message head() throws IOException {
    String start = line();
    return new Message(start, fields(), "", List.of());
  }

  private List<String> fields() throws IOException {
    List<String> fields = new ArrayList<>();
    for (String field = line(); !field.isEmpty(); field = line()) {
      fields.add(field);
    }
    return fields;
  }

  private Message read(boolean isHead) throws IOException {
    Message head = head();
    boolean isRequest = !head.start().startsWith("HTTP/");
    if (isHead
        || (!isRequest && (head.status() < 200 || head.status() == 204 || head.status() == 304))) {
      return head;
    }
    var body = new ByteArrayOutputStream();
    List<String> trailers = List.of();
    if (head.field("transfer-encoding").equalsIgnoreCase("chunked")) {
      for (int size = size(line()); size > 0; size = size(line())) {
        body.write(in.readNBytes(size));
        line();
      }
      trailers = fields();
    } else if (!head.field("content-length").isEmpty()) {
      body.write(in.readNBytes(Integer.parseInt(head.field("content-length"))));
    } else if (!isRequest) {
      body.write(in.readAllBytes());
    }
    return new Message(
        head.start(), head.fields(), body.toString(StandardCharsets.ISO_8859_1), trailers);
  }

  private static int size(String line) {
    return Integer.parseInt(line.split(";", 2)[0].strip(), 16);
  }

  String line() throws IOException {
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

  String text(int length) throws IOException {
    return new String(in.readNBytes(length), StandardCharsets.ISO_8859_1);
  }

  /// Whether the other end closes without sending anything more.
  boolean isClosed() throws IOException {
    try {
      return in.read() < 0;
    } catch (SocketException reset) {
      return true;
    }
  }

  /// Reads until the other end closes.
  void awaitEnd() throws IOException {
    var _ = in.transferTo(OutputStream.nullOutputStream());
  }

  InputStream in() {
    return in;
  }

  Socket socket() {
    return socket;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
