package ruchy.runtime.http;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.engine.Bridge;
import ruchy.runtime.engine.Loop;
import ruchy.runtime.failure.CallStack;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.message.Chunks;
import ruchy.runtime.message.Json;

/// How an answer leaves: at once, in pieces, as another body that is passed on, or by somebody
/// else; but once.
abstract sealed class ResponseBody extends ResponseHead permits Response {
  static final CharSequence HTML = HttpHeaders.createOptimized("text/html; charset=utf-8");
  private static final CharSequence PROBLEM =
      HttpHeaders.createOptimized("application/problem+json; charset=utf-8");
  static final Buffer NOTHING = Buffer.buffer();
  private static final int OPEN = 0;
  private static final int ANSWERING = 1;

  /// The head has left, and pieces of the body leave.
  private static final int STREAMING = 2;

  private static final int ANSWERED = 3;
  private final AtomicInteger state = new AtomicInteger();
  private Buffer bytes = NOTHING;
  private boolean isElsewhere;
  private volatile @Nullable OutgoingBody stream;
  private @Nullable Chunks source;
  @Nullable Events events;
  private boolean isBroken;
  private Future<Void> writtenElsewhere = Future.succeededFuture();

  /// Whether the answer is complete and Vert.x tells its length.
  private boolean leavesLength;

  private String answeredBy = "";
  private @Nullable CallStack answeredAt;

  ResponseBody(Exchange exchange, HttpServerResponse outgoing, String method) {
    super(exchange, outgoing, method);
  }

  @Override
  final @Nullable String unsaidLength() {
    return leavesLength ? Integer.toString(bytes.length()) : null;
  }

  @Override
  final int statusElsewhere() {
    return isElsewhere ? outgoing.getStatusCode() : -1;
  }

  /// Sends what a function returned instead of answering (L 19.1 (7)).
  void answer(@Nullable Object result) {
    if (result instanceof Response) {
      self().send();
    } else {
      self().send(result);
    }
  }

  /// An answer of the server's own, unless there is one: what went wrong, as JSON for clients that
  /// accept it.
  void problem(int code, @Nullable String detail) {
    if (state.get() != OPEN) {
      return;
    }
    status = code;
    forgetContent();
    String title = Reasons.of(code);
    if (exchange.request().acceptsJson()) {
      tryAnswer(Json.bytes(Reasons.problem(code, title, detail)), PROBLEM, "the server");
    } else {
      String text = detail == null ? title : title + ": " + detail;
      tryAnswer(Content.utf8(text), Content.TEXT, "the server");
    }
  }

  /// Shows an error to the person who writes the program.
  void errorPage(int code, Failure failure) {
    if (state.get() != OPEN) {
      return;
    }
    status = code;
    forgetContent();
    String page = ErrorPage.html(code, Reasons.of(code), failure, exchange.request());
    tryAnswer(Content.utf8(page), HTML, "the server");
  }

  /// An empty answer of the server's own.
  void empty(int code) {
    status = code;
    tryAnswer(NOTHING, null, "the server");
  }

  final Response pass(Chunks pieces) {
    if (!claim("res.send")) {
      throw comesTooLate("res.send");
    }
    prepareHead();
    source = pieces;
    setType(Content.BYTES);
    setDate();
    state.set(ANSWERED);
    exchange.answered();
    return self();
  }

  /// The body of an answer that leaves piece by piece, begun by whoever writes first.
  final OutgoingBody begin(@Nullable CharSequence type, String by) {
    OutgoingBody begun = stream;
    if (begun != null && state.get() == STREAMING) {
      return begun;
    }
    if (!claim(by)) {
      throw comesTooLate(by);
    }
    prepareHead();
    setType(type);
    setDate();
    Loop loop = exchange.connection().loop();
    OutgoingBody body =
        Bridge.awaitInTurn(outcome -> loop.execute(() -> outcome.complete(opened())));
    stream = body;
    state.set(STREAMING);
    return body;
  }

