package ruchy.benchmarks.tcp;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Connections that send a line of 64 bytes, each as soon as the one before has come back. One
/// thread for all.
final class EchoLoad implements AutoCloseable {
  private static final int LINE = 64;
  private static final long START_NANOS = TimeUnit.SECONDS.toNanos(60);

  private final Selector selector = Selector.open();
  private final List<SocketChannel> channels = new ArrayList<>();
  private final ByteBuffer line = ByteBuffer.allocateDirect(LINE);
  private final ByteBuffer received = ByteBuffer.allocateDirect(4 * LINE);
  private boolean isRunning;

  private EchoLoad() throws IOException {
    for (int i = 0; i < LINE - 1; i++) {
      line.put((byte) 'x');
    }
    line.put((byte) '\n');
  }

  /// Connects, as soon as the server is there.
  static EchoLoad open(Process server, int port, int connections)
      throws IOException, InterruptedException {
    var load = new EchoLoad();
    var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    long deadline = System.nanoTime() + START_NANOS;
    while (load.channels.size() < connections) {
      try {
        var channel = SocketChannel.open(address);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.configureBlocking(false);
        channel.register(load.selector, SelectionKey.OP_READ);
        load.channels.add(channel);
      } catch (IOException notYet) {
        if (!server.isAlive() || System.nanoTime() > deadline) {
          throw notYet;
        }
        Thread.sleep(50);
      }
    }
    return load;
  }

  /// Sends and receives for so long; how many lines came back.
  long run(int seconds) throws IOException {
    if (!isRunning) {
      isRunning = true;
      for (SocketChannel channel : channels) {
        send(channel);
      }
    }
    long count = 0;
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    while (System.nanoTime() < end) {
      long[] came = new long[1];
      selector.select(key -> came[0] += answered(key), 100);
      count += came[0];
    }
    return count;
  }

  private int answered(SelectionKey key) {
    var channel = (SocketChannel) key.channel();
    try {
      received.clear();
      if (channel.read(received) != LINE || received.get(LINE - 1) != '\n') {
        throw new IOException("a line did not come back as it was sent");
      }
      send(channel);
      return 1;
    } catch (IOException failure) {
      throw new java.io.UncheckedIOException(failure);
    }
  }

  private void send(SocketChannel channel) throws IOException {
    line.clear();
    if (channel.write(line) != LINE) {
      throw new IOException("a line of " + LINE + " bytes was not sent at once");
    }
  }

  @Override
  public void close() throws IOException {
    for (SocketChannel channel : channels) {
      channel.close();
    }
    selector.close();
  }
}
