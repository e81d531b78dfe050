package ruchy.runtime.client;

import io.netty.channel.Channel;
import io.netty.util.concurrent.ScheduledFuture;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.engine.Bridge;
import ruchy.runtime.engine.Loop;
import ruchy.runtime.engine.Outcome;
import ruchy.runtime.failure.Failure;

/// A body that a task takes piece by piece. The connection is read only as fast as the task takes:
/// what waits for it is bounded. Its state belongs to the event loop.
final class Incoming {
  /// What waits for the task at most, beside one read of the socket.
  private static final int AHEAD_BYTES = 512 << 10;

  /// What a task gets: bytes, the end, or a fault.
  sealed interface Piece {
    record Bytes(Buffer bytes) implements Piece {}

    record End() implements Piece {}

    /// A fault in the middle of the body.
    ///
    /// @param isBroken whether the connection ended, so that another one may bring the rest
    record Broken(Result.Fault fault, boolean isBroken) implements Piece {}
  }

  private final Loop loop;
  private final String method;
  private final Url url;
  private final HttpClientRequest request;
  private final Channel channel;
  private @Nullable Buffer collected;
  private @Nullable Piece last;
  private @Nullable Outcome<Piece> waiting;
  private @Nullable ScheduledFuture<?> limit;

  /// Takes the answer over. On the loop.
  Incoming(
      Loop loop, String method, Url url, HttpClientRequest request, HttpClientResponse response) {
    this.loop = loop;
    this.method = method;
    this.url = url;
    this.request = request;
    this.channel = ((ConnectionBase) request.connection()).channelHandlerContext().channel();
    response.exceptionHandler(
        failure ->
            finish(
                new Piece.Broken(
                    Result.Fault.io(
                        Reasons.ofExchange(failure, "in the middle of the body"), method, url),
                    Reasons.isEndOfConnection(failure))));
    response.handler(this::add);
    response.endHandler(end -> finish(new Piece.End()));
  }

  /// Waits for the next piece, at most that many milliseconds.
  Piece next(long idleMillis) {
    try {
      return Bridge.<Piece>await(outcome -> loop.execute(() -> give(outcome, idleMillis)));
    } catch (Failure cancelled) {
      abort();
      throw cancelled;
    }
  }

  /// Nobody wants the rest.
  void abort() {
    loop.execute(
        () -> {
          if (last == null) {
            finish(new Piece.Broken(Result.Fault.io("Given up", method, url), false));
            request.reset();
          }
        });
  }

  private void give(Outcome<Piece> outcome, long idleMillis) {
    Buffer bytes = collected;
    if (bytes != null) {
      collected = null;
      outcome.complete(new Piece.Bytes(bytes));
      read(true);
    } else if (last != null) {
      outcome.complete(last);
    } else {
      waiting = outcome;
      limit = loop.events().schedule(() -> expired(idleMillis), idleMillis, TimeUnit.MILLISECONDS);
    }
  }

  private void expired(long idleMillis) {
    String text = "No byte of the body within " + idleMillis + " ms";
    finish(new Piece.Broken(Result.Fault.timeout(text, method, url), false));
    request.reset();
  }

  private void add(Buffer chunk) {
    if (last != null) {
      return;
    }
    Outcome<Piece> outcome = waiter();
    if (outcome != null) {
      outcome.complete(new Piece.Bytes(chunk));
      return;
    }
    Buffer before = collected;
    collected = before == null ? chunk : before.appendBuffer(chunk);
    if (collected.length() >= AHEAD_BYTES) {
      read(false);
    }
  }

  /// Goes on reading the socket, or stops it. Not by pausing the response: what Vert.x keeps of a
  /// paused one is lost when the server closes the connection.
  private void read(boolean isReading) {
    if (channel.config().isAutoRead() != isReading) {
      channel.config().setAutoRead(isReading);
    }
  }

  private void finish(Piece piece) {
    if (last == null) {
      last = piece;
      // For the next request on the connection, or to see its end.
      read(true);
      Outcome<Piece> outcome = waiter();
      if (outcome != null) {
        outcome.complete(piece);
      }
    }
  }

  /// Who waits, with its time limit cancelled; null when nobody does.
  private @Nullable Outcome<Piece> waiter() {
    Outcome<Piece> outcome = waiting;
    waiting = null;
    if (limit != null) {
      limit.cancel(false);
      limit = null;
    }
    return outcome;
  }
}
