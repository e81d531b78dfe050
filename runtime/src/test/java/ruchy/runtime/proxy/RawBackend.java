package ruchy.runtime.proxy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import ruchy.runtime.wire.Wire;

/// A server that does with each connection what a test says, on a thread of its own.
final class RawBackend implements AutoCloseable {
  interface Script {
    void run(Wire connection) throws Exception;
  }

  private final ServerSocket listening;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  final AtomicInteger connections = new AtomicInteger();

  RawBackend(Script script) throws IOException {
    this(0, script);
  }

  RawBackend(int port, Script script) throws IOException {
    listening = new ServerSocket();
    listening.setReuseAddress(true);
    listening.bind(new java.net.InetSocketAddress(InetAddress.getLoopbackAddress(), port), 200);
    Thread.ofVirtual().start(() -> accept(script));
  }

  private void accept(Script script) {
    try {
      while (true) {
        Socket socket = listening.accept();
        open.add(socket);
        connections.incrementAndGet();
        Thread.ofVirtual().start(() -> serve(script, socket));
      }
    } catch (IOException closed) {
      // The test is over.
    }
  }

  private void serve(Script script, Socket socket) {
    try (var wire = new Wire(socket)) {
      script.run(wire);
    } catch (Exception ended) {
      // The other end sees a closed connection.
    } finally {
      open.remove(socket);
    }
  }

  /// Answers every request with what the function makes of it.
  static RawBackend answering(java.util.function.Function<Wire.Message, String> answer)
      throws IOException {
    return new RawBackend(
        wire -> {
          while (true) {
            wire.send(answer.apply(wire.read()));
          }
        });
  }

  int port() {
    return listening.getLocalPort();
  }

  String url() {
    return "http://127.0.0.1:" + port();
  }

  @Override
  public void close() throws IOException {
    listening.close();
    for (Socket socket : open) {
      socket.close();
    }
  }
}
