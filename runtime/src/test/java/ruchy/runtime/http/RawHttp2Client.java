package ruchy.runtime.http;

import io.netty.buffer.ByteBuf;
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
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/// A client of HTTP/2 that sends heads as they are, for what a proper client would not send.
///
/// Whoever waits for one thing reads frames of others on the way: they are kept until somebody asks
/// for them, so the order in which a server sends what belongs to different streams is not felt.
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
  private static final int ACK = 1;
  private static final int END_HEADERS = 4;
  private static final int PRIORITY = 0x20;

  private final Socket socket;
  private final DataInputStream in;
  private final DefaultHttp2HeadersDecoder heads = new DefaultHttp2HeadersDecoder();
  private @Nullable ByteArrayOutputStream held;
  private final Map<Integer, Stream> streams = new HashMap<>();
  private final Map<Integer, Integer> opened = new HashMap<>();
  private final Map<Integer, Integer> resets = new HashMap<>();
  private final Deque<Integer> farewells = new ArrayDeque<>();
  private int reason = -1;
  private int pongs;
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

  /// What has been read of a stream and not yet been asked for.
  private static final class Stream {
    private final List<List<String>> heads = new ArrayList<>();
    private final Deque<byte[]> parts = new ArrayDeque<>();
    private boolean isOver;
    private int error = -1;

    private Answer answer() {
      var body = new ByteArrayOutputStream();
      parts.forEach(body::writeBytes);
      return new Answer(status(heads), body.toString(StandardCharsets.UTF_8), error, heads);
    }
  }

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
  public static byte[] frame(int type, int flags, int stream, byte[] content) {
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

  /// Reads a frame, and keeps what it brings.
  private void read() throws IOException {
    int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
    int type = in.readUnsignedByte();
    int flags = in.readUnsignedByte();
    int number = in.readInt();
    byte[] bytes = new byte[length];
    in.readFully(bytes);
    ByteBuf content = Unpooled.wrappedBuffer(bytes);
    switch (type) {
      case HEADERS -> {
        // Each head changes how the next one is read, whatever its stream.
        List<String> head =
            fields(number, (flags & PRIORITY) == 0 ? content : content.skipBytes(5));
        Stream stream = stream(number);
        stream.heads.add(head);
        stream.isOver |= (flags & END_STREAM) != 0;
      }
      case DATA -> {
        Stream stream = stream(number);
        if (length > 0) {
          stream.parts.add(bytes);
        }
        stream.isOver |= (flags & END_STREAM) != 0;
      }
      case RST_STREAM -> {
        int error = content.readInt();
        resets.put(number, error);
        Stream stream = stream(number);
        if (!stream.isOver) {
          stream.isOver = true;
          stream.error = error;
        }
      }
      case WINDOW_UPDATE -> opened.merge(number, content.readInt(), Integer::sum);
      case PING -> pongs += flags & ACK;
      case GOAWAY -> {
        farewells.add(content.readInt());
        reason = content.readInt();
      }
      default -> {}
    }
  }

  private Stream stream(int number) {
    return streams.computeIfAbsent(number, _ -> new Stream());
  }

  /// What has come on that stream and was not given by `part`, up to its end, which is waited for;
  /// all heads belong to it.
  public Answer answer(int stream) throws IOException {
    Stream read = stream(stream);
    while (!read.isOver) {
      read();
    }
    streams.remove(stream);
    return read.answer();
  }

  /// The next bytes of the answer on that stream, which are waited for; "" at its end.
  public String part(int stream) throws IOException {
    byte[] part = bytes(stream);
    return part == null ? "" : new String(part, StandardCharsets.UTF_8);
  }

  private byte @Nullable [] bytes(int stream) throws IOException {
    Stream read = stream(stream);
    while (read.parts.isEmpty() && !read.isOver) {
      read();
    }
    return read.parts.poll();
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

  private List<String> fields(int stream, ByteBuf block) throws IOException {
    try {
      Http2Headers read = heads.decodeHeaders(stream, block);
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
    for (byte[] part = bytes(stream); part != null; part = bytes(stream)) {
      bytes += part.length;
      update(stream, part.length);
      update(0, part.length);
    }
    if (reason >= 0 || answer(stream).isReset()) {
      throw new IOException("the server has ended the answer");
    }
    return bytes;
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

  /// Waits until the server has read everything that was sent to it.
  void ping() throws IOException {
    send(PING, 0, 0, new byte[8]);
    for (int before = pongs; pongs == before; ) {
      read();
    }
  }

  /// By how much the server has opened the window of a stream, 0 being the connection; reads until
  /// it has done so.
  int openedWindow(int stream) throws IOException {
    while (!opened.containsKey(stream)) {
      read();
    }
    return opened.get(stream);
  }

  /// The streams whose windows the server has opened, as far as its frames were read.
  Set<Integer> openedWindows() {
    return Set.copyOf(opened.keySet());
  }

  /// Reads until the server has reset that many streams in all, and gives their errors by their
  /// numbers.
  Map<Integer, Integer> resets(int count) throws IOException {
    while (resets.size() < count) {
      read();
    }
    return Map.copyOf(resets);
  }

  /// The number of the last stream that is served, of the next announcement of the connection's
  /// end, which is waited for.
  public int goAway() throws IOException {
    while (farewells.isEmpty()) {
      read();
    }
    return farewells.remove();
  }

  /// Reads up to the end of the connection, and gives the error that the server has told at last,
  /// or -1. A server that keeps it open makes this fail.
  public int endReason() throws IOException {
    try {
      while (true) {
        read();
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
