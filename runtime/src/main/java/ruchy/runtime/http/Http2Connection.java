package ruchy.runtime.http;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.QueryParamDecoderConfig;
import io.vertx.core.http.impl.HttpServerConnection;
import io.vertx.core.http.impl.HttpServerRequestImpl;
import io.vertx.core.http.impl.HttpServerStream;
import io.vertx.core.internal.http.QueryParamDecoder;
import io.vertx.core.net.HostAndPort;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import ruchy.runtime.engine.Loop;
import ruchy.runtime.message.Body;

/// One client's connection of HTTP/2: many requests at once. The rules of the protocol are Vert.x's
/// and Netty's business; this holds the limits of time, and makes requests look like those of
/// HTTP/1. Only used on its event loop, except for what never changes.
final class Http2Connection extends Connection implements Handler<HttpServerRequest> {
  private static final QueryParamDecoder PARAMETERS =
      new QueryParamDecoder(new QueryParamDecoderConfig());

  private final HttpServerConnection http;

  /// The requests in progress, with when the next bytes of their bodies must have come.
  private final Map<Exchange, Long> current = new HashMap<>();

  private long idleDeadline;
  private boolean isEnding;

  private Http2Connection(
      Server server, Loop loop, Limits limits, HttpServerConnection http, Deadlines deadlines) {
    super(server, loop, limits, http, deadlines);
    this.http = http;
    this.idleDeadline = deadlines.after(limits.idleMillis());
  }

  /// Takes over a connection that Vert.x has accepted on this loop, or that was made for it.
  static void accept(
      Server server, Loop loop, Limits limits, HttpServerConnection http, Deadlines deadlines) {
    Http2Connection connection = new Http2Connection(server, loop, limits, http, deadlines);
    http.exceptionHandler(failure -> {});
    http.closeHandler(nothing -> deadlines.remove(connection));
    String origin = (http.isSsl() ? "https://" : "http://") + http.localAddress();
    http.streamHandler(stream -> connection.begin(stream, origin));
    deadlines.add(connection);
    connection.idleDeadline = deadlines.after(limits.idleMillis());
  }

  /// Vert.x's request of a stream; its limits for forms do not count, forms are read by `Form`.
  private void begin(HttpServerStream stream, String origin) {
    new HttpServerRequestImpl(
            this,
            stream,
            stream.context(),
            false,
            HttpServerOptions.DEFAULT_MAX_FORM_ATTRIBUTE_SIZE,
            HttpServerOptions.DEFAULT_MAX_FORM_FIELDS,
            HttpServerOptions.DEFAULT_MAX_FORM_BUFFERED_SIZE,
            PARAMETERS,
            origin)
        .init();
  }

  @Override
  public void handle(HttpServerRequest incoming) {
    MultiMap fields = incoming.headers();
    String path = incoming.uri();
    if (incoming.method() == HttpMethod.CONNECT || path == null) {
      incoming.response().setStatusCode(501).end();
      return;
    }
    if (!path.startsWith("/") && !path.equals("*")) {
      incoming.response().setStatusCode(400).end();
      return;
    }
    if (fields.size() > limits.fields()) {
      incoming.response().setStatusCode(431).end();
      return;
    }
    HostAndPort authority = incoming.authority();
    if (authority != null && !fields.contains(HttpHeaders.HOST)) {
      fields.set(HttpHeaders.HOST, authority.toString());
    }
    List<String> cookies = fields.getAll(HttpHeaders.COOKIE);
    if (cookies.size() > 1) {
      // RFC 9113, section 8.2.3.
      fields.set(HttpHeaders.COOKIE, String.join("; ", cookies));
    }
    Exchange exchange = new Exchange(this, incoming, server.router());
    current.put(exchange, NEVER);
    boolean expectsContinue = "100-continue".equalsIgnoreCase(fields.get("expect"));
    IncomingBody.collect(
        loop,
        incoming,
        expectsContinue,
        exchange.bodyLimit(limits.bodyBytes()),
        isAwaited ->
            current.computeIfPresent(
                exchange,
                (known, before) -> isAwaited ? deadlines.after(limits.bodyMillis()) : NEVER),
        exchange::start);
  }

  /// Answers say nothing of the connection's end in HTTP/2: a frame of its own does.
  @Override
  boolean isDraining() {
    return false;
  }

  @Override
  boolean endsAfterAnswer() {
    return false;
  }

  @Override
  void answered(Exchange exchange, HttpServerRequest incoming, Body body) {
    current.remove(exchange);
    idleDeadline = deadlines.after(limits.idleMillis());
    if (!body.hasArrived()) {
      body.drop();
    }
  }

  @Override
  void closeAfter(Future<Void> written) {
    written.onComplete(end -> http.close());
  }

  @Override
  void beginDrain() {
    if (!isEnding) {
      isEnding = true;
      // The client is told so; its requests in progress go on.
      var _ = http.shutdown(Duration.ofDays(1));
    }
    List.copyOf(current.keySet()).forEach(Exchange::beginDrain);
  }

  @Override
  void drainStep(long millis) {
    if (current.isEmpty()) {
      http.close();
    }
  }

  @Override
  void checkDeadlines(long now) {
    if (current.isEmpty() && now >= idleDeadline) {
      http.close();
      return;
    }
    for (Map.Entry<Exchange, Long> each : List.copyOf(current.entrySet())) {
      if (now >= each.getValue()) {
        current.remove(each.getKey());
        each.getKey().incoming().response().reset();
      }
    }
  }
}
