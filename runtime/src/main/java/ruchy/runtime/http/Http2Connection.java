package ruchy.runtime.http;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2ConnectionAdapter;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Stream;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.QueryParamDecoderConfig;
import io.vertx.core.http.impl.HttpServerConnection;
import io.vertx.core.http.impl.HttpServerRequestImpl;
import io.vertx.core.http.impl.HttpServerStream;
import io.vertx.core.internal.http.QueryParamDecoder;
import io.vertx.core.net.HostAndPort;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.engine.Loop;
import ruchy.runtime.message.Body;

/// One client's connection of HTTP/2: many requests at once. The rules of the protocol are Vert.x's
/// and Netty's business; this holds the limits of time, and makes requests look like those of
/// HTTP/1. Only used on its event loop, except for what never changes.
final class Http2Connection extends Connection {
  private static final QueryParamDecoder PARAMETERS =
      new QueryParamDecoder(new QueryParamDecoderConfig());

  private final HttpServerConnection http;

  /// What reads and writes the frames of this connection.
  private final Http2ConnectionHandler frames;

  private final Http2Trailers trailers;
  private final UnsentAnswers unsent;

  /// The requests that wait until the client has taken more of the answers to others.
  private final Deque<Waiting> waiting = new ArrayDeque<>();

  private boolean isToGoOn;

  private static final long NOTHING = -1;

  /// What the client had taken when the time of an idle connection was over.
  private long taken = NOTHING;

  /// Whether the connection is to close when all has left.
  private boolean isClosed;

  /// Who ends the connection for what its client does; null where Vert.x does not show the socket.
  private final @Nullable StreamOrder order;

  private final UnreadBodies unread;

  private final Map<Exchange, InProgress> current = new HashMap<>();

  private long idleDeadline;

  /// Whether the client was told that the connection ends, and then after which request.
  private boolean isEnding;

  private boolean hasEnd;

  /// A request that is not answered.
  private static final class InProgress {
    /// When the next bytes of its body must have come.
    private long deadline = NEVER;

    private @Nullable IncomingBody body;
  }

  /// A request whose functions are not called yet.
  private record Waiting(HttpServerRequest incoming, boolean hasBody) {}

  private Http2Connection(
      Server server, Loop loop, Limits limits, HttpServerConnection http, Deadlines deadlines) {
    super(server, loop, limits, http, deadlines);
    this.http = http;
    ChannelHandlerContext context = http.channelHandlerContext();
    this.frames = (Http2ConnectionHandler) context.handler();
    this.order = context.pipeline().get(StreamOrder.class);
    this.trailers = Http2Trailers.of(frames, limits.fields());
    this.unread = new UnreadBodies(loop, limits.unreadBytes());
    this.unsent = new UnsentAnswers(limits.unsentBytes(), this::goOnLater);
    if (order != null) {
      order.tell(unsent);
    }
    this.idleDeadline = deadlines.after(limits.idleMillis());
    frames
        .connection()
        .addListener(
            new Http2ConnectionAdapter() {
              @Override
              public void onStreamHalfClosed(Http2Stream stream) {
                unread.goOnLater();
              }
            });
  }

  /// Takes over a connection that Vert.x has accepted on this loop, or that was made for it.
  static void accept(
      Server server, Loop loop, Limits limits, HttpServerConnection http, Deadlines deadlines) {
    Http2Connection connection = new Http2Connection(server, loop, limits, http, deadlines);
    http.setWindowSize(ClearHttp2.WINDOW);
    http.exceptionHandler(failure -> {});
    http.closeHandler(nothing -> deadlines.remove(connection));
    String origin = (http.isSsl() ? "https://" : "http://") + http.localAddress();
    http.streamHandler(stream -> connection.begin(stream, origin));
    deadlines.add(connection);
    connection.idleDeadline = deadlines.after(limits.idleMillis());
    if (deadlines.isDraining()) {
      connection.beginDrain();
    }
  }

