package ruchy.runtime.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// One end of a connection of HTTP/1, for what proper clients and servers would not send.
public final class Wire implements AutoCloseable {
  private static final int LIMIT_MILLIS = 20_000;

  private final Socket socket;
  private final InputStream in;

  /// The end that this socket is.
  public Wire(Socket socket) throws IOException {
    this.socket = socket;
    socket.setSoTimeout(LIMIT_MILLIS);
    socket.setTcpNoDelay(true);
    in = new BufferedInputStream(socket.getInputStream());
  }

  /// Connects to a port of this machine.
  public static Wire to(long port) throws IOException {
    return new Wire(new Socket(InetAddress.getLoopbackAddress(), Math.toIntExact(port)));
  }

  /// A start line and the fields, and the body if the head tells its end.
  public record Message(String start, List<String> fields, String body, List<String> trailers) {
    /// The value of the first field of that name; empty without one.
    public String field(String name) {
      List<String> all = all(name);
      return all.isEmpty() ? "" : all.getFirst();
    }

    /// The values of all fields of that name.
    public List<String> all(String name) {
      List<String> values = new ArrayList<>();
      for (String field : fields) {
        if (field.toLowerCase(Locale.ROOT).startsWith(name.toLowerCase(Locale.ROOT) + ":")) {
          values.add(field.substring(name.length() + 1).strip());
        }
      }
      return values;
    }

    /// Whether there is a field of that name, maybe an empty one.
    public boolean has(String name) {
      return !all(name).isEmpty();
    }

    /// That of an answer.
    public int status() {
      return Integer.parseInt(start.split(" ", 3)[1]);
    }

    /// That of an answer, such as `HTTP/1.1`.
    public String version() {
      return start.split(" ", 3)[0];
    }

    /// The reason phrase of an answer.
    public String reason() {
      return start.split(" ", 3)[2];
    }
  }

  /// Sends the text, `\n` being CRLF.
  public Wire send(String text) throws IOException {
    sendBytes(text.replace("\n", "\r\n").getBytes(ISO_8859_1));
    return this;
  }

  /// Sends the bytes as they are.
  public void sendBytes(byte[] bytes) throws IOException {
    OutputStream out = socket.getOutputStream();
    out.write(bytes);
    out.flush();
  }

  /// Says that nothing more will be sent.
  public void endOutput() throws IOException {
    socket.shutdownOutput();
  }

  /// Sends a request, and reads the answer to it.
  public Message ask(String request) throws IOException {
    return send(request).read(request.startsWith("HEAD "));
  }

  /// Reads a message.
  public Message read() throws IOException {
    return read(false);
  }

  /// Reads a message; an answer to HEAD has no body, whatever it says.
  public Message read(boolean isHead) throws IOException {
    Message head = head();
    boolean isRequest = !head.start().startsWith("HTTP/");
    if (isHead
        || (!isRequest && (head.status() < 200 || head.status() == 204 || head.status() == 304))) {
      return head;
    }
    var body = new ByteArrayOutputStream();
    List<String> trailers = List.of();
    if (head.field("transfer-encoding").equalsIgnoreCase("chunked")) {
      readChunks(body);
      trailers = fields();
    } else if (!head.field("content-length").isEmpty()) {
      body.write(in.readNBytes(Integer.parseInt(head.field("content-length"))));
    } else if (!isRequest) {
      body.write(in.readAllBytes());
    }
    return new Message(head.start(), head.fields(), body.toString(UTF_8), trailers);
  }

  /// Reads the next head alone.
  public Message head() throws IOException {
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

  /// Reads one chunk of a body; "" is the last one.
  public String chunk() throws IOException {
    String text = new String(in.readNBytes(size(line())), UTF_8);
    if (text.isEmpty()) {
      fields();
    } else {
      line();
    }
    return text;
  }

  /// Reads the text of all chunks that are left, to the end of the body.
  public String chunks() throws IOException {
    return new String(chunkBytes(), UTF_8);
  }

  /// As `chunks`, for what is no text.
  public byte[] chunkBytes() throws IOException {
    var body = new ByteArrayOutputStream();
    readChunks(body);
    fields();
    return body.toByteArray();
  }

  private void readChunks(ByteArrayOutputStream body) throws IOException {
    for (int size = size(line()); size > 0; size = size(line())) {
      body.write(in.readNBytes(size));
      line();
    }
  }

  private static int size(String line) {
    return Integer.parseInt(line.split(";", 2)[0].strip(), 16);
  }

  /// Reads a line, without its end.
  public String line() throws IOException {
    var bytes = new ByteArrayOutputStream();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new IOException("the connection was closed after: " + bytes);
      }
      if (next != '\r') {
        bytes.write(next);
      }
    }
    return bytes.toString(ISO_8859_1);
  }

  /// Reads so many bytes, fewer only at the end of the connection.
  public String text(int length) throws IOException {
    return new String(in.readNBytes(length), ISO_8859_1);
  }

  /// Reads everything up to the end of the connection.
  public String rest() throws IOException {
    return new String(in.readAllBytes(), UTF_8);
  }

  /// Whether the other end closes without sending anything more.
  public boolean isClosed() throws IOException {
    try {
      return in.read() < 0;
    } catch (SocketException reset) {
      return true;
    }
  }

  /// Reads until the other end closes.
  public void awaitEnd() throws IOException {
    var _ = in.transferTo(OutputStream.nullOutputStream());
  }

  /// What comes, as bytes.
  public InputStream in() {
    return in;
  }

  public Socket socket() {
    return socket;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
