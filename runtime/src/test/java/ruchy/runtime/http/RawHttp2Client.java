package ruchy.runtime.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/// A client of HTTP/2 that sends heads as they are, for what a proper client would not send.
public final class RawHttp2Client implements AutoCloseable {
  private static final int DATA = 0;
  private static final int HEADERS = 1;
  private static final int RST_STREAM = 3;
  private static final int SETTINGS = 4;
  private static final int PING = 6;
  private static final int GOAWAY = 7;
  private static final int WINDOW_UPDATE = 8;
  private static final int INITIAL_WINDOW_SIZE = 4;
  private static final int END_STREAM = 1;
  private static final int END_HEADERS = 4;
  private static final int PRIORITY = 0x20;

  private final Socket socket;
  private final DataInputStream in;
  private final DefaultHttp2HeadersDecoder heads = new DefaultHttp2HeadersDecoder();
  private @Nullable ByteArrayOutputStream held;
  private final Map<Integer, Integer> opened = new HashMap<>();
  private int last = -1;

  /// Connects, and begins with the preface and empty settings.
  ///
  /// @param port of a server on this machine, without TLS
  public RawHttp2Client(long port) throws IOException {
    this(new Socket(InetAddress.getLoopbackAddress(), (int) port));
  }

  private RawHttp2Client(Socket connected) throws IOException {
    socket = connected;
    socket.setSoTimeout(20_000);
    socket.setTcpNoDelay(true);
    in = new DataInputStream(socket.getInputStream());
    socket
        .getOutputStream()
        .write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    send(SETTINGS, 0, 0, new byte[0]);
  }

  /// As the constructor, for a server with TLS; the protocol is agreed on by ALPN.
  static RawHttp2Client secure(long port) throws Exception {
    var socket =
        (SSLSocket)
            Anybody.context()
                .getSocketFactory()
                .createSocket(InetAddress.getLoopbackAddress(), (int) port);
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setApplicationProtocols(new String[] {"h2"});
    socket.setSSLParameters(parameters);
    socket.startHandshake();
    return new RawHttp2Client(socket);
  }

  /// What has come on a stream up to its end.
  ///
  /// @param status 0 when the stream was reset without an answer
  /// @param error why the stream was reset; -1 if it was not
  /// @param heads the fields of all heads, as `name: value`: those of answers before the answer, of
  ///   the answer, and of what comes after its body
  public record Answer(int status, String body, int error, List<List<String>> heads) {
    public boolean isReset() {
      return error >= 0;
    }

    /// The fields after the body; empty without any.
    public List<String> trailers() {
      return heads.isEmpty() || heads.getLast().stream().anyMatch(f -> f.startsWith(":status"))
          ? List.of()
          : heads.getLast();
    }
  }

  private record Frame(int type, int flags, int stream, ByteBuf content) {}

  /// Sends the head of a request with these pseudo-header fields and fields, each name followed by
  /// its value, and gives the number of its stream.
  public int begin(boolean isAll, String... fields) throws IOException {
    last += 2;
    send(HEADERS, END_HEADERS | (isAll ? END_STREAM : 0), last, block(fields));
    return last;
  }

  /// The fields of a head as HPACK writes them without its tables (RFC 7541, section 6.2.2).
  public static byte[] block(String... fields) throws IOException {
    var out = new ByteArrayOutputStream();
    for (int i = 0; i < fields.length; i += 2) {
      out.write(0);
      text(out, fields[i]);
      text(out, fields[i + 1]);
    }
    return out.toByteArray();
  }

  /// A text as HPACK writes it without Huffman's code (RFC 7541, section 5.2).
  private static void text(ByteArrayOutputStream out, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    if (bytes.length < 127) {
      out.write(bytes.length);
    } else {
      out.write(127);
      int rest = bytes.length - 127;
      for (; rest >= 128; rest >>>= 7) {
        out.write((rest & 127) | 128);
      }
      out.write(rest);
    }
    out.writeBytes(bytes);
  }

  /// Sends a part of the body of a request.
  public void data(int stream, boolean isLast, String text) throws IOException {
    send(DATA, isLast ? END_STREAM : 0, stream, text.getBytes(StandardCharsets.UTF_8));
  }

