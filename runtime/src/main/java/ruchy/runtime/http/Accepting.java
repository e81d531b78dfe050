package ruchy.runtime.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.vertx.core.Future;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.internal.net.NetServerInternal;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.net.impl.ServerID;
import io.vertx.core.net.impl.tcp.NetServerImpl;
import java.lang.reflect.Field;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.engine.Engine;

/// The end of a listening socket. The operating system completes connections before the program
/// accepts them, and resets those that still wait when the socket is closed: so it is closed when
/// the queue is empty, as far as one can know. Only used on the event loop that accepts.
final class Accepting extends ChannelInboundHandlerAdapter {
  /// After this many looks without a connection in between the queue is taken for empty. A moment
  /// lies between two of them, because an event loop accepts only between the tasks that it has.
  private static final int QUIET_ROUNDS = 3;

  private static final long ROUND_MILLIS = 2;

  /// Under constant load it never is, where new clients cannot be kept away.
  private static final long LONGEST_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private static final long LONGEST_FILTERED_NANOS = TimeUnit.SECONDS.toNanos(2);

  private final Channel socket;
  private final Runnable whenClosed;
  private final long begun = System.nanoTime();
  private int quietRounds;
  private boolean isFiltered;

  private Accepting(Channel socket, Runnable whenClosed) {
    this.socket = socket;
    this.whenClosed = whenClosed;
  }

  /// The socket that listens on an address, or null. Vert.x has no public way to it, and closing
  /// its servers would take the event loops away before the socket: what is accepted in between is
  /// lost, with an exception on standard error.
  static @Nullable Channel socket(SocketAddress address) {
    var servers = ((VertxInternal) Engine.vertx()).sharedTcpServers();
    NetServerInternal server;
    synchronized (servers) {
      int port = address.port();
      String host = port < 0 ? address.host() + "/" + -port : address.host();
      server = servers.get(new ServerID(port, host));
    }
    try {
      Field bound = NetServerImpl.class.getDeclaredField("bindFuture");
      bound.setAccessible(true);
      return bound.get(server) instanceof Future<?> future
              && future.result() instanceof Channel channel
          ? channel
          : null;
    } catch (ReflectiveOperationException | RuntimeException shut) {
      return null;
    }
  }

  /// Accepts what waits, closes the socket, and calls `whenClosed`. Called by any thread.
  static void end(Channel socket, Runnable whenClosed) {
    var end = new Accepting(socket, whenClosed);
    socket
        .eventLoop()
        .execute(
            () -> {
              end.isFiltered = NewcomerFilter.attach(socket);
              socket.pipeline().addFirst(end);
              end.round();
            });
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object accepted) {
    quietRounds = 0;
    context.fireChannelRead(accepted);
  }

  private void round() {
    boolean isLate =
        System.nanoTime() - begun > (isFiltered ? LONGEST_FILTERED_NANOS : LONGEST_NANOS);
    if (quietRounds++ < QUIET_ROUNDS && !isLate) {
      var _ = socket.eventLoop().schedule(this::round, ROUND_MILLIS, TimeUnit.MILLISECONDS);
    } else {
      socket.close().addListener(closed -> whenClosed.run());
    }
  }
}
