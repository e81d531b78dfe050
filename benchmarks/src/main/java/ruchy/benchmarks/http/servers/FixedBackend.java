package ruchy.benchmarks.http.servers;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/// The server that requests are passed on to: answers each request, which has no body, with the
/// same bytes, at as little cost as can be.
public final class FixedBackend {
  private static final byte[] ANSWER =
      """
      HTTP/1.1 200 OK\r
      Content-Type: text/plain; charset=utf-8\r
      Content-Length: 13\r
      \r
      Hello, World!\
      """
          .getBytes(StandardCharsets.US_ASCII);

  private FixedBackend() {}

  /// `FixedBackend PORT`.
  public static void main(String[] args) throws IOException {
    Selector selector = Selector.open();
    ServerSocketChannel acceptor = ServerSocketChannel.open();
    acceptor.bind(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(args[0])), 1024);
    acceptor.configureBlocking(false);
    acceptor.register(selector, SelectionKey.OP_ACCEPT);
    ByteBuffer input = ByteBuffer.allocateDirect(1 << 16);
    ByteBuffer output = ByteBuffer.allocateDirect(ANSWER.length).put(ANSWER);
    while (true) {
      selector.select(
          key -> {
            try {
              if (key.isAcceptable()) {
                SocketChannel client = acceptor.accept();
                client.configureBlocking(false);
                client.register(selector, SelectionKey.OP_READ);
              } else {
                answer((SocketChannel) key.channel(), input, output);
              }
            } catch (IOException gone) {
              close(key);
            }
          });
    }
  }

  /// The requests of a proxy are small, so each comes in one piece.
  private static void answer(SocketChannel client, ByteBuffer input, ByteBuffer output)
      throws IOException {
    input.clear();
    if (client.read(input) < 0) {
      client.close();
      return;
    }
    for (int i = 2; i < input.position(); i++) {
      if (input.get(i) == '\n' && input.get(i - 2) == '\n') {
        client.write(output.rewind());
      }
    }
  }

  private static void close(SelectionKey key) {
    try {
      key.channel().close();
    } catch (IOException closed) {
      key.cancel();
    }
  }
}
