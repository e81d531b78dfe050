package ruchy.runtime.proxy;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.Future;
import io.vertx.core.internal.VertxInternal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.engine.Engine;
import ruchy.runtime.engine.Loop;
import ruchy.runtime.message.Addresses;
import ruchy.runtime.message.Race;

/// The connections of one event loop to one backend: idle ones are used again, the last one first;
/// new ones are opened up to a number, and further requests wait. One timer looks at all limits.
/// Only used on the event loop.
final class Upstreams {
  /// How long an idle connection is kept. Many servers close theirs after 5 s, and a request that
  /// is sent just then is lost.
  private static final long KEPT_MILLIS = 4_000;

  private final Loop loop;
  private final Origin origin;
  private final Settings settings;
  private final @Nullable SslContext secure;
  private final Bootstrap bootstrap;
  private final int most;
  private final int mostWaiting;
  private final long tickMillis;
  private final List<Upstream> all = new ArrayList<>();
  private final ArrayDeque<Upstream> idle = new ArrayDeque<>();
  private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();
  private int opening;
  private long now;
  private @Nullable ScheduledFuture<?> ticking;

  private record Waiting(Use use, long deadline) {}

  Upstreams(Loop loop, Origin origin, Settings settings, @Nullable SslContext secure) {
    this.loop = loop;
    this.origin = origin;
    this.settings = settings;
    this.secure = secure;
    int loops = Engine.loops().size();
    this.most = Math.max(1, (settings.connections + loops - 1) / loops);
    this.mostWaiting = settings.waiting;
    this.tickMillis = Math.clamp(shortest(settings) / 8, 10, 500);
    var vertx = (VertxInternal) Engine.vertx();
    this.bootstrap =
        new Bootstrap()
            .group(loop.events())
            .channelFactory(vertx.transport().channelFactory(false))
            .option(ChannelOption.TCP_NODELAY, true)
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) settings.connectMillis);
  }

  private static long shortest(Settings settings) {
    long shortest = KEPT_MILLIS;
    for (long each :
        new long[] {settings.connectMillis, settings.answerMillis, settings.idleMillis}) {
      shortest = each == 0 ? shortest : Math.min(shortest, each);
    }
    return shortest;
  }

  /// The time of the last tick in milliseconds.
  long now() {
    return now;
  }

  /// The timer runs while there is a connection.
  private void begin() {
    if (ticking == null) {
      tick();
      ticking =
          loop.events()
              .scheduleAtFixedRate(this::tick, tickMillis, tickMillis, TimeUnit.MILLISECONDS);
    }
  }

  /// Gives a check a connection of its own, beyond the number that requests may have.
  void acquireNew(Use use) {
    begin();
    open(use);
  }

  /// Gives the request a connection, at once where one is idle.
  void acquire(Use use) {
    begin();
    for (Upstream last = idle.pollLast(); last != null; last = idle.pollLast()) {
      if (last.isActive()) {
        use.connected(last);
        return;
      }
    }
    if (all.size() + opening < most) {
      open(use);
    } else if (waiting.size() < mostWaiting) {
      long limit = settings.connectMillis == 0 ? Long.MAX_VALUE : now + settings.connectMillis;
      waiting.add(new Waiting(use, limit));
    } else {
      use.unconnected(Trouble.TOO_BUSY, null);
    }
  }

  /// A connection that no request has used before.
  void open(Use use) {
    opening++;
    Addresses.lookUp(
        loop.events(),
        origin.host(),
        (addresses, failure) -> {
          if (addresses == null) {
            reached(null, failure, use);
          } else {
            new Race<>(loop.events(), addresses, new Way(use)).begin();
          }
        });
  }

  /// The way to the addresses of the backend.
  private final class Way implements Race.Course<Channel> {
    private final Use use;

    Way(Use use) {
      this.use = use;
    }

    @Override
    public void connect(
        InetAddress address, BiConsumer<@Nullable Channel, @Nullable Throwable> outcome) {
      bootstrap
          .clone()
          .handler(new Silent())
          .connect(new InetSocketAddress(address, origin.port()))
          .addListener(
              (ChannelFuture done) -> {
                if (done.isSuccess()) {
                  outcome.accept(done.channel(), null);
                } else {
                  outcome.accept(null, done.cause());
                }
              });
    }

    @Override
    public boolean isFinal(Throwable failure) {
      return false;
    }

    @Override
    public void giveBack(Channel channel) {
      var _ = channel.close();
    }

    @Override
    public void done(
        @Nullable Channel channel, @Nullable InetAddress address, @Nullable Throwable failure) {
      reached(channel, failure, use);
    }
  }

  private void reached(@Nullable Channel channel, @Nullable Throwable failure, Use use) {
    if (channel == null) {
      opening--;
      use.unconnected(Trouble.CONNECT, failure);
      serveNext();
    } else if (secure == null) {
      opened(channel, use);
    } else {
      handshake(secure, channel, use);
    }
  }

  private void handshake(SslContext context, Channel channel, Use use) {
    SslHandler handler = context.newHandler(channel.alloc(), origin.host(), origin.port());
    handler.setHandshakeTimeoutMillis(
        settings.connectMillis == 0 ? Long.MAX_VALUE : settings.connectMillis);
    channel.pipeline().addFirst("tls", handler).addLast("quiet", new Quiet());
    handler
        .handshakeFuture()
        .addListener(
            (Future<Channel> done) -> {
              if (done.isSuccess()) {
                channel.pipeline().remove("quiet");
                opened(channel, use);
              } else {
                opening--;
                var _ = channel.close();
                use.unconnected(Trouble.TLS, done.cause());
                serveNext();
              }
            });
  }

  private void opened(Channel channel, Use use) {
    opening--;
    Upstream upstream = new Upstream(this, channel);
    upstream.place = all.size();
    all.add(upstream);
    upstream.install();
    use.connected(upstream);
  }

  /// The request that had the connection is over, and has left it as it should be.
  ///
  /// @param keptMillis how long the backend says it keeps the connection, or -1
  void release(Upstream upstream, long keptMillis) {
    upstream.end();
    if (!upstream.isActive()) {
      return;
    }
    upstream.read(true);
    Waiting next = waiting.poll();
    if (next != null) {
      next.use().connected(upstream);
    } else {
      upstream.expireAfter(keptMillis < 0 ? KEPT_MILLIS : Math.min(KEPT_MILLIS, keptMillis));
      idle.addLast(upstream);
    }
  }

  /// The connection is closed, or about to be.
  void closed(Upstream upstream) {
    int place = upstream.place;
    if (place < 0) {
      return;
    }
    upstream.place = -1;
    if (!upstream.isBusy()) {
      idle.remove(upstream);
    }
    Upstream last = all.removeLast();
    if (last != upstream) {
      all.set(place, last);
      last.place = place;
    }
    serveNext();
  }

  private void serveNext() {
    if (all.size() + opening < most) {
      Waiting next = waiting.poll();
      if (next != null) {
        open(next.use());
      }
    }
  }

  /// Nobody needs the connections any longer.
  void closeIdle() {
    for (Upstream each : List.copyOf(idle)) {
      each.close();
    }
  }

  private void tick() {
    now = System.nanoTime() / 1_000_000;
    for (int i = all.size() - 1; i >= 0; i--) {
      if (i < all.size()) {
        all.get(i).check(now);
      }
    }
    for (Iterator<Waiting> each = waiting.iterator(); each.hasNext(); ) {
      Waiting next = each.next();
      if (now >= next.deadline()) {
        each.remove();
        loop.execute(() -> next.use().unconnected(Trouble.TOO_BUSY, null));
      }
    }
    if (all.isEmpty() && waiting.isEmpty() && opening == 0 && ticking != null) {
      ticking.cancel(false);
      ticking = null;
    }
  }

  /// The future of the handshake tells why it has failed; Netty would log it, too.
  private static final class Quiet extends ChannelInboundHandlerAdapter {
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable told) {
      var _ = context.close();
    }
  }

  /// Until the connection is open nobody reads it.
  private static final class Silent extends ChannelInitializer<Channel> {
    @Override
    protected void initChannel(Channel channel) {}
  }
}
