package ruchy.runtime.net;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/// The other side of a stream: a plain blocking socket.
final class Peer implements AutoCloseable {
  private static final int LIMIT_MILLIS = 30_000;

  final TcpStream stream;
  final Socket socket;

  private Peer(TcpStream stream, Socket socket) throws IOException {
    this.stream = stream;
    this.socket = socket;
    socket.setSoTimeout(LIMIT_MILLIS);
    socket.setTcpNoDelay(true);
  }

  /// Accepts a connection of the room.
  static Peer open() throws IOException {
    try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var stream = TcpStream.connect("127.0.0.1:" + server.getLocalPort());
      return new Peer(stream, server.accept());
    }
  }

  Peer send(String text) throws IOException {
    return send(text.getBytes(UTF_8));
  }

  Peer send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    return this;
  }

  /// Sends nothing more.
  Peer end() throws IOException {
    socket.shutdownOutput();
    return this;
  }

  /// Ends the connection without a word: the stream gets a reset.
  void reset() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  String receive(int count) throws IOException {
    return new String(socket.getInputStream().readNBytes(count), UTF_8);
  }

  @Override
  public void close() throws IOException {
    socket.close();
    stream.close();
  }
}
