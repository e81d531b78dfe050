package ruchy.runtime.http;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.FileRegion;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.impl.headers.HeadersAdaptor;
import io.vertx.core.http.impl.http1.Http1ServerConnection;
import io.vertx.core.http.impl.http1.Http1ServerRequest;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.engine.Loop;
import ruchy.runtime.message.Body;

/// One client's connection of HTTP/1: its requests, one after the other, and its time limits. Only
/// used on its event loop, except for what never changes.
final class Http1Connection extends Connection implements Handler<HttpServerRequest> {
  /// How long the rest of a body that nobody read may come in before the connection is closed.
  private static final long LINGER_MILLIS = 5_000;

  /// How long the client of a connection that has got its last answer may take to close it.
  private static final long LAST_READ_MILLIS = 1_000;

  private static final long UNKNOWN = Long.MIN_VALUE;

  private final Http1ServerConnection http;

  private @Nullable Exchange current;
  private long headDeadline = NEVER;
  private long idleDeadline;
  private long bodyDeadline = NEVER;
  private boolean isRefused;

  /// Whether the connection ends, whatever is in progress on it, and only what was written is still
  /// to leave.
  private boolean isEnding;

  private @Nullable HeadDecoder decoder;
  private @Nullable MultiMap trailers;

  private long drainMillis;

  /// Whether what follows the current request is not read until that is answered.
  private boolean isHeld;

  /// Whether the connection speaks another protocol now.
  private boolean hasLeftHttp;

  /// What ends the protocol that the connection speaks now, if it is another one that can be ended.
  private @Nullable Runnable endOfOther;

  /// How much of the last answer had left when the time of an idle connection was over.
  private long takenWhenIdle = UNKNOWN;

  /// How much of the answer in progress had left when it was looked at last; `UNKNOWN` when nothing
  /// of it waited for the client.
  private long taken = UNKNOWN;

  /// When the client must have taken something more of it.
  private long sendDeadline = NEVER;

  private boolean hasLastAnswer;
  private boolean hasLastRequest;

  /// How many requests have arrived completely and are not answered.
  private int unanswered;

  /// Whether the client has closed its sending side: it gets the answers to what it has asked for
  /// (RFC 9112, section 9.6).
  private boolean hasInputEnded;

  /// When the last answer that was handed over has left.
  private Future<Void> lastWritten = Future.succeededFuture();

  private Http1Connection(
      Server server, Loop loop, Limits limits, Http1ServerConnection http, Deadlines deadlines) {
    super(server, loop, limits, http, deadlines);
    this.http = http;
  }

  /// Takes over a connection that Vert.x has accepted on this loop.
  static void accept(
      Server server, Loop loop, Limits limits, Http1ServerConnection http, Deadlines deadlines) {
    Http1Connection connection = new Http1Connection(server, loop, limits, http, deadlines);
    http.handler(connection);
    http.invalidRequestHandler(connection::refuse);
    http.exceptionHandler(failure -> {});
    http.closeHandler(
        nothing -> {
          connection.forgetUnbegun();
          if (connection.endOfOther == null) {
            deadlines.remove(connection);
          }
        });
    boolean mayBeHttp2 = server.http2() && !http.isSsl();
    HeadDecoder decoder = new HeadDecoder(connection, limits, mayBeHttp2);
    connection.decoder = decoder;
    http.channelHandlerContext().pipeline().replace("httpDecoder", "httpDecoder", decoder);
    if (!http.isSsl()) {
      HalfClosed.allow(http.channelHandlerContext().channel(), true);
    }
    deadlines.add(connection);
    connection.idleDeadline = deadlines.after(limits.idleMillis());
  }

  @Override
  public void handle(HttpServerRequest incoming) {
    Head head = (Head) ((Http1ServerRequest) incoming).nettyRequest();
    Exchange exchange = new Exchange(this, incoming, server.router());
    current = exchange;
    hasBroughtRequest();
    hasLastRequest |= head.hasCloseInList();
    if (head.hasBrokenBody()) {
      refuseBody(incoming);
      return;
    }
    if (!head.hasBody()) {
      if (decoder != null && asksForOther(head)) {
        isHeld = true;
        decoder.hold();
      }
      exchange.start(Body.EMPTY);
      return;
    }
    IncomingBody body =
        IncomingBody.ofConnection(
            loop,
            incoming,
            exchange.bodyLimit(limits.bodyBytes()),
            this::awaitBody,
            this::readBody,
            exchange::start,
            server.bufferedBodies(),
            exchange::refuse);
    exchange.arriving(body);
    var _ = body.collect(HeadRules.expectsContinue(head));
  }

