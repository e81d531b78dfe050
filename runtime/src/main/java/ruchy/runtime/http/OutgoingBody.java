package ruchy.runtime.http;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.engine.Bridge;
import ruchy.runtime.engine.Loop;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.message.Chunks;

/// The body of an answer that leaves piece by piece. Who writes waits while the client does not
/// read. Only used on the event loop, but for `write`, which any task may call.
final class OutgoingBody {
  private static final String GONE = "The client has closed the connection";
  private static final String OVERFULL =
      "The answer was cut off: its client leaves more unread than max_unsent allows";

  private final Loop loop;
  private final Connection connection;
  private final HttpServerRequest incoming;
  private final HttpServerResponse outgoing;
  private final boolean isHead;
  private final long limitMillis;
  private final boolean endsConnection;
  private @Nullable Consumer<Boolean> waiter;
  private @Nullable Runnable whenGone;
  private volatile boolean isGone;

  /// Whether the answer was cut off because the client takes too little of the answers to it.
  private volatile boolean isTooMuch;

  private volatile @Nullable Object fault;
  private boolean isEnded;
  private final Compression.@Nullable Pieces compressed;

  /// Sends the head. On the event loop; the fields of the answer are complete.
  OutgoingBody(
      Connection connection,
      HttpServerRequest incoming,
      boolean isHead,
      long limitMillis,
      Compression.@Nullable Pieces compressed) {
    this.compressed = compressed;
    this.loop = connection.loop();
    this.connection = connection;
    this.incoming = incoming;
    this.outgoing = incoming.response();
    this.isHead = isHead;
    this.limitMillis = limitMillis;
    outgoing.exceptionHandler(cause -> gone());
    outgoing.closeHandler(closed -> gone());
    outgoing.drainHandler(drained -> ready(true));
    boolean hasLength = outgoing.headers().contains(HttpHeaders.CONTENT_LENGTH);
    // Then its end is the end of the connection (RFC 9112, section 6.3).
    endsConnection = incoming.version() == HttpVersion.HTTP_1_0 && !hasLength;
    if (endsConnection) {
      outgoing.headers().set(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
    } else if (!hasLength) {
      outgoing.setChunked(true);
    }
  }

  /// What is called when the client has gone.
  void whenGone(Runnable action) {
    whenGone = action;
    if (isGone) {
      action.run();
    }
  }

  private void gone() {
    if (compressed != null && !isEnded) {
      compressed.drop();
    }
    isGone = true;
    ready(false);
    Runnable action = whenGone;
    if (action != null) {
      whenGone = null;
      action.run();
    }
  }

  private void ready(boolean isOpen) {
    var waiting = waiter;
    if (waiting != null) {
      waiter = null;
      waiting.accept(isOpen);
    }
  }

  boolean isGone() {
    return isGone;
  }

  /// Whether the error says that the client has gone.
  boolean isCauseOf(Failure failure) {
    Object known = fault;
    return known != null && failure.value() == known;
  }

  /// Writes a piece and waits until the next one may come. False when the client has gone.
  boolean write(Buffer piece) {
    if (isGone) {
      return false;
    }
    try {
      return Bridge.<Boolean>await(
          outcome -> loop.execute(() -> outcome.attempt(() -> write(piece, outcome::complete))),
          limitMillis);
    } catch (Failure failure) {
      // A client that takes nothing is as good as gone.
      fault = failure.value();
      loop.execute(this::abort);
      throw failure;
    }
  }

  /// As `write`, raising IoError when the client has gone, or gets no more.
  void writeOrRaise(Buffer piece) {
    if (!write(piece)) {
      Failure failure = Failure.ioError(isTooMuch ? OVERFULL : GONE);
      fault = failure.value();
      throw failure;
    }
  }

  /// Writes a piece unless the client is slow, without waiting. On the event loop.
  void offer(Buffer piece) {
    if (!isGone && !isEnded && !outgoing.writeQueueFull()) {
      outgoing.write(piece);
    }
  }

  /// Sends the head before there is a piece. On the event loop.
  void flushHead() {
    if (!isGone && !isEnded) {
      outgoing.writeHead();
    }
  }

  private void write(Buffer piece, Consumer<Boolean> done) {
    if (isGone || isEnded) {
      done.accept(false);
      return;
    }
    if (connection.isOverfull()) {
      isTooMuch = true;
      abort();
      done.accept(false);
      return;
    }
    if (!isHead && piece.length() > 0) {
      Buffer bytes = compressed == null ? piece : compressed.add(piece, true);
      connection.written(incoming, bytes.length(), outgoing.write(bytes));
    }
    if (!outgoing.writeQueueFull()) {
      done.accept(true);
      return;
    }
    Consumer<Boolean> before = waiter;
    waiter =
        before == null
            ? done
            : isOpen -> {
              before.accept(isOpen);
              done.accept(isOpen);
            };
  }

  /// Sends all pieces of another body; the future ends when it has ended.
  Future<Void> pipe(Chunks source) {
    Promise<Void> promise = Promise.promise();
    pipeNext(source, promise);
    return promise.future();
  }

  private void pipeNext(Chunks source, Promise<Void> promise) {
    source.next(
        (piece, failure) -> {
          if (loop.isCurrent()) {
            pipe(source, promise, piece, failure);
          } else {
            // Pieces of another connection may come on its loop.
            loop.execute(() -> pipe(source, promise, piece, failure));
          }
        });
  }

  private void pipe(
      Chunks source, Promise<Void> promise, @Nullable Buffer piece, @Nullable Throwable failure) {
    if (failure != null) {
      abort();
      promise.fail(failure);
    } else if (piece == null) {
      end().onComplete(promise);
    } else {
      write(
          piece,
          isOpen -> {
            if (isOpen) {
              loop.execute(() -> pipeNext(source, promise));
            } else {
              source.drop();
              promise.fail("the client has gone");
            }
          });
    }
  }

  /// Ends the answer.
  Future<Void> end() {
    if (isGone || isEnded) {
      return Future.succeededFuture();
    }
    isEnded = true;
    ready(false);
    Future<Void> written =
        compressed == null || isHead ? outgoing.end() : outgoing.end(compressed.end());
    connection.written(incoming, 0, written);
    return endsConnection ? written.onComplete(end -> incoming.connection().close()) : written;
  }

  /// Ends the answer so that the client sees that it is not complete.
  void abort() {
    if (!isGone && !isEnded) {
      isEnded = true;
      if (compressed != null) {
        compressed.drop();
      }
      ready(false);
      connection.cut(incoming);
    }
  }
}
