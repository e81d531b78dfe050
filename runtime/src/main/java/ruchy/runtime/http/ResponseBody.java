package ruchy.runtime.http;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.engine.Bridge;
import ruchy.runtime.engine.Loop;
import ruchy.runtime.engine.Outcome;
import ruchy.runtime.engine.Waiters;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.message.Chunks;
import ruchy.runtime.message.Fields;
import ruchy.runtime.message.Json;

/// How an answer leaves: at once, in pieces, as another body that is passed on, or by somebody
/// else; but once.
abstract sealed class ResponseBody extends ResponseHead permits Response {
  static final CharSequence HTML = HttpHeaders.createOptimized("text/html; charset=utf-8");
  private static final CharSequence PROBLEM =
      HttpHeaders.createOptimized("application/problem+json; charset=utf-8");
  static final Buffer NOTHING = Buffer.buffer();
  private static final String SERVER = "the server";

  /// The head has left, and pieces of the body leave.
  private static final int STREAMING = 1;

  private static final int ANSWERED = 2;

  /// 0 as long as nothing of the answer leaves.
  private volatile int progress;

  private static final AtomicIntegerFieldUpdater<ResponseBody> HOLDS =
      AtomicIntegerFieldUpdater.newUpdater(ResponseBody.class, "holds");

  /// How many do not let it leave yet.
  private volatile int holds;

  /// What has been held for, the last one first. Only used by the task that answers.
  private @Nullable Held held;

  private record Held(Storing storing, @Nullable Held before) {}

  /// Those who wait for the begin of a stream that all may write; null while none waits to begin.
  private volatile @Nullable Waiters beginning;

  /// Whether the functions have ended.
  private volatile boolean isOver;

  private final HttpServerResponse outgoing;
  private Buffer bytes = NOTHING;
  private volatile boolean isElsewhere;
  private volatile @Nullable OutgoingBody stream;

  /// Whether whoever has the response may write pieces, and end the answer.
  private boolean isForAll;

  private @Nullable Chunks source;
  @Nullable Events events;
  private boolean isBroken;

  /// Whether Vert.x was told of an answer that leaves in pieces, or is written elsewhere.
  private boolean isToldOfOther;

  private Future<Void> writtenElsewhere = Future.succeededFuture();

  /// Whether the answer is complete and Vert.x tells its length.
  private boolean leavesLength;