  /// Vert.x's request of a stream; its limits for forms do not count, forms are read by `Form`.
  private void begin(HttpServerStream stream, String origin) {
    // Netty knows by the frame of the head whether anything follows.
    boolean hasBody = frames.connection().stream((int) stream.id()).state().remoteSideOpen();
    new HttpServerRequestImpl(
            incoming -> {
              // Netty reads what has come together with the fault.
              if (order == null || !order.isBroken()) {
                handle(incoming, hasBody);
              }
            },
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

  private void handle(HttpServerRequest incoming, boolean hasBody) {
    hasBroughtRequest();
    BadRequest fault = HeadRules.faultOfHttp2(incoming, limits);
    if (fault != null) {
      refuse(incoming, fault);
      return;
    }
    MultiMap fields = incoming.headers();
    HostAndPort authority = incoming.authority();
    if (authority != null && !fields.contains(HttpHeaders.HOST)) {
      fields.set(HttpHeaders.HOST, authority.toString());
    }
    List<String> cookies = fields.getAll(HttpHeaders.COOKIE);
    if (cookies.size() > 1) {
      // RFC 9113, section 8.2.3.
      fields.set(HttpHeaders.COOKIE, String.join("; ", cookies));
    }
    if (waiting.isEmpty() && !unsent.areMany()) {
      var _ = begin(incoming, hasBody);
      return;
    }
    incoming.pause();
    // Those that were reset meanwhile.
    if (waiting.size() > ClearHttp2.MOST_STREAMS) {
      waiting.removeIf(each -> !isOpen(stream(each.incoming())));
    }
    waiting.add(new Waiting(incoming, hasBody));
  }

  private static int stream(HttpServerRequest incoming) {
    return (int) incoming.response().streamId();
  }

  private boolean isOpen(int stream) {
    return frames.connection().stream(stream) != null;
  }

  private void goOnLater() {
    if (!isToGoOn && !waiting.isEmpty() && !unsent.areMany()) {
      isToGoOn = true;
      loop.execute(this::goOn);
    }
  }

  /// Calls the functions of requests that have waited.
  private void goOn() {
    isToGoOn = false;
    while (!unsent.areMany()) {
      Waiting next = waiting.poll();
      if (next == null) {
        return;
      }
      try {
        if (isOpen(stream(next.incoming())) && begin(next.incoming(), next.hasBody())) {
          next.incoming().resume();
        }
      } finally {
        goOnLater(); // also when one cannot begin
      }
    }
  }

  /// Calls the functions of a request when its body has come.
  ///
  /// @return whether what comes is to be read now
  private boolean begin(HttpServerRequest incoming, boolean hasBody) {
    Exchange exchange = new Exchange(this, incoming, server.router());
    InProgress request = new InProgress();
    current.put(exchange, request);
    if (!hasBody) {
      exchange.start(Body.EMPTY);
      return true;
    }
    IncomingBody body =
        IncomingBody.ofStream(
            loop,
            incoming,
            exchange.bodyLimit(limits.bodyBytes()),
            isAwaited ->
                request.deadline = isAwaited ? deadlines.after(limits.bodyMillis()) : NEVER,
            exchange::start,
            unread,
            () -> hasCome(stream(incoming)),
            () -> leave(exchange),
            server.bufferedBodies(),
            exchange::refuse);
    request.body = body;
    return body.collect(HeadRules.expectsContinue(incoming.headers().getAll(HttpHeaders.EXPECT)));
  }

  /// Whether the client has sent all that it will send of a request.
  private boolean hasCome(int stream) {
    Http2Stream known = frames.connection().stream(stream);
    return known == null || !known.state().remoteSideOpen();
  }

  /// A request is answered, or will not be.
  private void leave(Exchange exchange) {
    InProgress request = current.remove(exchange);
    idleDeadline = deadlines.after(limits.idleMillis());
    IncomingBody body = request == null ? null : request.body;
    if (body != null) {
      body.release();
    }
  }

  /// Answers a request that broke a rule of the protocol or a limit. The connection goes on.
  private static void refuse(HttpServerRequest incoming, BadRequest fault) {
    HttpServerResponse answer = incoming.response().setStatusCode(fault.status());
    if (incoming.method() == HttpMethod.HEAD) {
      answer.end();
    } else {
      answer.putHeader("content-type", "text/plain; charset=utf-8").end(fault.getMessage() + "\n");
    }
  }

  @Override
  boolean isDraining() {
    return deadlines.isDraining();
  }

  /// Answers say nothing of the connection's end in HTTP/2: a frame of its own does.
  @Override
  boolean endsAfterAnswer() {
    return false;
  }

  @Override
  void endAfterAnswer() {}

  @Override
  boolean endsNow() {
    return false;
  }

  @Override
  boolean hasInputEnded() {
    return false;
  }

  @Override
  Future<Void> end(HttpServerRequest incoming, Buffer body) {
    if (body.length() > 0 && isOverfull()) {
      reset(stream(incoming), Http2Error.ENHANCE_YOUR_CALM);
      return Future.succeededFuture();
    }
    Future<Void> written = incoming.response().end(body);
    written(incoming, body.length(), written);
    return written;
  }

  @Override
  void written(HttpServerRequest incoming, int bytes, Future<Void> written) {
    unsent.add(stream(incoming), bytes, written);
  }

  @Override
  boolean isOverfull() {
    return unsent.areTooMany();
  }

  @Override
  void answered(Exchange exchange, HttpServerRequest incoming, Body body, Future<Void> written) {
    leave(exchange);
    if (!body.hasArrived()) {
      body.drop();
    }
  }

  @Override
  @Nullable MultiMap trailers(HttpServerRequest incoming) {
    return trailers.of(stream(incoming));
  }

  @Override
  void inform(HttpServerRequest incoming, int status, MultiMap fields) {
    if (incoming.response().headWritten()) {
      return;
    }
    Http2Headers head = new DefaultHttp2Headers().status(Integer.toString(status));
    fields.forEach((name, value) -> head.add(name.toLowerCase(Locale.ROOT), value));
    ChannelHandlerContext context = http.channelHandlerContext();
    int stream = stream(incoming);
    var _ = frames.encoder().writeHeaders(context, stream, head, 0, false, context.newPromise());
    context.flush();
  }

  @Override
  void closeAfter(Future<Void> written) {
    written.onComplete(end -> http.close());
  }

  /// The other requests of the connection go on. Many clients take a reset without an error, which
  /// is that of Vert.x, for a proper end. And Netty counts those that go through it as faults of
  /// the client, of which it bears some alone.
  @Override
  void cut(HttpServerRequest incoming) {
    reset(
        stream(incoming), isOverfull() ? Http2Error.ENHANCE_YOUR_CALM : Http2Error.INTERNAL_ERROR);
  }

  private void reset(int stream, Http2Error error) {
    ChannelHandlerContext context = http.channelHandlerContext();
    frames.flush(context); // What has come before leaves before, as far as the client takes it.
    var _ = frames.resetStream(context, stream, error.code(), context.newPromise());
    context.flush();
  }

  /// The client is told that the connection ends, but not yet after which request: those on their
  /// way are served (RFC 9113, section 6.8).
  @Override
  void beginDrain() {
    if (!isEnding) {
      isEnding = true;
      tellEnd(Integer.MAX_VALUE);
    }
    if (isIdle() && idleDeadline < deadlines.after(limits.idleMillis())) {
      drainDeadline = 0;
    }
    List.copyOf(current.keySet()).forEach(Exchange::beginDrain);
  }

  /// Tells the client that no stream after that one is served.
  private void tellEnd(int lastStream) {
    ChannelHandlerContext context = http.channelHandlerContext();
    var _ =
        frames.goAway(
            context,
            lastStream,
            Http2Error.NO_ERROR.code(),
            Unpooled.EMPTY_BUFFER,
            context.newPromise());
    context.flush();
  }

  @Override
  void drainStep(long millis) {
    if (millis < drainDeadline) {
      return;
    }
    if (!hasEnd) {
      hasEnd = true;
      tellEnd(frames.connection().remote().lastStreamCreated());
      // The requests in progress go on.
      var _ = http.shutdown(Duration.ofDays(1));
    }
    if (isIdle()) {
      http.close();
    }
  }

  private boolean isIdle() {
    return current.isEmpty() && waiting.isEmpty();
  }

  /// Whether an answer may still be on its way.
  private boolean hasUnsent() {
    return frames.connection().numActiveStreams() > 0;
  }

  @Override
  void checkDeadlines(long now) {
    if (order != null) {
      for (int stream : unsent.overdue(now, deadlines.after(limits.sendMillis()))) {
        if (isOpen(stream)) {
          reset(stream, Http2Error.CANCEL);
        }
      }
    }
    if (isIdle() && now >= idleDeadline) {
      idleIsOver();
      return;
    }
    for (Map.Entry<Exchange, InProgress> each : List.copyOf(current.entrySet())) {
      if (now >= each.getValue().deadline) {
        leave(each.getKey());
        each.getKey().incoming().response().reset(Http2Error.CANCEL.code());
      }
    }
  }

  /// What was answered may still be on its way: its client is waited for as long as it takes
  /// something now and then. Vert.x closes the connection when the last frame has left, so a client
  /// that does not read is not waited for after that either.
  private void idleIsOver() {
    Channel channel = http.channelHandlerContext().channel();
    long now = order == null ? NOTHING : order.taken(channel);
    idleDeadline = deadlines.after(limits.sendMillis());
    if (hasUnsent() && now != taken) {
      taken = now;
    } else if (!isClosed) {
      isClosed = true;
      http.close();
    } else {
      ChannelHandlerContext first = channel.pipeline().firstContext();
      var _ = first == null ? channel.close() : first.close();
    }
  }
}
