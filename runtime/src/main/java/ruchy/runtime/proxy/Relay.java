package ruchy.runtime.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.internal.buffer.BufferInternal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.engine.Output;
import ruchy.runtime.http.Passage;
import ruchy.runtime.message.Body;
import ruchy.runtime.message.Chunks;

/// One request on its way to a backend, and the answer on its way back. Everything happens on the
/// event loop of the client's connection.
final class Relay implements Use {
  /// Another try does no harm (RFC 9110, section 9.2.2).
  private static final Set<String> IDEMPOTENT =
      Set.of("GET", "HEAD", "PUT", "DELETE", "OPTIONS", "TRACE");

  private static final int HEAD_BYTES = 512;

  private enum State {
    CONNECTING,
    /// The request is sent, or on its way; nothing of the final answer has come.
    WAITING,
    ANSWERING,
    DONE
  }

  private final Backends backends;
  private final Settings settings;
  private final Passage passage;
  private final String target;
  private final Runnable whenDone;
  private final HttpServerRequest incoming;
  private final RequestHead requestHead;
  private final Body body;
  private final boolean isHead;

  private State state = State.CONNECTING;
  private List<Backend> tried = List.of();
  private int tries;
  private long begun;
  private @Nullable Backend backend;
  private @Nullable Upstream upstream;
  private boolean hasTriedFresh;

  /// What is left of a body that is still arriving, once it is taken.
  private @Nullable Chunks rest;

  private boolean isInPull;
  private boolean hasNext;

  /// Whether the next piece waits for the backend.
  private boolean isHeld;

  /// Whether the last byte of the request has left.
  private boolean isSent;

  private @Nullable HttpServerResponse outgoing;

  /// Whether the head of the answer is complete and waits for the first bytes that go with it.
  private boolean hasHeldHead;

  private boolean isLastOfConnection;
  private long keptMillis = -1;

  Relay(Backends backends, Passage passage, String target, Runnable whenDone) {
    this.backends = backends;
    this.settings = backends.settings();
    this.passage = passage;
    this.target = target;
    this.whenDone = whenDone;
    this.incoming = passage.incoming();
    this.body = passage.body();
    this.requestHead = new RequestHead(passage, settings);
    this.isHead = incoming.method() == io.vertx.core.http.HttpMethod.HEAD;
  }

  void start() {
    incoming.response().closeHandler(nothing -> clientGone());
    attempt();
  }

  private void attempt() {
    Backend next = backends.choose(passage, tried);
    if (next == null) {
      if (tries == 0) {
        log("no backend can take the request", 503);
      }
      refuse(503, "No backend can take the request.");
      return;
    }
    tries++;
    state = State.CONNECTING;
    backend = next;
    begun = System.nanoTime();
    next.active.incrementAndGet();
    next.requests.increment();
    next.pool(passage.loop()).acquire(this);
  }

  /// There is a connection.
  @Override
  public void connected(Upstream connection) {
    if (state == State.DONE) {
      pool().release(connection, -1);
      return;
    }
    upstream = connection;
    state = State.WAITING;
    connection.begin(this, isHead);
    connection.expireAfter(settings.answerMillis);
    ByteBuf head = connection.buffer(HEAD_BYTES);
    requestHead.write(head, backend().origin(), backend().origin().basePath() + target);
    if (!body.isComplete()) {
      connection.flush(head);
      if (!passage.expectsContinue()) {
        takeBody();
      }
      return;
    }
    Buffer bytes = body.bytes();
    if (bytes.length() > 0) {
      connection.write(head);
      ByteBuf content = ((BufferInternal) bytes).getByteBuf();
      connection.flush(content.retainedDuplicate());
    } else {
      connection.flush(head);
    }
    isSent = true;
  }

  /// There is no connection.
  @Override
  public void unconnected(Trouble trouble, @Nullable Throwable cause) {
    if (state != State.DONE) {
      failed(trouble, cause, true);
    }
  }

  private void takeBody() {
    if (rest == null) {
      rest = body.chunks();
      pull(rest);
    }
  }

  /// Asks for pieces of the body as long as they are here and the backend takes them.
  private void pull(Chunks pieces) {
    do {
      hasNext = false;
      isInPull = true;
      pieces.next(this::arrived);
      isInPull = false;
    } while (hasNext);
  }

