package ruchy.runtime.ws;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/// A client that sends bytes as they are, for what a proper client would not send.
final class RawPeer implements AutoCloseable {
  private static final byte[] MASK = {0x12, 0x34, 0x56, 0x78};

  private final java.net.Socket socket;
  private final InputStream in;

  RawPeer(int port) throws IOException {
    socket = new java.net.Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(20_000);
    socket.setTcpNoDelay(true);
    in = socket.getInputStream();
  }

  /// A peer that has shaken hands.
  static RawPeer connected(Server server, String... fields) throws IOException {
    var peer = new RawPeer((int) server.port());
    String answer = peer.ask(request("/", fields));
    if (!answer.startsWith("HTTP/1.1 101 ")) {
      throw new IOException("no WebSocket: " + answer);
    }
    return peer;
  }

  static String request(String target, String... fields) {
    var text =
        new StringBuilder("GET " + target + " HTTP/1.1\nHost: localhost\n")
            .append("Upgrade: websocket\nConnection: Upgrade\nSec-WebSocket-Version: 13\n")
            .append("Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\n");
    for (String field : fields) {
      text.append(field).append('\n');
    }
    return text.append('\n').toString();
  }

  /// Sends the text, `\n` being CRLF, and reads the head of the answer.
  String ask(String request) throws IOException {
    send(request.replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1));
    return head();
  }

  String head() throws IOException {
    var head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int octet = in.read();
      if (octet < 0) {
        throw new EOFException(head.toString());
      }
      head.append((char) octet);
    }
    return head.toString();
  }

  void send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    socket.getOutputStream().flush();
  }

  /// Sends bytes that are written in hexadecimal digits.
  void sendHex(String digits) throws IOException {
    send(HexFormat.of().parseHex(digits.replace(" ", "")));
  }

  /// Sends a masked frame.
  void frame(int first, byte[] content) throws IOException {
    send(frameBytes(first, content));
  }

  static byte[] frameBytes(int first, byte[] content) {
    var out = new ByteArrayOutputStream();
    out.write(first);
    if (content.length < 126) {
      out.write(0x80 | content.length);
    } else if (content.length < 1 << 16) {
      out.write(0x80 | 126);
      out.write(content.length >> 8);
      out.write(content.length);
    } else {
      out.write(0x80 | 127);
      for (int shift = 56; shift >= 0; shift -= 8) {
        out.write((int) ((long) content.length >> shift));
      }
    }
    out.writeBytes(MASK);
    for (int i = 0; i < content.length; i++) {
      out.write(content[i] ^ MASK[i & 3]);
    }
    return out.toByteArray();
  }

  void text(String text) throws IOException {
    frame(0x81, text.getBytes(StandardCharsets.UTF_8));
  }

  /// A frame that has come.
  static final class Frame {
    private final int first;
    private final byte[] content;

    Frame(int first, byte[] content) {
      this.first = first;
      this.content = content;
    }

    int first() {
      return first;
    }

    byte[] content() {
      return content;
    }

    String text() {
      return new String(content, StandardCharsets.UTF_8);
    }

    boolean isClose() {
      return first == 0x88;
    }

    int code() {
      return content.length < 2 ? 1005 : (content[0] & 0xff) << 8 | (content[1] & 0xff);
    }

    String reason() {
      return content.length < 2
          ? ""
          : new String(content, 2, content.length - 2, StandardCharsets.UTF_8);
    }
  }

  Frame read() throws IOException {
    int first = octet();
    int second = octet();
    if ((second & 0x80) != 0) {
      throw new IOException("a server must not mask");
    }
    long length = second;
    int extra = second == 126 ? 2 : second == 127 ? 8 : 0;
    if (extra > 0) {
      length = 0;
      for (int i = 0; i < extra; i++) {
        length = length << 8 | octet();
      }
    }
    byte[] content = in.readNBytes((int) length);
    if (content.length < length) {
      throw new EOFException();
    }
    return new Frame(first, content);
  }

  private int octet() throws IOException {
    int octet = in.read();
    if (octet < 0) {
      throw new EOFException();
    }
    return octet;
  }

  /// Whether the server has closed the connection, and says nothing before.
  boolean isEnd() throws IOException {
    try {
      return in.read() < 0;
    } catch (java.net.SocketException reset) {
      return true;
    }
  }

  java.net.Socket socket() {
    return socket;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