  /// The rest of a body that was being collected will not come.
  private void forgetUnbegun() {
    Exchange exchange = current;
    if (exchange != null && !exchange.isStarted()) {
      exchange.releaseBody();
    }
  }

  /// The client has begun with HTTP/2: nothing is left of this connection.
  void becomeHttp2(ChannelHandlerContext decoder) {
    HalfClosed.allow(http.channelHandlerContext().channel(), false);
    deadlines.remove(this);
    ClearHttp2.begin(
        http.context(),
        decoder,
        limits,
        opened -> Http2Connection.accept(server, loop, limits, opened, deadlines));
  }

  /// Whether something waits for bytes of the body of the current request.
  private void awaitBody(boolean isAwaited) {
    bodyDeadline = isAwaited ? deadlines.after(limits.bodyMillis()) : NEVER;
  }

  /// Whether bytes of the body of the current request are taken from the socket.
  private void readBody(boolean isWanted) {
    http.channelHandlerContext().channel().config().setAutoRead(isWanted);
  }

  /// The first byte of a request has arrived.
  void headBegins() {
    if (headDeadline == NEVER) {
      headDeadline = deadlines.after(limits.headMillis());
    }
  }

  /// A head is complete, or refused.
  void headEnded() {
    headDeadline = NEVER;
  }

  /// Bytes of a body have arrived.
  void bodyBytesArrived() {
    if (bodyDeadline != NEVER) {
      bodyDeadline = deadlines.after(limits.bodyMillis());
    }
  }

  /// The body of the current request has ended, with these fields.
  void trailersArrived(HttpHeaders fields) {
    trailers = fields.isEmpty() ? null : new HeadersAdaptor(fields);
  }

  @Override
  @Nullable MultiMap trailers(HttpServerRequest incoming) {
    return trailers;
  }

  @Override
  void inform(HttpServerRequest incoming, int status, MultiMap fields) {
    // Clients of HTTP/1.0 know of no such answers.
    if (incoming.version() == HttpVersion.HTTP_1_1 && !incoming.response().headWritten()) {
      var head =
          new DefaultFullHttpResponse(
              io.netty.handler.codec.http.HttpVersion.HTTP_1_1,
              HttpResponseStatus.valueOf(status),
              Unpooled.EMPTY_BUFFER);
      fields.forEach((name, value) -> head.headers().add(name, value));
      var _ = http.channelHandlerContext().writeAndFlush(head);
    }
  }

  /// From now on the connection is what another protocol makes of it.
  ///
  /// @return what the client has sent of that already
  Buffer leaveHttp() {
    HalfClosed.allow(http.channelHandlerContext().channel(), false);
    hasLeftHttp = true;
    var _ =
        http.channelHandlerContext()
            .channel()
            .closeFuture()
            .addListener(closed -> deadlines.remove(this));
    return decoder == null ? Buffer.buffer() : decoder.takeHeld();
  }

  /// As `leaveHttp`, for a protocol that has an end of its own.
  ///
  /// @param end called when the server begins to drain, which waits for what is given back
  /// @return to be called on the event loop when the protocol has ended
  Runnable leaveHttp(Runnable end) {
    HalfClosed.allow(http.channelHandlerContext().channel(), false);
    hasLeftHttp = true;
    endOfOther = end;
    return () -> deadlines.remove(this);
  }

  /// Whether the client wants to go on in another protocol. Reads nothing behind such a request
  /// until it is answered.
  private static boolean asksForOther(Head head) {
    return head.headers().contains(HttpHeaderNames.UPGRADE);
  }

  /// The request that asked for another protocol was answered in this one.
  private void readOn() {
    HeadDecoder reading = decoder;
    ChannelHandlerContext context =
        http.channelHandlerContext().pipeline().context(HeadDecoder.class);
    if (reading != null && context != null) {
      try {
        reading.release(context);
      } catch (Exception malformed) {
        http.close();
      }
    }
  }

  /// A request has arrived completely, or was found to be malformed.
  void requestEnded() {
    unanswered++;
  }

  /// The client has closed its sending side, or the whole connection: nobody can know before
  /// something is sent to it. What has arrived completely is answered. A request that something
  /// else than functions answers ends: another server would work for it in vain.
  void inputEnded() {
    hasInputEnded = true;
    HalfClosed.begin(http.channelHandlerContext().channel());
    Exchange inProgress = current;
    if (isHeld || (inProgress != null && inProgress.isTakenOver())) {
      http.close();
    } else if (unanswered <= 0) {
      if (!hasLastAnswer) {
        closeAfter(lastWritten);
      } else if (lastWritten.isComplete()) {
        http.close();
      }
    } else if (inProgress != null) {
      inProgress.inputEnded();
    }
  }

  @Override
  boolean hasInputEnded() {
    return hasInputEnded;
  }

