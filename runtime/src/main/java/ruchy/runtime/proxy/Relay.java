package ruchy.runtime.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.engine.Output;
import ruchy.runtime.http.Passage;

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
  private final RequestBody requestBody;
  private final AnswerWriter answer;

  private State state = State.CONNECTING;
  private List<Backend> tried = List.of();
  private int tries;
  private long begun;
  private @Nullable Backend backend;
  private @Nullable Upstream upstream;
  private boolean hasTriedFresh;

  Relay(Backends backends, Passage passage, String target, Runnable whenDone) {
    this.backends = backends;
    this.settings = backends.settings();
    this.passage = passage;
    this.target = target;
    this.whenDone = whenDone;
    this.incoming = passage.incoming();
    this.requestHead = new RequestHead(passage, settings);
    this.requestBody =
        new RequestBody(
            passage, requestHead, () -> upstream, () -> state == State.WAITING, this::alive);
    this.answer = new AnswerWriter(passage);
  }

  void start() {
    incoming.response().closeHandler(nothing -> clientGone());
    passage.whenBodyBroken(this::bodyBroken);
    attempt();
  }

  /// What the client sends is no body. The backend has got a part of it, and no end.
  private void bodyBroken() {
    if (state == State.DONE) {
      return;
    }
    leaveBackend();
    incoming.response().closeHandler(null);
    refuse(400, "The body is malformed.");
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
    connection.begin(this, answer.isHead());
    connection.expireAfter(settings.answerMillis);
    ByteBuf head = connection.buffer(HEAD_BYTES);
    requestHead.write(head, backend().origin(), backend().origin().basePath() + target);
    requestBody.follow(connection, head);
  }

  /// There is no connection.
  @Override
  public void unconnected(Trouble trouble, @Nullable Throwable cause) {
    if (state != State.DONE) {
      failed(trouble, cause, true);
    }
  }

  /// A piece of the body has come: the limits begin anew.
  private void alive() {
    boolean isQuick = state == State.ANSWERING || !requestBody.isSent();
    upstream().expireAfter(isQuick ? settings.idleMillis : settings.answerMillis);
  }

  @Override
  public void backendTakesMore() {
    requestBody.resume();
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
    if (code == 100) {
      requestBody.continued();
    } else {
      answer.inform(head);
    }
  }

  private void answer(HttpResponse head, Upstream connection) {
    state = State.ANSWERING;
    connection.expireAfter(settings.idleMillis);
    answer.begin(
        head,
        settings,
        backend().origin(),
        backends.cookie(passage, backend()),
        !requestBody.isSent());
  }

  /// Bytes of the answer, perhaps the last ones.
  @Override
  public void part(HttpContent part) {
    if (state != State.ANSWERING) {
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
      finish(last, connection);
      return;
    }
    connection.expireAfter(settings.idleMillis);
    if (!answer.write(part, () -> readOn(connection))) {
      // How long the client may take nothing is the server's business, and no fault of the backend.
      connection.expireAfter(0);
      connection.read(false);
    }
  }

  private void readOn(Upstream connection) {
    if (upstream == connection) {
      connection.expireAfter(settings.idleMillis);
      connection.read(true);
    }
  }

  private void finish(LastHttpContent last, Upstream connection) {
    upstream = null;
    // The backend has done its part: a client that asks again at once finds it free.
    ended(answer.status());
    Future<Void> written = answer.end(last);
    if (answer.isLastOfConnection() || !requestBody.isSent()) {
      connection.end();
      connection.close();
    } else {
      pool().release(connection, answer.keptMillis());
    }
    passage.end(written);
    done();
  }

  /// Everything that has arrived is handed over: a head that waits for more leaves alone.
  @Override
  public void readComplete() {
    answer.flushHead();
  }

  private void upgraded(HttpResponse head, Upstream connection) {
    if (!requestHead.isUpgrade()) {
      connection.end();
      connection.close();
      failed(Trouble.MALFORMED, new IllegalArgumentException("101 without Upgrade"), false);
      return;
    }
    answer.switchProtocol(head);
    Tunnel tunnel =
        new Tunnel(connection, passage.loop().events(), settings.idleMillis, this::tunnelClosed);
    state = State.DONE;
    upstream = null;
    connection.become(tunnel);
    Buffer early = passage.leaveHttp();
    if (early.length() > 0) {
      tunnel.fromClient(early);
    }
    incoming
        .toNetSocket()
        .onComplete(
            (socket, failure) -> {
              if (socket != null) {
                tunnel.join(socket);
              } else {
                connection.close();
                incoming.connection().close();
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
    return requestBody.isUntouched() && IDEMPOTENT.contains(incoming.method().name());
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
      failed(
          isAnswering || !requestBody.isSent() ? Trouble.SILENT : Trouble.NO_ANSWER_IN_TIME,
          null,
          false);
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
            && requestBody.isUntouched()
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
    passage.cut();
    done();
  }

  private void refuse(int status, @Nullable String detail) {
    if (!requestBody.hasArrived()) {
      answer.endConnection();
    }
    try {
      passage.refuse(status, detail);
    } finally {
      done(); // Who waits answers then, if this has failed.
    }
  }

  /// The client has closed its connection: nobody wants the answer.
  private void clientGone() {
    if (state == State.DONE) {
      return;
    }
    leaveBackend();
    passage.end(Future.succeededFuture());
    done();
  }

  /// It is not the backend's fault that the request ends.
  private void leaveBackend() {
    Upstream connection = upstream;
    upstream = null;
    if (connection != null) {
      connection.end();
      connection.close();
    }
    ended(-1);
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
