package ruchy.runtime.proxy;

import io.netty.buffer.ByteBuf;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.buffer.BufferInternal;
import io.vertx.core.net.NetSocket;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/// Both connections after an upgrade: bytes go from one to the other until one of them is closed.
/// Only used on the event loop.
final class Tunnel {
  private final Upstream upstream;
  private final long idleMillis;
  private final Runnable whenClosed;
  private @Nullable NetSocket client;

  /// What the backend has sent before the client's connection was there.
  private final ArrayDeque<ByteBuf> early = new ArrayDeque<>(0);

  private boolean isClosed;

  Tunnel(Upstream upstream, long idleMillis, Runnable whenClosed) {
    this.upstream = upstream;
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
      socket.close();
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
        client.close();
      }
      whenClosed.run();
    }
  }

  private void clientClosed() {
    if (!isClosed) {
      isClosed = true;
      upstream.closeAfterAll();
      whenClosed.run();
    }
  }
}