  @Override
  Future<Void> end(HttpServerRequest incoming, Buffer body) {
    return incoming.response().end(body);
  }

  @Override
  void written(HttpServerRequest incoming, int bytes, Future<Void> written) {}

  /// There is one answer at a time.
  @Override
  boolean isOverfull() {
    return false;
  }

  /// The response of the current request was written; what is left of the request's body is thrown
  /// away.
  @Override
  void answered(Exchange exchange, HttpServerRequest incoming, Body body, Future<Void> written) {
    unanswered--;
    lastWritten = written;
    exchange.releaseBody();
    if (current == exchange) {
      current = null;
    }
    if (isHeld) {
      isHeld = false;
      loop.execute(this::readOn); // When Vert.x is done with this one.
    }
    idleDeadline = deadlines.after(limits.idleMillis());
    takenWhenIdle = UNKNOWN;
    if (headDeadline != NEVER) {
      headDeadline = deadlines.after(limits.headMillis());
    }
    if (!body.hasArrived()) {
      bodyDeadline = NEVER;
      idleDeadline = deadlines.after(LINGER_MILLIS);
      incoming.endHandler(end -> idleDeadline = deadlines.after(limits.idleMillis()));
      body.drop();
    }
  }

  @Override
  boolean isDraining() {
    return deadlines.isDraining();
  }

  @Override
  boolean endsAfterAnswer() {
    return hasLastRequest || deadlines.isDraining() || (hasInputEnded && unanswered <= 1);
  }

  @Override
  boolean endsNow() {
    return hasInputEnded && unanswered <= 0;
  }

  @Override
  void endAfterAnswer() {
    hasLastRequest = true;
  }

  /// The last answer is handed over; when it has left, the client is told so, and what it may still
  /// send is read and thrown away: a connection that is closed with unread bytes may lose the
  /// answer (RFC 9112, section 9.6).
  @Override
  void closeAfter(Future<Void> written) {
    hasLastAnswer = true;
    lastWritten = written;
    drainDeadline = NEVER;
    if (decoder != null) {
      decoder.readNothingMore();
    }
    written.onComplete(
        sent -> {
          drainDeadline = drainMillis + LAST_READ_MILLIS;
          if (sent.succeeded()
              && !hasInputEnded
              && !http.isSsl()
              && http.channelHandlerContext().channel() instanceof DuplexChannel c) {
            c.shutdownOutput().addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
          } else {
            http.close();
          }
        });
  }

  /// What has no length and no chunks ends with the connection: that must not look like its end.
  @Override
  void cut(HttpServerRequest incoming) {
    HttpServerResponse answer = incoming.response();
    if (answer.headWritten()
        && !answer.isChunked()
        && !answer.headers().contains(HttpHeaderNames.CONTENT_LENGTH)) {
      http.channelHandlerContext().channel().config().setOption(ChannelOption.SO_LINGER, 0);
    }
    http.close();
  }

  /// The server begins to drain. A connection that was used since the last tick may have a request
  /// on its way; others are closed at once.
  @Override
  void beginDrain() {
    Runnable end = endOfOther;
    if (end != null) {
      end.run();
      return;
    }
    Exchange inProgress = current;
    if (inProgress != null) {
      inProgress.beginDrain();
    }
    if (idleDeadline < deadlines.after(limits.idleMillis())) {
      drainDeadline = 0;
    }
  }

  /// Closes the connection if it is idle and brings no request any more.
  @Override
  void drainStep(long millis) {
    drainMillis = millis;
    boolean isIdle = hasLastAnswer || (current == null && headDeadline == NEVER);
    if (isIdle && millis >= drainDeadline) {
      http.close();
    }
  }

  /// Closes the connection, or ends the wait for a head, when a limit is over.
  @Override
  void checkDeadlines(long now) {
    boolean hasLast = isEnding || (isRefused && current == null);
    if (hasLast) {
      if (now >= idleDeadline) {
        idleIsOver();
      }
    } else if (current != null && !isBodyLate(now)) {
      checkAnswer(now);
    } else if (current == null && now >= headDeadline) {
      headDeadline = NEVER;
      isRefused = true;
      idleDeadline = deadlines.after(limits.sendMillis());
      refuseHalfHead();
    } else if (now >= bodyDeadline) {
      end();
    } else if (now >= idleDeadline) {
      idleIsOver();
    }
  }

  /// Whether the client has let pass the time for the body of the current request.
  private boolean isBodyLate(long now) {
    Exchange exchange = current;
    return now >= bodyDeadline && (!isRefused || (exchange != null && !exchange.isStarted()));
  }