  ResponseBody(Exchange exchange, HttpServerResponse outgoing, String method) {
    super(exchange, outgoing.headers(), method);
    this.outgoing = outgoing;
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
  final void problem(int code, @Nullable String detail) {
    problem(code, detail, null);
  }

  /// The same with a field that goes with the status.
  final void problem(int code, @Nullable String detail, Fields.@Nullable Field field) {
    givenUnlessAnswered(SERVER, head -> problem(head, code, detail, field));
  }

  /// The same of who has claimed the answer.
  final Response problem(
      ClaimedHead head, int code, @Nullable String detail, Fields.@Nullable Field field) {
    String title = Reasons.of(code);
    boolean isJson = exchange.request().acceptsJson();
    Buffer text =
        isJson
            ? Json.bytes(Reasons.problem(code, title, detail))
            : Content.utf8(detail == null ? title : title + ": " + detail);
    instead(head, code, field);
    return answer(head, text, isJson ? PROBLEM : Content.TEXT);
  }

  private static void instead(ClaimedHead head, int code, Fields.@Nullable Field field) {
    head.status(code);
    head.forgetContent();
    if (field != null) {
      head.set(field);
    }
  }

  /// Shows an error to the person who writes the program.
  final void errorPage(int code, Failure failure) {
    if (!isUnclaimed()) {
      return;
    }
    String page = ErrorPage.html(code, Reasons.of(code), failure, exchange.request());
    givenUnlessAnswered(
        SERVER,
        head -> {
          instead(head, code, null);
          return answer(head, Content.utf8(page), HTML);
        });
  }

  /// An empty answer of the server's own.
  final void empty(int code, Fields.@Nullable Field field) {
    givenUnlessAnswered(
        SERVER,
        head -> {
          head.status(code);
          if (field != null) {
            head.set(field);
          }
          return answer(head, NOTHING, null);
        });
  }

  /// Passes on another body as it arrives.
  final Response pass(Chunks pieces) {
    return given(
        "res.send",
        head -> {
          head.setType(Content.BYTES);
          head.setDate();
          source = pieces;
          return answered();
        });
  }

  /// Claims the answer and gives it, unless somebody has it already, and then yields null: the one
  /// way to do that. What is not given, however that ends, and memory or the stack may have run
  /// out, is given back.
  private <T> @Nullable T givenUnlessAnswered(String by, Function<ClaimedHead, T> answer) {
    ClaimedHead head = isUnclaimed() ? claim(by) : null;
    try {
      return head == null ? null : answer.apply(head);
    } finally {
      if (head != null && progress == 0 && !isElsewhere) {
        head.isGivenBack = true;
        release(head);
      }
    }
  }

  /// The same for functions of the program: raises an error when somebody has answered.
  final <T> T given(String by, Function<ClaimedHead, T> answer) {
    T given = givenUnlessAnswered(by, answer);
    if (given == null) {
      throw comesTooLate(by);
    }
    return given;
  }

  /// Writes a piece of an answer, which whoever writes first begins.
  final void write(Content piece, String by) {
    Waiters others = beginning;
    OutgoingBody begun = stream;
    if (others != null) {
      others.await();
      write(piece, by);
    } else if (begun != null && isStreaming()) {
      begun.writeOrRaise(piece.bytes());
    } else {
      var _ =
          givenFirst(
              by,
              head -> {
                OutgoingBody body = begin(head, piece.type(), true);
                body.writeOrRaise(piece.bytes());
                return body;
              });
    }
  }

  /// Claims the answer and begins it as one that leaves piece by piece. Where that waits for a
  /// session, others who write wait too; and if the functions end meanwhile, the answer ends after
  /// what is given here.
  final <T> T givenFirst(String by, Function<ClaimedHead, T> answer) {
    return given(
        by,
        head -> {
          Waiters others = holds > 0 ? new Waiters(() -> beginning == null) : null;
          beginning = others;
          try {
            awaitLetGo();
            return answer.apply(head);
          } finally {
            if (others != null) {
              beginning = null;
              boolean _ = others.wake();
              endIfOver();
            }
          }
        });
  }

  /// The body of an answer that leaves piece by piece.
  ///
  /// @param isForAll whether the functions of the program write it, and end it by returning
  final OutgoingBody begin(ClaimedHead head, @Nullable CharSequence type, boolean isForAll) {
    awaitLetGo();
    head.setType(type);
    head.setDate();
    Loop loop = exchange.connection().loop();
    OutgoingBody body =
        Bridge.awaitInTurn(
            outcome -> loop.execute(() -> outcome.attempt(() -> open(head, outcome))));
    stream = body;
    this.isForAll = isForAll;
    progress = STREAMING;
    return body;
  }

  private void open(ClaimedHead head, Outcome<OutgoingBody> outcome) {
    if (outcome.isOpen()) { // Else the head was given back.
      outcome.complete(opened(head));
    }
  }

  /// On the event loop.
  private OutgoingBody opened(ClaimedHead head) {
    isToldOfOther = true;
    outgoing.setStatusCode(head.status());
    head.noteEnd();
    return new OutgoingBody(
        exchange.connection(),
        exchange.incoming(),
        isHead || head.hasNoBody(),
        exchange.connection().limits().sendMillis(),
        head.compressedPieces(isHead));
  }

  /// Who has claimed the answer gives none after all, unless it has begun: then others may.
  final void giveBack(ClaimedHead head) {
    if (progress == 0 && !isElsewhere) {
      head.isGivenBack = true;
      release(head);
    }
  }

  /// Leaves the rest to somebody else, who writes the response: files, other servers. After
  /// `awaitLetGo`.
  final HttpServerResponse handOver(ClaimedHead head) {
    head.noteEnd();
    return handOverOpen(head);
  }

  /// The same of an answer after which the connection goes on in any case.
  final HttpServerResponse handOverOpen(ClaimedHead head) {
    isToldOfOther = true;
    outgoing.setStatusCode(head.status());
    isElsewhere = true;
    return outgoing;
  }

  /// Has the system copy a part of a file to the connection. On the event loop.
  final Future<Void> copyFile(String path, long offset, long length) {
    Future<Void> sent = outgoing.sendFile(path, offset, length);
    exchange.connection().written(exchange.incoming(), 0, sent);
    return sent;
  }

  /// What was handed over is not written after all: nothing of it has left.
  final void takeBack() {
    isElsewhere = false;
    outgoing.setStatusCode(200); // Which is what is not said of an answer.
  }

  /// What was handed over is written, or will be when that future is done.
  void writtenElsewhere(Future<Void> written) {
    writtenElsewhere = written;
    writtenElsewhere();
  }

  /// What was handed over is written, unless it was taken back.
  void writtenElsewhere() {
    if (isElsewhere) {
      progress = ANSWERED;
      exchange.answered();
    }
  }

  /// Whether somebody else writes it, and has not said yet that it is written.
  final boolean isLeftElsewhere() {
    return isElsewhere && progress == 0;
  }

  /// Whether it is answered, or its answer has begun.
  boolean isAnswered() {
    return !isUnclaimed();
  }

  /// Whether all of it may be written.
  boolean isComplete() {
    return progress == ANSWERED && holds == 0;
  }

  /// Nothing of an answer that is given from now on leaves before `letGo`.
  final void hold(Storing storing) {
    held = new Held(storing, held);
    HOLDS.incrementAndGet(this);
  }

  /// Waits until something of the answer may leave: said before, by the task that has claimed it.
  /// Raises why it may not, and CancelledError.
  final void awaitLetGo() {
    if (holds > 0) {
      for (Held each = held; each != null; each = each.before()) {
        if (!each.storing().isRefused()) {
          each.storing().await();
        }
      }
    }
  }

  /// Ends a `hold`.
  final void letGo() {
    if (HOLDS.decrementAndGet(this) == 0 && progress == ANSWERED) {
      exchange.answered();
    }
  }

  /// The same where the answer is not to leave after all: then it was not given, nor a cookie.
  final void refuse(@Nullable String cookie) {
    Chunks pieces = source;
    try {
      if (cookie != null) {
        removeCookie(cookie);
      }
      if (progress == ANSWERED) {
        ClaimedHead head = claimed();
        head.remove(HttpHeaders.CONTENT_TYPE);
        head.remove(HttpHeaders.CONTENT_LENGTH);
        progress = 0;
        bytes = NOTHING;
        source = null;
        giveBack(head);
      }
    } finally {
      letGo();
    }
    if (pieces != null) {
      pieces.drop();
    }
  }

  /// Whether another body is being passed on, so that the answer ends later.
  boolean isPiped() {
    return source != null;
  }

  /// An error was raised: an answer that has begun is not complete, and the client shall see it.
  void breakOff() {
    if (progress == STREAMING) {
      isBroken = true;
    }
  }

  /// The functions have ended.
  final void over() {
    isOver = true;
    endIfOver();
  }

  private void endIfOver() {
    if (isOver && beginning == null && isStreaming()) {
      endPieces();
    }
  }

  /// The pieces have left.
  final void endPieces() {
    synchronized (this) {
      if (progress != STREAMING) {
        return;
      }
      progress = ANSWERED;
    }
    exchange.answered();
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

  /// The one way in which functions of the program answer at once. The type counts unless the
  /// program has set one.
  final Response answer(Buffer body, @Nullable CharSequence type, String by) {
    return given(by, head -> answer(head, body, type));
  }

  /// Answers at once, of who has claimed it.
  final Response answer(ClaimedHead head, Buffer content, @Nullable CharSequence type) {
    if (head.status() == 200 && content.length() > 0 && server().tagsAnswers()) {
      tag(head, content);
    }
    if (head.mayTellOfBody() && isForbidden(head)) {
      return problem(head, 412, null, null);
    }
    bytes = described(head, content, type);
    return answered();
  }

  /// All of the answer is there.
  private Response answered() {
    // Not only a release: the event loop writes isDetached and then reads the progress, this writes
    // the progress and then reads isDetached, and one of them must see what the other has written.
    progress = ANSWERED;
    exchange.answered();
    return self();
  }

  /// Sets the fields that tell of the body; what is sent of it.
  private Buffer described(ClaimedHead head, Buffer content, @Nullable CharSequence type) {
    if (!head.mayTellOfBody() && !head.hasNoBody() && !isHead) {
      // The usual answer: there is nothing to be looked for.
      if (type != null) {
        head.set(HttpHeaders.CONTENT_TYPE, type);
      }
      Buffer sent = head.compressed(content);
      leavesLength = true;
      head.set(HttpHeaders.DATE, HttpDate.now());
      return sent;
    }
    if (isKnownToClient(head)) {
      describeKnown(head, content, type);
      return NOTHING;
    }
    return describe(head, content, type);
  }

  private ServerSettings server() {
    return exchange.connection().server();
  }

  /// Names the version of a whole answer, unless the program has done so or the client shall keep
  /// nothing.
  private void tag(ClaimedHead head, Buffer content) {
    String caching = head.get(HttpHeaders.CACHE_CONTROL);
    if (isRead()
        && head.get(HttpHeaders.ETAG) == null
        && (caching == null || !caching.contains("no-store"))) {
      head.set(Fields.Field.of("etag", Version.tagOf(content)));
    }
  }

  private boolean isRead() {
    String method = exchange.request().method();
    return method.equals("GET") || method.equals("HEAD");
  }

  /// The version of a whole answer to GET or HEAD that the program has named; null without one.
  private @Nullable Version version(ClaimedHead head) {
    String tag = head.get(HttpHeaders.ETAG);
    String modified = head.get(HttpHeaders.LAST_MODIFIED);
    return head.status() == 200 && (tag != null || modified != null) && isRead()
        ? new Version(tag, modified == null ? null : DateField.seconds(modified))
        : null;
  }

  /// Whether the client wants an answer of another version only (RFC 9110, section 13.2.2).
  private boolean isForbidden(ClaimedHead head) {
    Version version = version(head);
    return version != null && version.isForbidden(exchange.request());
  }

  /// Whether the client has that version already.
  private boolean isKnownToClient(ClaimedHead head) {
    Version version = version(head);
    return version != null && version.isKnownTo(exchange.request());
  }

  /// The fields of an answer that says that the client has it already (RFC 9110, section 15.4.5):
  /// those of the content are with the client.
  private static void describeKnown(ClaimedHead head, Buffer content, @Nullable CharSequence type) {
    head.setType(type);
    if (head.isLarge(content) && head.isCompressed()) {
      head.weakenTag();
    }
    head.status(304);
    head.remove(HttpHeaders.CONTENT_TYPE);
    head.remove(HttpHeaders.CONTENT_LENGTH);
    head.setDate();
  }

  /// The same of others, where the program has not done so.
  private Buffer describe(ClaimedHead head, Buffer content, @Nullable CharSequence type) {
    Buffer body = content;
    boolean hasNoBody = head.hasNoBody();
    if (!hasNoBody) {
      head.setType(type);
      body = head.compressed(content);
      if (!head.hasLengthOfGet() || body.length() > 0) {
        head.set(HttpHeaders.CONTENT_LENGTH, Integer.toString(body.length()));
      }
    } else if (head.status() == 204) {
      head.remove(HttpHeaders.CONTENT_LENGTH);
    }
    head.setDate();
    return hasNoBody || isHead ? NOTHING : body;
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
    ClaimedHead head = claimed();
    Chunks pieces = source;
    if (pieces != null) {
      return opened(head).pipe(pieces);
    }
    if (isLast) {
      head.set(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
    }
    if (isToldOfOther) { // That one was given back.
      outgoing.setChunked(false).setStatusCode(200);
    }
    head.writeStatus(outgoing);
    return exchange.connection().end(exchange.incoming(), bytes);
  }

  /// Whether pieces of the program are leaving.
  final boolean isStreaming() {
    return progress == STREAMING && isForAll;
  }
}
