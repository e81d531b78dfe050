package ruchy.runtime.http;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The end of a connection of HTTP/2 whose client has broken a rule or a limit. The frame that
/// tells why leaves, the server says that nothing follows, and what the client still sends is read
/// and thrown away until it closes its side too, or a second is over: the system resets a
/// connection that is closed while bytes of the client are unread, and what was not sent until then
/// is lost (RFC 9112, section 9.6, tells the same of HTTP/1). A client that does not read so far as
/// to let the last frame leave has no more time.
///
/// Stands between the socket and all others of the connection, for whom it has ended at once. Only
/// used on its event loop.
final class LastWords extends ChannelDuplexHandler {
  private static final String NAME = "lastWords";

  private static final long MOST_MILLIS = 1_000;

  private boolean hasEnded;

  private LastWords() {}

  /// The last frame is about to be written by who stands at `context` or behind it, and then the
  /// connection will be closed.
  static void begin(ChannelHandlerContext context) {
    if (context.pipeline().get(NAME) == null) {
      context.pipeline().addBefore(context.name(), NAME, new LastWords());
    }
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    ScheduledFuture<?> end =
        ctx.executor().schedule(() -> closeNow(ctx), MOST_MILLIS, TimeUnit.MILLISECONDS);
    ctx.channel().closeFuture().addListener(closed -> end.cancel(false));
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    ReferenceCountUtil.release(message);
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    if (!hasEnded) {
      ctx.fireChannelReadComplete();
    }
  }

  @Override
  public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
    if (hasEnded) {
      ReferenceCountUtil.release(message);
      promise.trySuccess();
    } else {
      var _ = ctx.write(message, promise);
    }
  }

  @Override
  public void flush(ChannelHandlerContext ctx) {
    if (!hasEnded) {
      ctx.flush();
    }
  }

  @Override
  public void close(ChannelHandlerContext ctx, ChannelPromise promise) {
    if (!ctx.channel().isActive()) {
      var _ = ctx.close(promise);
      return;
    }
    if (!promise.isVoid()) {
      ctx.channel().closeFuture().addListener(closed -> promise.trySuccess());
    }
    if (hasEnded) {
      return;
    }
    ctx.writeAndFlush(Unpooled.EMPTY_BUFFER)
        .addListener(
            sent -> {
              if (sent.isSuccess()) {
                endOutput(ctx);
              } else {
                closeNow(ctx);
              }
            });
    hasEnded = true;
    // Not now: who closes may be in the middle of reading.
    ctx.executor().execute(ctx::fireChannelInactive);
  }

  private static void endOutput(ChannelHandlerContext ctx) {
    SslHandler tls = ctx.pipeline().get(SslHandler.class);
    if (tls != null) {
      tls.closeOutbound().addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
    } else if (ctx.channel() instanceof DuplexChannel socket) {
      socket.shutdownOutput().addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
    } else {
      closeNow(ctx);
    }
  }

  private static void closeNow(ChannelHandlerContext ctx) {
    var _ = ctx.close();
  }

  /// The others know already.
  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    if (!hasEnded) {
      ctx.fireChannelInactive();
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    if (!hasEnded) {
      ctx.fireChannelWritabilityChanged();
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, @Nullable Object event) {
    if (hasEnded) {
      ReferenceCountUtil.release(event);
    } else {
      ctx.fireUserEventTriggered(event);
    }
  }

  /// The client may have gone meanwhile.
  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (!hasEnded) {
      ctx.fireExceptionCaught(cause);
    }
  }
}