  /// Closes the connection when the client takes nothing of an answer that has begun and is not
  /// complete.
  private void checkAnswer(long now) {
    Exchange exchange = current;
    ChannelHandlerContext context = http.channelHandlerContext();
    long takenNow =
        exchange == null || hasLeftHttp
            ? UNKNOWN
            : taken(context, exchange.incoming().response().bytesWritten());
    if (takenNow == UNKNOWN) {
      taken = UNKNOWN;
    } else if (takenNow != taken) {
      taken = takenNow;
      sendDeadline = deadlines.after(limits.sendMillis());
    } else if (now >= sendDeadline) {
      var _ = context.close();
    }
  }

  /// A number that is another one when more has left: how many of the bytes that were written, or
  /// the place in the file that is sent. `UNKNOWN` when nothing waits for the client.
  private static long taken(ChannelHandlerContext context, long written) {
    ChannelOutboundBuffer queue = context.channel().unsafe().outboundBuffer();
    if (queue == null) {
      return UNKNOWN;
    }
    // The queue does not count what a region has left, and a large file is one region after the
    // other.
    if (queue.current() instanceof FileRegion region) {
      return region.position() + region.transferred();
    }
    long left = queue.totalPendingWriteBytes() - queue.currentProgress();
    return left <= 0 ? UNKNOWN : written - left;
  }

  /// Closes the connection when what was written has left, as long as the client takes it.
  private void end() {
    isEnding = true;
    idleDeadline = deadlines.after(limits.sendMillis());
    http.close();
  }

  /// Vert.x closes the connection when all of the last answer has left. So a client that takes
  /// nothing of it for as long as one of pieces may is not waited for.
  private void idleIsOver() {
    ChannelHandlerContext context = http.channelHandlerContext();
    long takenNow = taken(context, 0);
    if (takenNow == UNKNOWN) {
      http.close();
    } else if (takenNow == takenWhenIdle) {
      var _ = context.close();
    } else {
      takenWhenIdle = takenNow;
      idleDeadline = deadlines.after(limits.sendMillis());
    }
  }

  private void refuseHalfHead() {
    String text = "The head of the request came too slowly.\n";
    byte[] answer =
        ("HTTP/1.1 408 Request Timeout\r\ncontent-type: text/plain; charset=utf-8\r\n"
                + "connection: close\r\ncontent-length: "
                + text.length()
                + "\r\n\r\n"
                + text)
            .getBytes(StandardCharsets.US_ASCII);
    http.channelHandlerContext()
        .pipeline()
        .context(HeadDecoder.class) // Before it is only what encrypts.
        .writeAndFlush(Unpooled.wrappedBuffer(answer))
        .addListener(ChannelFutureListener.CLOSE);
  }

  /// The body of the last request breaks a rule of the protocol; nothing is read any more. The
  /// requests before it are answered first. No function has seen the request, unless its body is
  /// read while it arrives.
  void bodyBroken() {
    Exchange exchange = current;
    isRefused = true;
    if (unanswered > 0) {
      // Vert.x comes with it when they are.
      requestEnded();
      return;
    }
    if (exchange == null) {
      end();
      return;
    }
    HttpServerRequest incoming = exchange.incoming();
    if (exchange.isStarted()) {
      Runnable told = exchange.whenBodyBroken();
      if (told == null || incoming.response().headWritten()) {
        end();
      } else {
        // It answers, and that is the last answer.
        hasLastRequest = true;
        told.run();
      }
      return;
    }
    refuseBody(incoming);
  }

  private void refuseBody(HttpServerRequest incoming) {
    closeAfter(answerFault(incoming, new BadRequest(400, "The body is malformed.")));
    bodyDeadline = NEVER;
    isEnding = true;
    idleDeadline = deadlines.after(LINGER_MILLIS);
  }

  /// Answers a request that broke a rule of the protocol or a limit; Vert.x closes the connection
  /// after it.
  private void refuse(HttpServerRequest incoming) {
    isRefused = true;
    idleDeadline = deadlines.after(LINGER_MILLIS);
    Throwable cause = incoming.decoderResult().cause();
    BadRequest fault =
        switch (cause) {
          case BadRequest known -> known;
          case TooLongHttpLineException line ->
              new BadRequest(414, "The request line is too long.");
          case TooLongHttpHeaderException fields ->
              new BadRequest(431, "The header fields are too long.");
          case null, default -> new BadRequest(400, "The request is malformed.");
        };
    answerFault(incoming, fault);
  }

  private static Future<Void> answerFault(HttpServerRequest incoming, BadRequest fault) {
    return incoming
        .response()
        .setStatusCode(fault.status())
        .setStatusMessage(Reasons.of(fault.status()))
        .putHeader("content-type", "text/plain; charset=utf-8")
        .putHeader("connection", "close")
        .end(fault.getMessage() + "\n");
  }
}
