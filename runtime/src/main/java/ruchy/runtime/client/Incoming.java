package ruchy.runtime.client;

import io.netty.channel.Channel;
import io.netty.util.concurrent.ScheduledFuture;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.engine.Bridge;
import ruchy.runtime.engine.Loop;
import ruchy.runtime.engine.Operation;
import ruchy.runtime.engine.Outcome;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.message.Chunks;

/// A body that a task takes piece by piece. The connection is read only as fast as the task takes:
/// what waits for it is bounded. Its state belongs to the event loop.
final class Incoming implements Chunks {
  /// What waits for the task at most, beside one read of the socket.
  private static final int AHEAD_BYTES = 512 << 10;

  /// How long a body that was begun may lie about before its connection is closed.
  private static final long ABANDONED_MILLIS = 300_000;

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
  private final HttpClientResponse response;

  /// Null where others use the connection, too.
  private final @Nullable Channel channel;

  private @Nullable Buffer collected;
  private volatile @Nullable Piece last;
  private @Nullable Consumer<Piece> waiting;
  private @Nullable ScheduledFuture<?> limit;
  private final long idleMillis;
  private volatile @Nullable Object fault;

  /// Takes the answer over. On the loop.
  ///
  /// @param begun what has been read of it already, or null
  /// @param idleMillis how long the server may be silent while a piece is waited for
  Incoming(
      Loop loop,
      String method,
      Url url,
      HttpClientRequest request,
      HttpClientResponse response,
      @Nullable Buffer begun,
      long idleMillis) {
    this.collected = begun;
    this.idleMillis = idleMillis;
    this.loop = loop;
    this.method = method;
    this.url = url;
    this.request = request;
    this.response = response;
    this.channel =
        request.version() == HttpVersion.HTTP_2
            ? null
            : ((ConnectionBase) request.connection()).channelHandlerContext().channel();
    response.exceptionHandler(
        failure ->
            finish(
                new Piece.Broken(
                    Result.Fault.io(
                        Reasons.ofExchange(failure, "in the middle of the body"), method, url),
                    Reasons.isEndOfConnection(failure))));
    response.handler(this::add);
    response.endHandler(end -> finish(new Piece.End()));
    if (begun != null && begun.length() >= AHEAD_BYTES) {
      read(false);
    }
    beginRest();
  }

  /// Waits for the next piece. When the task is cancelled, the next one who waits gets it.
  Piece next() {
    return Bridge.<Piece>await(new Asking());
  }

  /// One piece that a task waits for.
  private final class Asking implements Operation<Piece>, Consumer<Piece> {
    private @Nullable Outcome<Piece> outcome;
    private @Nullable Piece given;

    @Override
    public void start(Outcome<Piece> waiter) {
      outcome = waiter;
      loop.execute(() -> waiter.attempt(() -> give(this)));
    }

    @Override
    public void accept(Piece piece) {
      given = piece;
      if (outcome != null) {
        outcome.complete(piece);
      }
    }

    @Override
    public void abandoned(Outcome<Piece> waiter) {
      loop.execute(() -> takeBack(this, given));
    }
  }

  private void takeBack(Consumer<Piece> asked, @Nullable Piece given) {
    if (waiting == asked) {
      waiter();
      beginRest();
    } else if (given instanceof Piece.Bytes(Buffer bytes)) {
      collected = collected == null ? bytes : bytes.appendBuffer(collected);
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

  @Override
  public void next(BiConsumer<@Nullable Buffer, @Nullable Throwable> ready) {
    loop.execute(
        () ->
            give(
                piece -> {
                  switch (piece) {
                    case Piece.Bytes bytes -> ready.accept(bytes.bytes(), null);
                    case Piece.End end -> ready.accept(null, null);
                    case Piece.Broken broken -> {
                      Failure failure = broken.fault().failure();
                      fault = failure.value();
                      ready.accept(null, failure);
                    }
                  }
                }));
  }

  @Override
  public boolean isEnded() {
    return last != null;
  }

  @Override
  public @Nullable Object fault() {
    return fault;
  }

  @Override
  public void drop() {
    abort();
  }

  private void give(Consumer<Piece> asked) {
    waiter();
    Buffer bytes = collected;
    Piece end = last;
    if (bytes != null) {
      collected = null;
      read(true);
      beginRest();
      asked.accept(new Piece.Bytes(bytes));
    } else if (end != null) {
      asked.accept(end);
    } else {
      waiting = asked;
      limit = loop.events().schedule(this::expired, idleMillis, TimeUnit.MILLISECONDS);
    }
  }

  /// Nobody asks for the next piece yet.
  private void beginRest() {
    if (last == null) {
      limit = loop.events().schedule(this::abort, ABANDONED_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  private void expired() {
    String text = "No byte of the body within " + idleMillis + " ms";
    finish(new Piece.Broken(Result.Fault.timeout(text, method, url), false));
    request.reset();
  }

  private void add(Buffer chunk) {
    if (last != null) {
      return;
    }
    if (waiting != null) {
      Consumer<Piece> asked = waiter();
      beginRest();
      if (asked != null) {
        asked.accept(new Piece.Bytes(chunk));
      }
      return;
    }
    Buffer before = collected;
    collected = before == null ? chunk : before.appendBuffer(chunk);
    if (collected.length() >= AHEAD_BYTES) {
      read(false);
    }
  }

  /// Goes on reading the socket, or stops it. Not by pausing the response: what Vert.x keeps of a
  /// paused one is lost when the server closes the connection. By HTTP/2 there is no other way, and
  /// a connection that closes before its answers are complete is an error in any case.
  private void read(boolean isReading) {
    if (channel == null && isReading) {
      response.resume();
    } else if (channel == null) {
      response.pause();
    } else if (channel.config().isAutoRead() != isReading) {
      channel.config().setAutoRead(isReading);
    }
  }

  private void finish(Piece piece) {
    if (last == null) {
      last = piece;
      // For the next request on the connection, or to see its end.
      read(true);
      Consumer<Piece> asked = waiter();
      if (asked != null) {
        asked.accept(piece);
      }
    }
  }

  /// Who waits, with its time limit cancelled; null when nobody does.
  private @Nullable Consumer<Piece> waiter() {
    Consumer<Piece> asked = waiting;
    waiting = null;
    if (limit != null) {
      limit.cancel(false);
      limit = null;
    }
    return asked;
  }
}
