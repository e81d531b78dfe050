package ruchy.runtime.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.buffer.BufferInternal;
import io.vertx.core.net.NetSocket;
import java.util.ArrayDeque;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Both connections after an upgrade: bytes go from one to the other until one of them is closed.
/// Only used on the event loop.
final class Tunnel {
  private final Upstream upstream;
  private final EventLoop events;
  private final long idleMillis;
  private final Runnable whenClosed;
  private @Nullable NetSocket client;

  /// What the backend has sent before the client's connection was there.
  private final ArrayDeque<ByteBuf> early = new ArrayDeque<>(0);

  private boolean isClosed;

  Tunnel(Upstream upstream, EventLoop events, long idleMillis, Runnable whenClosed) {
    this.upstream = upstream;
    this.events = events;
    this.idleMillis = idleMillis;
    this.whenClosed = whenClosed;
  }

  /// The client's connection is there.
  void join(NetSocket socket) {
    client = socket;
    socket.handler(this::fromClient);
    socket.exceptionHandler(failure -> socket.close());
    socket.closeHandler(nothing -> clientClosed());
    socket.drainHandler(nothing -> upstream.read(true));
    alive();
    for (ByteBuf bytes = early.poll(); bytes != null; bytes = early.poll()) {
      fromBackend(bytes);
    }
    if (isClosed) {
      closeAfterAll(socket);
    } else {
      upstream.read(true);
    }
  }

  private void alive() {
    upstream.expireAfter(idleMillis);
  }

  /// Bytes of the client, perhaps before its connection is there.
  void fromClient(Buffer bytes) {
    alive();
    upstream.flush(((BufferInternal) bytes).getByteBuf());
    if (!upstream.isWritable() && client != null) {
      client.pause();
    }
  }

  void backendTakesMore() {
    if (client != null) {
      client.resume();
    }
  }

  void fromBackend(ByteBuf bytes) {
    alive();
    NetSocket socket = client;
    if (socket == null) {
      early.add(bytes);
      return;
    }
    socket.write(BufferInternal.safeBuffer(bytes));
    if (socket.writeQueueFull()) {
      upstream.read(false);
    }
  }

  void backendClosed() {
    if (!isClosed) {
      isClosed = true;
      if (client != null) {
        closeAfterAll(client);
      }
      whenClosed.run();
    }
  }

  /// What the backend has sent last still leaves, if the client takes it in time.
  private void closeAfterAll(NetSocket socket) {
    ScheduledFuture<?> limit =
        idleMillis == 0
            ? null
            : events.schedule(() -> socket.close(), idleMillis, TimeUnit.MILLISECONDS);
    socket
        .write(Buffer.buffer())
        .onComplete(
            written -> {
              if (limit != null) {
                limit.cancel(false);
              }
              socket.close();
            });
  }

  private void clientClosed() {
    if (!isClosed) {
      isClosed = true;
      upstream.closeAfterAll();
      whenClosed.run();
    }
  }
}