  private void arrived(@Nullable Buffer piece, @Nullable Throwable failure) {
    Upstream connection = upstream;
    Chunks pieces = rest;
    if (connection == null || pieces == null || failure != null) {
      // Nobody wants the rest, or the client has gone, which its connection tells.
      return;
    }
    if (piece == null) {
      isSent = true;
      alive(connection);
      bodyEnded(connection);
      return;
    }
    alive(connection);
    if (piece.length() > 0) {
      // A chunk without bytes would be the end.
      send(connection, piece);
    }
    if (!connection.isWritable()) {
      isHeld = true;
    } else if (isInPull) {
      hasNext = true;
    } else {
      pull(pieces);
    }
  }

  private void send(Upstream connection, Buffer piece) {
    ByteBuf content = ((BufferInternal) piece).getByteBuf();
    if (requestHead.isChunked()) {
      connection.write(ascii(Integer.toHexString(content.readableBytes()) + "\r\n"));
      connection.write(content);
      connection.flush(ascii("\r\n"));
    } else {
      connection.flush(content);
    }
  }

  private void bodyEnded(Upstream connection) {
    if (requestHead.isChunked()) {
      StringBuilder end = new StringBuilder("0\r\n");
      MultiMap trailers = passage.trailers();
      if (trailers != null) {
        for (Map.Entry<String, String> field : trailers) {
          if (!HopFields.isOfConnection(field.getKey())) {
            end.append(field.getKey()).append(": ").append(field.getValue()).append("\r\n");
          }
        }
      }
      connection.flush(ascii(end.append("\r\n").toString()));
    }
  }

