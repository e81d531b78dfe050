package ruchy.runtime.client;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.CombinedChannelDuplexHandler;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestEncoder;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandler;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.engine.Engine;
import ruchy.runtime.engine.Loop;
import ruchy.runtime.message.AnswerDecoder;

/// The connections of one event loop: a pool for each host, in which a connection stays open for
/// the next request. Everything but `of` happens on the loop.
final class Connections {
  private static final int KEPT_SECONDS = 30;
  private static final int HEAD_BYTES = 64 << 10;
  private static final int LINE_BYTES = 8 << 10;
  private static final int MOST_KNOWN = 1000;

  /// What may be on its way unread of one answer by HTTP/2, and of all on a connection.
  private static final int STREAM_WINDOW = 1 << 19;

  private static final int CONNECTION_WINDOW = 1 << 22;

  private final HttpClientAgent agent;
  private final Handshakes handshakes = new Handshakes();
  private final Demand demand;

  /// Where the hosts are.
  final Hosts hosts;

  /// Connections that no request has used yet.
  private final Set<HttpConnection> fresh = Collections.newSetFromMap(new WeakHashMap<>());

  private final ClientOptions.Protocols protocols;

  /// What servers speak by TLS that offer a choice.
  private final Map<String, HttpVersion> spoken = new HashMap<>();

  /// Who waits to know it.
  private final Map<String, List<Promise<HttpVersion>>> asking = new HashMap<>();

  Connections(Loop loop, ClientOptions common) {
    protocols = common.protocols;
    hosts = new Hosts(loop, common);
    agent =
        Engine.vertx()
            .httpClientBuilder()
            .with(options(common).setSslEngineOptions(handshakes))
            .with(
                new PoolOptions()
                    .setHttp1MaxSize(common.connections)
                    .setMaxWaitQueueSize(
                        (int)
                            Math.min(
                                Integer.MAX_VALUE, (long) common.waiting + common.connections)))
            .withConnectHandler(this::opened)
            .build();
    demand = new Demand(agent, common.connections, common.waiting);
  }

  private static HttpClientOptions options(ClientOptions common) {
    boolean mayBeHttp2 = common.protocols != ClientOptions.Protocols.HTTP_1;
    var options =
        new HttpClientOptions()
            .setProtocolVersion(mayBeHttp2 ? HttpVersion.HTTP_2 : HttpVersion.HTTP_1_1)
            .setUseAlpn(mayBeHttp2)
            .setHttp2ClearTextUpgrade(false)
            .setHttp2KeepAliveTimeout(KEPT_SECONDS)
            .setHttp2ConnectionWindowSize(CONNECTION_WINDOW)
            .setInitialSettings(
                new Http2Settings()
                    .setPushEnabled(false)
                    .setInitialWindowSize(STREAM_WINDOW)
                    .setMaxHeaderListSize(HEAD_BYTES))
            .setConnectTimeout(common.connectMillis)
            .setSslHandshakeTimeout(common.connectMillis)
            .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS)
            .setKeepAliveTimeout(KEPT_SECONDS)
            .setMaxHeaderSize(HEAD_BYTES)
            .setMaxInitialLineLength(LINE_BYTES)
            .setTcpNoDelay(true);
    common.credentials.applyTo(options);
    return options;
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
    return switch (protocols) {
      case HTTP_1 -> demand.request(options);
      case HTTP_2 -> agent.request(options.setProtocolVersion(HttpVersion.HTTP_2));
      case OFFERED -> options.isSsl() ? offered(options) : demand.request(options);
    };
  }

  /// Until it is known what a server speaks one connection is opened, and further requests wait for
  /// what comes of it: they share that connection by HTTP/2, and have others by HTTP/1.1. A pool of
  /// Vert.x whose protocol is open has one connection in either case.
  private Future<HttpClientRequest> offered(RequestOptions options) {
    String place = options.getHost() + ":" + options.getPort() + " " + options.getServer();
    HttpVersion known = spoken.get(place);
    if (known == HttpVersion.HTTP_1_1) {
      return demand.request(options);
    }
    List<Promise<HttpVersion>> waiting = asking.get(place);
    if (known == null && waiting != null) {
      Promise<HttpVersion> answer = Promise.promise();
      waiting.add(answer);
      return answer.future().compose(version -> offered(options));
    }
    if (known == null) {
      asking.put(place, new ArrayList<>(0));
    }
    return agent
        .request(options)
        .onComplete((request, failure) -> learned(place, request, failure));
  }

  private void learned(
      String place, @Nullable HttpClientRequest request, @Nullable Throwable failure) {
    List<Promise<HttpVersion>> waiting = asking.remove(place);
    if (request != null) {
      boolean isShared = request.version() == HttpVersion.HTTP_2;
      if (spoken.size() >= MOST_KNOWN) {
        spoken.clear();
      }
      spoken.put(place, isShared ? HttpVersion.HTTP_2 : HttpVersion.HTTP_1_1);
    }
    if (waiting != null) {
      for (Promise<HttpVersion> each : waiting) {
        if (request != null) {
          each.complete(request.version());
        } else {
          // They would have met the same.
          each.fail(failure);
        }
      }
    }
  }

  /// Whether a request by HTTP/1.1 waits for others to end, because there may be no more
  /// connections to the host.
  boolean areInUse(RequestOptions options) {
    return demand.isFull(options);
  }

  /// Whether a connection to the host waits for the end of its handshake of TLS.
  boolean areSecuring(RequestOptions options) {
    return Boolean.TRUE.equals(options.isSsl())
        && handshakes.areWith(options.getHost(), options.getPort());
  }

  void close() {
    var _ = agent.close();
  }

  private void opened(HttpConnection connection) {
    // Requests on their way are told; nobody else has to know, and Vert.x would log it.
    connection.exceptionHandler(told -> {});
    fresh.add(connection);
    ChannelPipeline pipeline = ((ConnectionBase) connection).channelHandlerContext().pipeline();
    if (connection.protocolVersion() == HttpVersion.HTTP_2) {
      InterimAnswers.leaveOut(pipeline.get(Http2ConnectionHandler.class));
    } else {
      pipeline.replace(HttpClientCodec.class, "codec", new StrictCodec());
      ChannelHandlerContext secure = pipeline.context(SslHandler.class);
      if (secure != null) {
        pipeline.addAfter(secure.name(), null, new CloseAtEnd());
      }
    }
  }

  /// Netty's codec of a client, with answers read strictly.
  private static final class StrictCodec
      extends CombinedChannelDuplexHandler<AnswerDecoder, HttpRequestEncoder> {
    StrictCodec() {
      var decoder = AnswerDecoder.ofFinalAnswers();
      super(
          decoder,
          new HttpRequestEncoder() {
            @Override
            protected void encode(ChannelHandlerContext context, Object message, List<Object> out)
                throws Exception {
              if (message instanceof HttpRequest request) {
                decoder.expect(request.method().equals(HttpMethod.HEAD));
              }
              super.encode(context, message, out);
            }
          });
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