  /// On the event loop.
  private OutgoingBody opened() {
    outgoing.setStatusCode(status);
    if (exchange.connection().endsAfterAnswer()) {
      fields.set(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
    }
    return new OutgoingBody(
        exchange.connection(),
        exchange.incoming(),
        isHead || status == 204 || status == 304,
        exchange.connection().limits().sendMillis(),
        compressedPieces());
  }

  /// Undoes an answer that an error of the JVM has left half done.
  void reopen() {
    state.compareAndSet(ANSWERING, OPEN);
  }

  /// Answers with the content of a file.
  void answerFile(Buffer content, String by) {
    answer(content, null, by);
  }

  /// Answers HEAD for a file of that size.
  void headOfFile(long size, String by) {
    if (!isCompressed()) {
      fields.set(HttpHeaders.CONTENT_LENGTH, Long.toString(size));
    }
    hasLengthOfGet = true;
    answer(NOTHING, null, by);
  }

  /// Writes a piece of a file.
  void write(Buffer piece, String by) {
    begin(null, by).writeOrRaise(piece);
  }

  /// Something else writes this response: files.
  void handOver(String by) {
    prepareHead();
    isElsewhere = true;
    answeredBy = by;
    outgoing.setStatusCode(status);
    if (exchange.connection().endsAfterAnswer()) {
      fields.set(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
    }
  }

  /// Has the system copy a part of a file to the connection. On the event loop.
  Future<Void> copyFile(String path, long offset, long length) {
    Future<Void> sent = outgoing.sendFile(path, offset, length);
    exchange.connection().written(exchange.incoming(), 0, sent);
    return sent;
  }

  /// What was handed over was not written after all.
  void takeBack() {
    isElsewhere = false;
  }

  /// What was handed over is written, or will be when that future is done.
  void writtenElsewhere(Future<Void> written) {
    writtenElsewhere = written;
    writtenElsewhere();
  }

  /// What was handed over is written.
  void writtenElsewhere() {
    state.set(ANSWERED);
    exchange.answered();
  }

  /// Whether it is answered, or its answer has begun.
  boolean isAnswered() {
    return state.get() >= STREAMING;
  }

  /// Whether all of it may be written.
  boolean isComplete() {
    return state.get() == ANSWERED;
  }

  /// Whether another body is being passed on, so that the answer ends later.
  boolean isPiped() {
    return source != null;
  }

  /// An error was raised: an answer that has begun is not complete, and the client shall see it.
  void breakOff() {
    if (state.get() == STREAMING) {
      isBroken = true;
    }
  }

  /// The functions have ended, or the program ends the answer itself.
  void endStream() {
    if (state.compareAndSet(STREAMING, ANSWERED)) {
      exchange.answered();
    }
  }

  /// Whether the error says that the client has gone.
  boolean isGone(Failure failure) {
    OutgoingBody body = stream;
    return body != null && body.isCauseOf(failure);
  }

  /// The client has closed its sending side. On the event loop.
  void inputEnded() {
    Events open = events;
    if (open != null) {
      open.probe(exchange.connection().loop().events());
    }
  }

  /// Clients of events come back by themselves, to another server. On the event loop.
  void beginDrain() {
    Events open = events;
    if (open != null) {
      open.close();
    }
  }

  /// The one way to answer. The type counts unless the program has set one.
  final Response answer(Buffer body, @Nullable CharSequence type, String by) {
    if (!tryAnswer(body, type, by)) {
      throw comesTooLate(by);
    }
    return self();
  }

  /// Whether nobody has answered yet; from now on nobody else does, nor sets fields.
  private synchronized boolean claim(String by) {
    if (state.get() != OPEN) {
      return false;
    }
    noteAnswer(by);
    state.set(ANSWERING);
    return true;
  }

  private boolean tryAnswer(Buffer content, @Nullable CharSequence type, String by) {
    if (!claim(by)) {
      return false;
    }
    prepareHead();
    boolean hasNoBody = status == 204 || status == 304;
    if (!mayTellOfBody() && !hasNoBody && !isHead) {
      // The usual answer: there is nothing to be looked for.
      if (type != null) {
        setOwn(HttpHeaders.CONTENT_TYPE, type);
      }
      bytes = compressed(content);
      leavesLength = true;
      setOwn(HttpHeaders.DATE, HttpDate.now());
    } else if (isKnownToClient()) {
      describeKnown(content, type);
    } else {
      bytes = describe(content, type, hasNoBody);
    }
    // Not only a release: the event loop writes isDetached and then reads the state, this writes
    // the state and then reads isDetached, and one of them must see what the other has written.
    state.set(ANSWERED);
    exchange.answered();
    return true;
  }

  /// Whether the program has named the version of a whole answer, and the client has it (RFC 9110,
  /// section 13.2.2).
  private boolean isKnownToClient() {
    String tag = fields.get(HttpHeaders.ETAG);
    String modified = fields.get(HttpHeaders.LAST_MODIFIED);
    String method = exchange.request().method();
    return status == 200
        && (tag != null || modified != null)
        && (method.equals("GET") || method.equals("HEAD"))
        && new Version(tag, modified == null ? null : DateField.seconds(modified))
            .isKnownTo(exchange.request());
  }

  /// The fields of an answer that says that the client has it already (RFC 9110, section 15.4.5):
  /// those of the content are with the client.
  private void describeKnown(Buffer content, @Nullable CharSequence type) {
    setType(type);
    if (isLarge(content) && isCompressed()) {
      weakenTag();
    }
    status = 304;
    fields.remove(HttpHeaders.CONTENT_TYPE);
    fields.remove(HttpHeaders.CONTENT_LENGTH);
    setDate();
  }

  /// Sets the fields that tell of the body, where the program has not done so; what is sent of it.
  private Buffer describe(Buffer content, @Nullable CharSequence type, boolean hasNoBody) {
    Buffer body = content;
    if (!hasNoBody) {
      setType(type);
      body = compressed(content);
      if (!hasLengthOfGet || body.length() > 0) {
        fields.set(HttpHeaders.CONTENT_LENGTH, Integer.toString(body.length()));
      }
    } else if (status == 204) {
      fields.remove(HttpHeaders.CONTENT_LENGTH);
    }
    setDate();
    return hasNoBody || isHead ? NOTHING : body;
  }

  private void noteAnswer(String by) {
    answeredBy = by;
    if (Server.isDevelopment()) {
      answeredAt = CallStack.capture();
    }
  }

  @Override
  final void checkOpen(String by) {
    if (state.get() != OPEN) {
      throw comesTooLate(by);
    }
  }

  final Failure comesTooLate(String by) {
    CallStack first = answeredAt;
    String[] lines = first == null ? new String[0] : first.lines();
    String place = lines.length == 0 ? "" : " at " + lines[0];
    String sender = answeredBy.isEmpty() ? "" : " by " + answeredBy;
    return Failure.runtimeError(
        by
            + " comes too late: the response was already sent"
            + sender
            + " with status "
            + status()
            + place);
  }

  /// Hands the answer to Vert.x. On the event loop. `isLast`: the connection is closed after it
  /// (RFC 9112, section 9.6).
  Future<Void> write(boolean isLast) {
    if (isElsewhere) {
      return writtenElsewhere;
    }
    OutgoingBody body = stream;
    Events open = events;
    if (open != null) {
      open.ended();
    }
    if (body != null && isBroken) {
      body.abort();
      return Future.succeededFuture();
    }
    if (body != null) {
      return body.end();
    }
    Chunks pieces = source;
    if (pieces != null) {
      return opened().pipe(pieces);
    }
    if (isLast) {
      fields.set(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
    }
    if (status != 200) {
      outgoing.setStatusCode(status);
    }
    if (status >= 413 && Reasons.isRenamed(status)) {
      outgoing.setStatusMessage(Reasons.of(status));
    }
    return exchange.connection().end(exchange.incoming(), bytes);
  }

  /// Whether pieces are leaving.
  final boolean isStreaming() {
    return state.get() == STREAMING;
  }
}
