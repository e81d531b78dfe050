package ruchy.runtime.client;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandler;
import io.vertx.core.Future;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.engine.Engine;
import ruchy.runtime.engine.Loop;

/// The connections of one event loop: a pool for each host, in which a connection stays open for
/// the next request. Everything but `of` happens on the loop.
final class Connections {
  static final int CONNECT_MILLIS = 10_000;
  private static final int KEPT_SECONDS = 30;
  private static final int PER_HOST = 128;
  private static final int WAITING = 2048;
  private static final int HEAD_BYTES = 64 << 10;
  private static final int LINE_BYTES = 8 << 10;

  private static final Map<Loop, Connections> ALL = new ConcurrentHashMap<>();

  private final HttpClientAgent agent;

  /// Connections that no request has used yet.
  private final Set<HttpConnection> fresh = Collections.newSetFromMap(new WeakHashMap<>());

  private Connections() {
    agent =
        Engine.vertx()
            .httpClientBuilder()
            .with(options())
            .with(new PoolOptions().setHttp1MaxSize(PER_HOST).setMaxWaitQueueSize(WAITING))
            .withConnectHandler(this::opened)
            .build();
  }

  /// Certificates are checked against those that the JDK trusts, or those of the file (PEM) that
  /// `SSL_CERT_FILE` in the environment names, and always against the name of the host.
  private static HttpClientOptions options() {
    var options =
        new HttpClientOptions()
            .setProtocolVersion(HttpVersion.HTTP_1_1)
            .setConnectTimeout(CONNECT_MILLIS)
            .setSslHandshakeTimeout(CONNECT_MILLIS / 1000)
            .setKeepAliveTimeout(KEPT_SECONDS)
            .setMaxHeaderSize(HEAD_BYTES)
            .setMaxInitialLineLength(LINE_BYTES)
            .setTcpNoDelay(true)
            .setVerifyHost(true);
    String trusted = System.getenv("SSL_CERT_FILE");
    if (trusted != null && !trusted.isEmpty()) {
      options.setTrustOptions(new PemTrustOptions().addCertPath(trusted));
    }
    return options;
  }

  /// The connections of a loop.
  static Connections of(Loop loop) {
    return ALL.computeIfAbsent(loop, each -> new Connections());
  }

  /// The loop for requests of the current thread to a host: its own where it has one. All others
  /// share one loop for each host, so that they use each other's connections.
  static Loop loopFor(Url url) {
    Loop own = Engine.current();
    if (own != null) {
      return own;
    }
    List<Loop> loops = Engine.loops();
    return loops.get(Math.floorMod(url.address().hashCode(), loops.size()));
  }

  /// A request on a connection of the pool, or on a new one.
  Future<HttpClientRequest> request(RequestOptions options) {
    return agent.request(options);
  }

  private void opened(HttpConnection connection) {
    // Requests on their way are told; nobody else has to know, and Vert.x would log it.
    connection.exceptionHandler(told -> {});
    fresh.add(connection);
    if (connection.isSsl()) {
      ChannelPipeline pipeline = ((ConnectionBase) connection).channelHandlerContext().pipeline();
      ChannelHandlerContext secure = pipeline.context(SslHandler.class);
      if (secure != null) {
        pipeline.addAfter(secure.name(), null, new CloseAtEnd());
      }
    }
  }

  /// Closes the connection when the server says by TLS that it will send nothing more (RFC 8446,
  /// section 6.1): some wait for that before they close it themselves, and a body without length
  /// ends there.
  private static final class CloseAtEnd extends ChannelInboundHandlerAdapter {
    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) throws Exception {
      super.userEventTriggered(context, event);
      if (event instanceof SslCloseCompletionEvent) {
        var _ = context.close();
      }
    }
  }

  /// Whether a request before has used the connection; from now on it counts as used.
  boolean isUsed(@Nullable HttpConnection connection) {
    return connection != null && !fresh.remove(connection);
  }
}
