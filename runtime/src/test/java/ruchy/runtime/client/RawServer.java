package ruchy.runtime.client;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/// A server on loopback that answers with bytes as they are, for what a proper server would not
/// send. One thread for each connection.
final class RawServer implements AutoCloseable {
  /// What is done with a connection when a request has arrived on it.
  @FunctionalInterface
  interface Answer {
    void send(Connection connection) throws IOException;
  }

  /// One connection.
  static final class Connection {
    private final Socket socket;
    private final InputStream in;
    private String request = "";
    private byte[] body = {};
    private final CountDownLatch over;

    Connection(Socket socket, CountDownLatch over) throws IOException {
      this.socket = socket;
      this.over = over;
      this.in = socket.getInputStream();
    }

    /// The head of the last request, with `\n` for each line end.
    String request() {
      return request;
    }

    byte[] body() {
      return body;
    }

    /// The value of a field of the last request; `""` without it.
    String field(String name) {
      for (String line : request.split("\n", -1)) {
        if (line.regionMatches(true, 0, name + ":", 0, name.length() + 1)) {
          return line.substring(name.length() + 1).strip();
        }
      }
      return "";
    }

    /// Sends the text, `\n` being CRLF.
    void send(String text) throws IOException {
      sendBytes(text.replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1));
    }

    void sendBytes(byte[] bytes) throws IOException {
      OutputStream out = socket.getOutputStream();
      out.write(bytes);
      out.flush();
    }

    /// An answer with a body and its length.
    void answer(String head, byte[] content) throws IOException {
      send("HTTP/1.1 " + head + "\nContent-Length: " + content.length + "\n\n");
      sendBytes(content);
    }

    void answer(String head, String content) throws IOException {
      answer(head, content.getBytes(StandardCharsets.UTF_8));
    }

    /// Ends the connection without a proper end.
    void reset() throws IOException {
      socket.setSoLinger(true, 0);
      socket.close();
    }

    void close() throws IOException {
      socket.close();
    }

    /// Reads on to that text; `text` has what was read.
    void readTo(String end) throws IOException {
      var read = new ByteArrayOutputStream();
      while (!read.toString(StandardCharsets.ISO_8859_1).endsWith(end)) {
        int each = in.read();
        if (each < 0) {
          throw new IOException("the connection has ended");
        }
        read.write(each);
      }
      body = read.toByteArray();
    }

    String text() {
      return new String(body, StandardCharsets.ISO_8859_1);
    }

    /// Reads nothing until the test is over.
    void awaitNothing() throws IOException {
      hold(over);
    }

    /// Reads and sends nothing until the test lets it go on.
    void hold(CountDownLatch release) throws IOException {
      try {
        release.await();
      } catch (InterruptedException stopped) {
        throw new IOException(stopped);
      }
    }

    /// Waits until the client has closed the connection, in whatever way.
    void awaitEnd() {
      try {
        while (in.read() >= 0) {}
      } catch (IOException reset) {
        // That is an end too.
      }
    }

    /// Reads the next request; false at the end of the connection.
    private boolean next() throws IOException {
      var head = new ByteArrayOutputStream();
      int ends = 0;
      while (ends < 2) {
        int each = in.read();
        if (each < 0) {
          return false;
        }
        ends = each == '\n' ? ends + 1 : each == '\r' ? ends : 0;
        head.write(each);
      }
      request = head.toString(StandardCharsets.ISO_8859_1).replace("\r\n", "\n");
      String length = field("content-length");
      body = in.readNBytes(length.isEmpty() ? 0 : Integer.parseInt(length));
      return true;
    }
  }

  private final CountDownLatch over = new CountDownLatch(1);
  private final ServerSocket socket;
  private final Answer answer;
  private final AtomicInteger connections = new AtomicInteger();
  private final List<String> requests = Collections.synchronizedList(new ArrayList<>());
  private final List<Socket> open = Collections.synchronizedList(new ArrayList<>());

  RawServer(Answer answer) throws IOException {
    this("127.0.0.1", 0, answer);
  }

  /// On another address of loopback, and perhaps on a port that is known.
  RawServer(String address, int port, Answer answer) throws IOException {
    this.answer = answer;
    socket = new ServerSocket(port, 50, InetAddress.ofLiteral(address));
    Thread.ofPlatform().daemon().start(this::accept);
  }

  /// Answers with the text when the test lets it.
  static RawServer holding(CountDownLatch release, String text) throws IOException {
    return new RawServer(
        connection -> {
          connection.hold(release);
          connection.answer("200 OK", text);
        });
  }

  /// Sends the beginning of an answer, and the rest of it when the test lets it.
  static RawServer pausing(String beginning, CountDownLatch release, String rest)
      throws IOException {
    return new RawServer(
        connection -> {
          connection.send(beginning);
          connection.hold(release);
          connection.send(rest);
        });
  }

  /// Never answers, and counts down when a request arrives and when its connection ends.
  static RawServer silent(CountDownLatch arrived, CountDownLatch ended) throws IOException {
    return new RawServer(
        connection -> {
          arrived.countDown();
          connection.awaitEnd();
          ended.countDown();
        });
  }

  String url(String path) {
    return "http://127.0.0.1:" + socket.getLocalPort() + path;
  }

  int port() {
    return socket.getLocalPort();
  }

  /// How many connections there were.
  int connections() {
    return connections.get();
  }

  /// The heads of all requests, in order.
  List<String> requests() {
    return List.copyOf(requests);
  }

  private void accept() {
    try {
      while (true) {
        Socket client = socket.accept();
        client.setTcpNoDelay(true);
        connections.incrementAndGet();
        open.add(client);
        Thread.ofPlatform().daemon().start(() -> serve(client));
      }
    } catch (IOException closed) {
      // The test is over.
    }
  }

  private void serve(Socket client) {
    try (client) {
      var connection = new Connection(client, over);
      while (!client.isClosed() && connection.next()) {
        requests.add(connection.request());
        answer.send(connection);
      }
    } catch (IOException gone) {
      // The client has enough, as some tests want it to.
    }
  }

  @Override
  public void close() throws IOException {
    over.countDown();
    socket.close();
    for (Socket client : List.copyOf(open)) {
      client.close();
    }
  }
}
