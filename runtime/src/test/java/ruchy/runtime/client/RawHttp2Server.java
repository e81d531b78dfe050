package ruchy.runtime.client;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import ruchy.runtime.http.RawHttp2Client;

/// A server of HTTP/2 on loopback, without TLS, that answers each request without body with frames
/// as they are, for what a proper server would not send.
final class RawHttp2Server implements AutoCloseable {
  static final int DATA = 0;
  static final int HEADERS = 1;
  static final int RST_STREAM = 3;
  static final int SETTINGS = 4;
  static final int GOAWAY = 7;
  static final int END_STREAM = 1;
  static final int END_HEADERS = 4;

  private static final int ACK = 1;
  private static final int PREFACE_BYTES = 24;

  /// What is sent when a request has arrived.
  @FunctionalInterface
  interface Answer {
    void send(Connection connection, int stream) throws IOException;
  }

  /// One connection.
  static final class Connection {
    private final Socket socket;

    private Connection(Socket socket) {
      this.socket = socket;
    }

    void frame(int type, int flags, int stream, byte[] content) throws IOException {
      socket.getOutputStream().write(RawHttp2Client.frame(type, flags, stream, content));
    }

    /// Sends a head, or what follows a body: each name followed by its value.
    void head(int stream, boolean isEnd, String... fields) throws IOException {
      int flags = END_HEADERS | (isEnd ? END_STREAM : 0);
      frame(HEADERS, flags, stream, RawHttp2Client.block(fields));
    }
  }

  private final ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final Answer answer;

  RawHttp2Server(Answer answer) throws IOException {
    this.answer = answer;
    Thread.ofPlatform().daemon().start(this::accept);
  }

  String url(String path) {
    return "http://127.0.0.1:" + socket.getLocalPort() + path;
  }

  private void accept() {
    try {
      while (true) {
        Socket client = socket.accept();
        client.setTcpNoDelay(true);
        Thread.ofPlatform().daemon().start(() -> serve(client));
      }
    } catch (IOException closed) {
      // The test is over.
    }
  }

  private void serve(Socket client) {
    try (client) {
      var in = new DataInputStream(client.getInputStream());
      var connection = new Connection(client);
      in.skipNBytes(PREFACE_BYTES);
      connection.frame(SETTINGS, 0, 0, new byte[0]);
      while (true) {
        int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
        int type = in.readUnsignedByte();
        int flags = in.readUnsignedByte();
        int stream = in.readInt();
        in.skipNBytes(length);
        if (type == SETTINGS && (flags & ACK) == 0) {
          connection.frame(SETTINGS, ACK, 0, new byte[0]);
        } else if (type == HEADERS) {
          answer.send(connection, stream);
        }
      }
    } catch (IOException gone) {
      // The client has enough.
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
