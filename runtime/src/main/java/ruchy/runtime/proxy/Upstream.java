package ruchy.runtime.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.message.AnswerDecoder;

/// One connection to a backend, with the request that is on it. Only used on its event loop.
final class Upstream extends ChannelInboundHandlerAdapter {
  private final Upstreams pool;
  private final Channel channel;
  private final AnswerDecoder decoder = AnswerDecoder.ofAllAnswers();
  private @Nullable Use use;
  private @Nullable Tunnel tunnel;

  /// Whether a request before has used it.
  private boolean isUsed;

  /// When it is closed: unless the request on it gets on, or unless a request comes. In
  /// milliseconds of the pool; 0 is never.
  private long deadline;

  /// Its place among the connections of the pool.
  int place = -1;

  Upstream(Upstreams pool, Channel channel) {
    this.pool = pool;
    this.channel = channel;
  }

  /// Becomes the reader of the connection.
  void install() {
    channel.pipeline().addLast("decoder", decoder).addLast("upstream", this);
  }

  /// A buffer for a head.
  ByteBuf buffer(int size) {
    return channel.alloc().directBuffer(size);
  }

  /// Closes the connection when all that was written has left.
  void closeAfterAll() {
    channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
  }

  boolean isUsed() {
    return isUsed;
  }

  boolean isBusy() {
    return use != null || tunnel != null;
  }

  /// The next request begins.
  void begin(Use next, boolean isHead) {
    use = next;
    decoder.expect(isHead);
  }

  /// The request is over and the connection free for another one, or idle.
  void end() {
    use = null;
    isUsed = true;
  }

  void expireAfter(long millis) {
    deadline = millis == 0 ? 0 : pool.now() + millis;
  }

  /// Closes the connection, or tells its request, when a limit is over.
  void check(long now) {
    if (deadline != 0 && now >= deadline) {
      deadline = 0;
      if (use != null) {
        use.expired();
      } else {
        close();
      }
    }
  }

  /// The backend speaks another protocol from here on.
  void become(Tunnel other) {
    tunnel = other;
    use = null;
    channel.pipeline().remove(decoder);
  }

  /// Reads as fast as it can, or not at all.
  void read(boolean isReading) {
    if (channel.config().isAutoRead() != isReading) {
      channel.config().setAutoRead(isReading);
    }
  }

  void close() {
    var _ = channel.close();
  }

  /// Writes the bytes, which leave with the next that are flushed.
  void write(ByteBuf bytes) {
    var _ = channel.write(bytes, channel.voidPromise());
  }

  void flush(ByteBuf bytes) {
    var _ = channel.writeAndFlush(bytes, channel.voidPromise());
  }

  /// Whether more can be written without piling up.
  boolean isWritable() {
    return channel.isWritable();
  }

  boolean isActive() {
    return channel.isActive();
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    Use current = use;
    if (tunnel != null && message instanceof ByteBuf bytes) {
      tunnel.fromBackend(bytes);
    } else if (tunnel != null) {
      ReferenceCountUtil.release(message);
    } else if (current == null) {
      // Nobody has asked for anything.
      ReferenceCountUtil.release(message);
      if (message != LastHttpContent.EMPTY_LAST_CONTENT) {
        close();
      }
    } else if (message instanceof HttpResponse head) {
      current.head(head);
    } else if (message instanceof HttpContent part) {
      current.part(part);
    } else {
      ReferenceCountUtil.release(message);
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    if (use != null) {
      use.readComplete();
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    if (channel.isWritable()) {
      if (use != null) {
        use.backendTakesMore();
      } else if (tunnel != null) {
        tunnel.backendTakesMore();
      }
    }
  }

  /// A backend that says by TLS that it will send nothing more (RFC 8446, section 6.1) may wait for
  /// the other side to close the connection, and a body without length ends there.
  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) throws Exception {
    super.userEventTriggered(context, event);
    if (event instanceof SslCloseCompletionEvent) {
      close();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    ended(null);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable failure) {
    ended(failure);
    close();
  }

  private void ended(@Nullable Throwable failure) {
    Use current = use;
    use = null;
    pool.closed(this);
    if (current != null) {
      current.broken(failure);
    } else if (tunnel != null) {
      tunnel.backendClosed();
    }
  }
}
