package ruchy.runtime.net;

import java.io.IOException;
import java.net.ConnectException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.List;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.failure.Failure;

/// Opens connections. How many wait for an answer at once is limited by `Slots`; the time limit of
/// a connection begins when it has its slot.
final class Connecting {
  /// How long a program waits that says nothing else.
  static final long DEFAULT_MILLIS = 10_000;

  private Connecting() {}

  /// A connection to the address, to the first of the host's addresses that answers. Raises IoError
  /// `Cannot connect to ADDRESS: REASON`, or TimeoutError.
  static SocketChannel open(Address address, long limitMillis) {
    try {
      List<InetAddress> hosts = Names.lookUp(address.host());
      long begin = 0;
      IOException refused = null;
      for (InetAddress host : hosts) {
        Slots.CONNECTING.enter();
        try {
          long now = System.nanoTime();
          begin = begin == 0 ? now : begin;
          long left = limitMillis - (now - begin) / 1_000_000;
          return open(new InetSocketAddress(host, address.port()), Math.max(1, left));
        } catch (IOException failure) {
          refused = failure;
        } finally {
          Slots.CONNECTING.leave();
        }
      }
      throw refused == null ? new IOException("unknown host") : refused;
    } catch (IOException failure) {
      throw Failure.ioError("Cannot connect to " + address + ": " + Reasons.of(failure));
    } catch (Failure failure) {
      throw failure.matchesType("TimeoutError") ? timedOut(address, limitMillis) : failure;
    }
  }

  /// A connection to a Unix domain socket.
  static SocketChannel openUnix(String path) {
    try {
      return open(UnixDomainSocketAddress.of(path), DEFAULT_MILLIS);
    } catch (IOException | IllegalArgumentException failure) {
      throw Failure.ioError("Cannot connect to " + path + ": " + Reasons.of(failure));
    } catch (Failure failure) {
      throw failure.matchesType("TimeoutError") ? timedOut(path, DEFAULT_MILLIS) : failure;
    }
  }

  private static Failure timedOut(Object address, long limitMillis) {
    return Failure.timeoutError(
        "Cannot connect to " + address + ": no connection within " + limitMillis + " ms");
  }

  /// A connection to one address of the system; raises TimeoutError.
  ///
  /// @throws IOException if it is refused
  static SocketChannel open(SocketAddress address, long limitMillis) throws IOException {
    boolean isUnix = address instanceof UnixDomainSocketAddress;
    SocketChannel channel = Descriptors.get(() -> unconnected(address));
    var side = new Handshake(channel);
    boolean isOpen = false;
    try {
      channel.configureBlocking(false);
      if (!channel.connect(address)) {
        // On this machine the answer is often there at once.
        if (!side.attempt()) {
          side.await(limitMillis);
        }
        if (side.failure != null) {
          throw side.failure;
        }
      }
      if (!isUnix && channel.getRemoteAddress().equals(channel.getLocalAddress())) {
        // A port of this machine to which nobody listens and which the system has just chosen for
        // this side: TCP connects it with itself (RFC 9293, section 3.5).
        throw new ConnectException("connection refused");
      }
      if (!isUnix) {
        // Only now: most ports that are asked for in a scan are closed.
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      }
      isOpen = true;
      return channel;
    } finally {
      if (!isOpen) {
        channel.close();
        if (side.wasArmed()) {
          Reactor.instance().flush();
        }
      }
    }
  }

  /// Of the family of the address: one for both versions of IP costs more calls of the system.
  private static SocketChannel unconnected(SocketAddress address) throws IOException {
    if (address instanceof UnixDomainSocketAddress) {
      return SocketChannel.open(StandardProtocolFamily.UNIX);
    }
    return address instanceof InetSocketAddress inet && inet.getAddress() instanceof Inet4Address
        ? SocketChannel.open(StandardProtocolFamily.INET)
        : SocketChannel.open();
  }

  /// The answer to a connection that was asked for.
  private static final class Handshake extends Side {
    private final SocketChannel channel;
    private @Nullable IOException failure;

    Handshake(SocketChannel channel) {
      super(channel, SelectionKey.OP_CONNECT);
      this.channel = channel;
    }

    @Override
    boolean attempt() {
      try {
        return channel.finishConnect();
      } catch (IOException cause) {
        failure = cause;
        return true;
      }
    }
  }
}
