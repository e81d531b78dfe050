package ruchy.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/// A client of the chat server that speaks WebSocket (RFC 6455) by hand, so that it can also leave
/// in ways that libraries do not have. A thread of its own reads all that comes, so the server
/// never waits for it.
final class ChatPeer implements AutoCloseable {
  private static final int LIMIT_MILLIS = 30_000;
  private static final int TEXT = 1;
  private static final int CLOSE = 8;
  private static final int PING = 9;

  private final Socket socket;

  /// Guarded by this.
  private final List<String> heard = new ArrayList<>();

  /// Guarded by this.
  private boolean isOver;

  ChatPeer(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setTcpNoDelay(true);
    socket
        .getOutputStream()
        .write(
            ("GET / HTTP/1.1\r\nHost: localhost:"
                    + port
                    + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                    + "Sec-WebSocket-Version: 13\r\n"
                    + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n")
                .getBytes(UTF_8));
    Thread.ofVirtual().start(this::read);
  }

  /// All texts so far, in the order in which they came.
  synchronized List<String> heard() {
    return List.copyOf(heard);
  }

  /// Waits until what has been heard is as wanted.
  synchronized void await(Predicate<List<String>> isEnough, String what)
      throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LIMIT_MILLIS);
    while (!isEnough.test(heard)) {
      long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      if (left <= 0 || isOver) {
        throw new AssertionError((isOver ? "the end came, not " : "never heard ") + what);
      }
      wait(left);
    }
  }

  /// Waits until the connection is closed.
  synchronized void awaitEnd() throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LIMIT_MILLIS);
    while (!isOver) {
      long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      if (left <= 0) throw new AssertionError("the connection is not closed");
      wait(left);
    }
  }

  /// Sends a text of less than 126 bytes.
  void says(String text) throws IOException {
    socket.getOutputStream().write(frame(TEXT, text.getBytes(UTF_8)));
  }

  /// Sends a close frame.
  void saysGoodbye() throws IOException {
    socket.getOutputStream().write(frame(CLOSE, new byte[] {3, (byte) 0xE8}));
  }

  /// Sends the beginning of a frame, and ends the connection.
  void breaksOffIn(String text) throws IOException {
    byte[] frame = frame(TEXT, text.getBytes(UTF_8));
    socket.getOutputStream().write(frame, 0, frame.length / 2);
    socket.close();
  }

  /// Ends the connection without a close frame.
  void hangsUp() throws IOException {
    socket.close();
  }

  /// Ends the connection with a reset; what the server has not read yet may be lost.
  void resets() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  /// A whole frame, masked with zeros.
  private static byte[] frame(int opcode, byte[] payload) {
    byte[] frame = new byte[6 + payload.length];
    frame[0] = (byte) (0x80 | opcode);
    frame[1] = (byte) (0x80 | payload.length);
    System.arraycopy(payload, 0, frame, 6, payload.length);
    return frame;
  }

  private void read() {
    try (var in = new DataInputStream(new BufferedInputStream(socket.getInputStream()))) {
      while (!readLine(in).isEmpty()) {
        // The head of the answer; what follows would make no sense if it were a refusal.
      }
      for (int first = in.read(); first >= 0; first = in.read()) {
        byte[] payload = in.readNBytes(length(in));
        switch (first & 0xF) {
          case TEXT -> add(new String(payload, UTF_8));
          case PING, CLOSE -> {} // a server that drops whom it does not hear is not asked to here
          default -> throw new IOException("unexpected frame " + first);
        }
      }
    } catch (IOException _) {
      // Ended in the middle of something: by this side, or by the server.
    } finally {
      end();
    }
  }

  private static String readLine(DataInputStream in) throws IOException {
    var line = new StringBuilder();
    for (int c = in.readByte(); c != '\n'; c = in.readByte()) {
      if (c != '\r') line.append((char) c);
    }
    return line.toString();
  }

  private static int length(DataInputStream in) throws IOException {
    int length = in.readUnsignedByte();
    return switch (length) {
      case 126 -> in.readUnsignedShort();
      case 127 -> Math.toIntExact(in.readLong());
      default -> length;
    };
  }

  private synchronized void add(String text) {
    heard.add(text);
    notifyAll();
  }

  private synchronized void end() {
    isOver = true;
    notifyAll();
  }
}