  /// The bytes of a frame (RFC 9113, section 4.1).
  static byte[] frame(int type, int flags, int stream, byte[] content) {
    var out = new ByteArrayOutputStream();
    out.write(content.length >>> 16);
    out.write(content.length >>> 8);
    out.write(content.length);
    out.write(type);
    out.write(flags);
    for (int shift = 24; shift >= 0; shift -= 8) {
      out.write(stream >>> shift);
    }
    out.writeBytes(content);
    return out.toByteArray();
  }

  /// Sends a frame of any type (RFC 9113, section 6).
  public void send(int type, int flags, int stream, byte[] content) throws IOException {
    sendBytes(frame(type, flags, stream, content));
  }

  /// Sends bytes that may be no whole frame.
  public void sendBytes(byte[] bytes) throws IOException {
    if (held == null) {
      socket.getOutputStream().write(bytes);
    } else {
      held.writeBytes(bytes);
    }
  }

  /// What is sent from now on is sent at once by `release`.
  void hold() {
    held = new ByteArrayOutputStream();
  }

  void release() throws IOException {
    byte[] bytes = held == null ? new byte[0] : held.toByteArray();
    held = null;
    sendBytes(bytes);
  }

  private Frame read() throws IOException {
    int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
    int type = in.readUnsignedByte();
    int flags = in.readUnsignedByte();
    int stream = in.readInt();
    ByteBuf content = Unpooled.wrappedBuffer(in.readNBytes(length));
    if (type == WINDOW_UPDATE) {
      opened.merge(stream, content.getInt(content.readerIndex()), Integer::sum);
    }
    return new Frame(type, flags, stream, content);
  }

  /// Reads up to the end of the answer on that stream.
  public Answer answer(int stream) throws IOException {
    List<List<String>> read = new ArrayList<>();
    var body = new ByteArrayOutputStream();
    while (true) {
      Frame frame = read();
      // Each head changes how the next one is read, whatever its stream.
      List<String> head = frame.type() == HEADERS ? fields(frame) : List.of();
      if (frame.stream() != stream) {
        continue;
      }
      switch (frame.type()) {
        case HEADERS -> read.add(head);
        case DATA -> body.writeBytes(ByteBufUtil.getBytes(frame.content()));
        default -> {}
      }
      boolean isReset = frame.type() == RST_STREAM;
      boolean isEnd =
          (frame.type() == HEADERS || frame.type() == DATA) && (frame.flags() & END_STREAM) != 0;
      if (isReset || isEnd) {
        int error = isReset ? frame.content().readInt() : -1;
        return new Answer(status(read), body.toString(StandardCharsets.UTF_8), error, read);
      }
    }
  }

  /// Reads up to the next bytes of the answer on that stream; "" at its end.
  public String part(int stream) throws IOException {
    while (true) {
      Frame frame = read();
      if (frame.type() == HEADERS) {
        fields(frame);
      }
      if (frame.stream() == stream && frame.type() == DATA) {
        return frame.content().toString(StandardCharsets.UTF_8);
      }
      if (frame.stream() == stream
          && (frame.type() == RST_STREAM || (frame.flags() & END_STREAM) != 0)) {
        return "";
      }
    }
  }

  /// That of the answer itself.
  private static int status(List<List<String>> heads) {
    return heads.stream()
        .flatMap(List::stream)
        .filter(field -> field.startsWith(":status: "))
        .mapToInt(field -> Integer.parseInt(field.substring(":status: ".length())))
        .filter(status -> status >= 200)
        .findFirst()
        .orElse(0);
  }

  private List<String> fields(Frame frame) throws IOException {
    int from = (frame.flags() & PRIORITY) == 0 ? 0 : 5;
    try {
      Http2Headers read = heads.decodeHeaders(frame.stream(), frame.content().skipBytes(from));
      List<String> fields = new ArrayList<>();
      read.forEach(field -> fields.add(field.getKey() + ": " + field.getValue()));
      return fields;
    } catch (Http2Exception malformed) {
      throw new IOException(malformed);
    }
  }

  /// The answer to a request without body.
  public Answer ask(String... fields) throws IOException {
    return answer(begin(true, fields));
  }