  private static ByteBuf ascii(String text) {
    return Unpooled.wrappedBuffer(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  /// Something has moved: the limits begin anew.
  private void alive(Upstream connection) {
    connection.expireAfter(
        state == State.ANSWERING || !isSent ? settings.idleMillis : settings.answerMillis);
  }

  @Override
  public void backendTakesMore() {
    Chunks pieces = rest;
    if (isHeld && pieces != null) {
      isHeld = false;
      pull(pieces);
    }
  }

  /// The head of an answer.
  @Override
  public void head(HttpResponse head) {
    Upstream connection = upstream();
    if (head.decoderResult().isFailure()) {
      connection.end();
      connection.close();
      failed(Trouble.MALFORMED, head.decoderResult().cause(), false);
      return;
    }
    int code = head.status().code();
    if (code == 101) {
      upgraded(head, connection);
    } else if (code < 200) {
      informed(head, code);
    } else {
      answer(head, connection);
    }
  }

  /// An answer before the answer (RFC 9110, section 15.2).
  private void informed(HttpResponse head, int code) {
    if (code == 100 && !body.isComplete() && passage.expectsContinue()) {
      takeBody();
    } else if (code == 103 && incoming.version() != HttpVersion.HTTP_1_0) {
      MultiMap hints = MultiMap.caseInsensitiveMultiMap();
      AnswerHead.copyFields(head.headers(), hints);
      incoming.response().writeEarlyHints(hints);
    }
  }

  private void answer(HttpResponse head, Upstream connection) {
    state = State.ANSWERING;
    connection.expireAfter(settings.idleMillis);
    HttpServerResponse answer = passage.begin("http::proxy");
    outgoing = answer;
    AnswerHead.copy(head, answer, settings, backend().origin(), passage);
    HttpHeaders fields = head.headers();
    String cookie = backends.cookie(passage, backend());
    if (cookie != null) {
      answer.headers().add("set-cookie", cookie);
    }
    int code = head.status().code();
    boolean hasLength =
        fields.contains("content-length") && !HttpUtil.isTransferEncodingChunked(head);
    if (hasLength && code != 204) {
      answer.headers().set("content-length", fields.get("content-length"));
    }
    if (!isHead && code != 204 && code != 304 && !hasLength) {
      answer.setChunked(true);
    }
    isLastOfConnection =
        !HttpUtil.isKeepAlive(head)
            || (!hasLength
                && !HttpUtil.isTransferEncodingChunked(head)
                && !isHead
                && code != 204
                && code != 304);
    if (!isSent) {
      endConnection(answer);
    }
    String kept = fields.get("keep-alive");
    keptMillis = kept == null ? -1 : keptMillis(kept);
    hasHeldHead = true;
  }

  /// What `Keep-Alive: timeout=5` tells, less a second for the way; -1 when it tells nothing.
  private static long keptMillis(String field) {
    int at = field.indexOf("timeout=");
    int end = at + 8;
    while (at >= 0 && end < field.length() && Character.isDigit(field.charAt(end))) {
      end++;
    }
    if (at < 0 || end == at + 8 || end > at + 14) {
      return -1;
    }
    return Math.max(0, Long.parseLong(field.substring(at + 8, end)) - 1) * 1000;
  }

  /// Bytes of the answer, perhaps the last ones.
  @Override
  public void part(HttpContent part) {
    HttpServerResponse answer = outgoing;
    if (answer == null || state != State.ANSWERING) {
      // What follows an answer before the answer.
      part.release();
      return;
    }
    Upstream connection = upstream();
    if (part.decoderResult().isFailure()) {
      part.release();
      connection.end();
      connection.close();
      failed(Trouble.MALFORMED, part.decoderResult().cause(), false);
      return;
    }
    if (part instanceof LastHttpContent last) {
      finish(answer, last, connection);
      return;
    }
    connection.expireAfter(settings.idleMillis);
    hasHeldHead = false;
    answer.write(BufferInternal.safeBuffer(part.content()));
    if (answer.writeQueueFull()) {
      connection.read(false);
      answer.drainHandler(
          nothing -> {
            if (upstream == connection) {
              connection.expireAfter(settings.idleMillis);
              connection.read(true);
            }
          });
    }
  }

  private void finish(HttpServerResponse answer, LastHttpContent last, Upstream connection) {
    HttpHeaders trailers = last.trailingHeaders();
    if (trailers != EmptyHttpHeaders.INSTANCE && !trailers.isEmpty() && answer.isChunked()) {
      AnswerHead.copyFields(trailers, answer.trailers());
    }
    hasHeldHead = false;
    upstream = null;
    Future<Void> written;
    if (last.content().isReadable()) {
      written = answer.end(BufferInternal.safeBuffer(last.content()));
    } else {
      last.release();
      written = answer.end();
    }
    if (isLastOfConnection || !isSent) {
      connection.end();
      connection.close();
    } else {
      pool().release(connection, keptMillis);
    }
    ended(answer.getStatusCode());
    passage.end(written);
    done();
  }

  /// Everything that has arrived is handed over: a head that waits for more leaves alone.
  @Override
  public void readComplete() {
    HttpServerResponse answer = outgoing;
    if (hasHeldHead && answer != null) {
      hasHeldHead = false;
      answer.writeHead();
    }
  }

  private void upgraded(HttpResponse head, Upstream connection) {
    if (!requestHead.isUpgrade()) {
      connection.end();
      connection.close();
      failed(Trouble.MALFORMED, new IllegalArgumentException("101 without Upgrade"), false);
      return;
    }
    HttpServerResponse answer = passage.begin("http::proxy");
    outgoing = answer;
    AnswerHead.copyFields(head.headers(), answer.headers());
    answer.headers().set("connection", "upgrade");
    String protocol = head.headers().get("upgrade");
    if (protocol != null) {
      answer.headers().set("upgrade", protocol);
    }
    Tunnel tunnel = new Tunnel(connection, settings.idleMillis, this::tunnelClosed);
    state = State.DONE;
    upstream = null;
    connection.become(tunnel);
    passage.leaveHttp();
    incoming
        .toNetSocket()
        .onComplete(
            (socket, failure) -> {
              if (socket != null) {
                tunnel.join(socket);
              } else {
                connection.close();
              }
            });
  }

  private void tunnelClosed() {
    ended(101);
    passage.end(Future.succeededFuture());
    whenDone.run();
  }

  /// The connection to the backend has ended.
  @Override
  public void broken(@Nullable Throwable cause) {
    Upstream connection = upstream;
    if (connection == null) {
      return;
    }
    upstream = null;
    boolean isStale = connection.isUsed() && state == State.WAITING && cause == null;
    if ((isStale || isReset(connection, cause)) && !hasTriedFresh && mayBeRepeated()) {
      // The backend has closed it just when the request left (RFC 9112, section 9.3.1).
      hasTriedFresh = true;
      state = State.CONNECTING;
      pool().open(this);
      return;
    }
    failed(Trouble.of(cause, state == State.ANSWERING), cause, false);
  }

  private boolean isReset(Upstream connection, @Nullable Throwable cause) {
    return connection.isUsed() && state == State.WAITING && cause instanceof java.io.IOException;
  }

  /// Whether the request can be sent once more: nothing of its body has gone for good, and a second
  /// one does no harm.
  private boolean mayBeRepeated() {
    return isUntouched() && IDEMPOTENT.contains(incoming.method().name());
  }

  private boolean isUntouched() {
    return rest == null;
  }

  /// A limit is over.
  @Override
  public void expired() {
    Upstream connection = upstream;
    if (connection != null) {
      boolean isAnswering = state == State.ANSWERING;
      connection.end();
      upstream = null;
      connection.close();
      failed(isAnswering || !isSent ? Trouble.SILENT : Trouble.NO_ANSWER_IN_TIME, null, false);
    }
  }

  private void failed(Trouble trouble, @Nullable Throwable cause, boolean isUnsent) {
    upstream = null;
    Backend failing = backend();
    boolean isAnswering = state == State.ANSWERING;
    String text = trouble.text(cause, settings);
    ended(0);
    failing.failures.increment();
    boolean goesOn =
        !isAnswering
            && isUntouched()
            && (isUnsent || mayBeRepeated())
            && backends.mayTryAgain(tries);
    int status = trouble.status(cause);
    log(text, goesOn ? -1 : isAnswering ? 0 : status);
    if (goesOn) {
      tried = new ArrayList<>(tried);
      tried.add(failing);
      attempt();
    } else if (isAnswering) {
      cut();
    } else {
      refuse(status, null);
    }
  }

  /// The rest of the answer will not come: the client must not take what it has for all of it.
  private void cut() {
    incoming.response().closeHandler(null);
    incoming.connection().close();
    passage.end(Future.succeededFuture());
    done();
  }

  /// The client of an answer that comes before the end of its body cannot know how much of that is
  /// still wanted (RFC 9112, section 9.3). In HTTP/2 only that one stream is concerned, and the
  /// field is forbidden (RFC 9113, section 8.2.2).
  private void endConnection(HttpServerResponse answer) {
    if (incoming.version() != HttpVersion.HTTP_2) {
      answer.headers().set("connection", "close");
    }
  }

  private void refuse(int status, @Nullable String detail) {
    if (!body.hasArrived()) {
      endConnection(incoming.response());
    }
    passage.refuse(status, detail);
    done();
  }

  /// The client has closed its connection: nobody wants the answer.
  private void clientGone() {
    if (state == State.DONE) {
      return;
    }
    Upstream connection = upstream;
    upstream = null;
    if (connection != null) {
      connection.end();
      connection.close();
    }
    ended(-1);
    passage.end(Future.succeededFuture());
    done();
  }

  private void done() {
    state = State.DONE;
    whenDone.run();
  }

  private void ended(int status) {
    Backend known = backend;
    if (known != null && begun != 0) {
      known.active.decrementAndGet();
      backends.ended(known, status, System.nanoTime() - begun);
      begun = 0;
    }
  }

  private void log(String what, int status) {
    String place = backend == null || status == 503 && tries == 0 ? "" : " at " + backend;
    String outcome =
        switch (status) {
          case -1 -> "another one is tried";
          case 0 -> "the answer is cut off";
          default -> "answered " + status;
        };
    Output.ERROR.line(
        "proxy: "
            + incoming.method()
            + " "
            + passage.request().path()
            + place
            + ": "
            + what
            + " ("
            + outcome
            + ")");
  }

  private Backend backend() {
    Backend known = backend;
    if (known == null) {
      throw new IllegalStateException("no backend is chosen");
    }
    return known;
  }

  private Upstream upstream() {
    Upstream known = upstream;
    if (known == null) {
      throw new IllegalStateException("no connection");
    }
    return known;
  }

  private Upstreams pool() {
    return backend().pool(passage.loop());
  }
}
