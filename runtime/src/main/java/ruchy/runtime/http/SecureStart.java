package ruchy.runtime.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandler;
import io.vertx.core.Future;
import io.vertx.core.Promise;

/// Puts `StreamOrder` behind what decrypts, on the connections of a server with TLS. Vert.x calls
/// nobody before the first bytes are with Netty, so this begins at the socket that accepts.
final class SecureStart {
  private SecureStart() {}

  /// Looks at the connections that this socket is going to accept, all of which begin with TLS.
  ///
  /// @return done when it does so
  static Future<Void> watch(Channel acceptor, Limits limits) {
    Promise<Void> isWatching = Promise.promise();
    acceptor
        .eventLoop()
        .execute(
            () -> {
              acceptor.pipeline().addFirst(new Acceptance(limits));
              isWatching.complete();
            });
    return isWatching.future();
  }

  /// Stands where connections are accepted.
  private static final class Acceptance extends ChannelInboundHandlerAdapter {
    private final Limits limits;

    Acceptance(Limits limits) {
      this.limits = limits;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object accepted) {
      if (accepted instanceof Channel connection) {
        connection.pipeline().addLast(new Begin(limits));
      }
      ctx.fireChannelRead(accepted);
    }
  }

  /// Waits for the first bytes, before which Vert.x has put together what decrypts them.
  private static final class Begin extends ChannelInboundHandlerAdapter {
    private final Limits limits;

    Begin(Limits limits) {
      this.limits = limits;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
      ChannelHandlerContext tls = ctx.pipeline().context(SslHandler.class);
      if (tls != null) {
        ctx.pipeline().addAfter(tls.name(), "streamOrder", new StreamOrder(limits));
      }
      ctx.pipeline().remove(this);
      ctx.fireChannelRead(message);
    }
  }
}