  /// The answer to `GET` of that path from the host `a`.
  public Answer get(String path) throws IOException {
    return ask(":method", "GET", ":scheme", "http", ":path", path, ":authority", "a");
  }

  /// Reads an answer of any size, and sends an update of the window of the stream and one of that
  /// of the connection for each piece.
  ///
  /// @return how many bytes its body has
  long download(int stream) throws IOException {
    long bytes = 0;
    while (true) {
      Frame frame = read();
      boolean isOfStream = frame.stream() == stream;
      int length = frame.content().readableBytes();
      if (isOfStream && frame.type() == DATA && length > 0) {
        bytes += length;
        update(stream, length);
        update(0, length);
      }
      if (frame.type() == HEADERS) {
        fields(frame);
      }
      boolean isPart = frame.type() == HEADERS || frame.type() == DATA;
      if (frame.type() == GOAWAY || (isOfStream && frame.type() == RST_STREAM)) {
        throw new IOException("the server has ended the answer");
      }
      if (isOfStream && isPart && (frame.flags() & END_STREAM) != 0) {
        return bytes;
      }
    }
  }

  /// Sends an update of a window.
  void update(int stream, int bytes) throws IOException {
    send(
        WINDOW_UPDATE,
        0,
        stream,
        new byte[] {
          (byte) (bytes >>> 24), (byte) (bytes >>> 16), (byte) (bytes >>> 8), (byte) bytes
        });
  }

  /// How many bytes of each of its streams the server may send before it is told more (RFC 9113,
  /// section 6.9.2).
  void windowOfStreams(int bytes) throws IOException {
    send(
        SETTINGS,
        0,
        0,
        new byte[] {
          0,
          INITIAL_WINDOW_SIZE,
          (byte) (bytes >>> 24),
          (byte) (bytes >>> 16),
          (byte) (bytes >>> 8),
          (byte) bytes
        });
  }

  /// Waits until the server has read everything that was sent to it. What comes before is skipped.
  void ping() throws IOException {
    send(PING, 0, 0, new byte[8]);
    Frame frame = read();
    while (frame.type() != PING) {
      if (frame.type() == HEADERS) {
        fields(frame);
      }
      frame = read();
    }
  }

  /// By how much the server has opened the window of a stream, 0 being the connection; reads until
  /// it has done so.
  int openedWindow(int stream) throws IOException {
    while (!opened.containsKey(stream)) {
      Frame frame = read();
      if (frame.type() == HEADERS) {
        fields(frame);
      }
    }
    return opened.get(stream);
  }

  /// The streams whose windows the server has opened, as far as its frames were read.
  Set<Integer> openedWindows() {
    return Set.copyOf(opened.keySet());
  }

  /// Reads until the server has reset that many streams, and gives their errors by their numbers.
  /// What comes before is skipped.
  Map<Integer, Integer> resets(int count) throws IOException {
    Map<Integer, Integer> errors = new HashMap<>();
    while (errors.size() < count) {
      Frame frame = read();
      if (frame.type() == HEADERS) {
        fields(frame);
      } else if (frame.type() == RST_STREAM) {
        errors.put(frame.stream(), frame.content().readInt());
      }
    }
    return errors;
  }

  /// Reads up to the next announcement of the connection's end, and gives the number of the last
  /// stream that is served.
  public int goAway() throws IOException {
    Frame frame = read();
    while (frame.type() != GOAWAY) {
      if (frame.type() == HEADERS) {
        fields(frame);
      }
      frame = read();
    }
    return frame.content().getInt(0);
  }

  /// Reads up to the end of the connection, and gives the error that the server has told before, or
  /// -1. A server that keeps it open makes this fail.
  public int endReason() throws IOException {
    int reason = -1;
    try {
      while (true) {
        Frame frame = read();
        if (frame.type() == GOAWAY) {
          reason = frame.content().getInt(4);
        }
      }
    } catch (EOFException | SocketException end) {
      return reason;
    }
  }

  /// Reads up to the end of the connection; a server that keeps it open makes this fail.
  public void awaitEnd() throws IOException {
    while (in.read() >= 0) {
      // What it says before is not of interest.
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
