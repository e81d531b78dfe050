package ruchy.runtime.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.engine.Loop;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.message.Body;
import ruchy.runtime.message.Chunks;

/// The body of a request. It is collected before the functions are called, so that reading it is
/// never a wait (L 12.4). A body over the limit is not collected: its first pieces are kept, the
/// others stay with the client until a function asks for them. Only used on the event loop, but for
/// `next`.
final class IncomingBody implements Chunks {
  /// How much may lie here that was not asked for, so that the client need not wait for each piece.
  private static final int AHEAD_BYTES = 256 << 10;

  /// A piece with less goes into the one before it. By itself it takes about a hundred bytes more
  /// than it has, so that clients who send single bytes could have a hundred times the limit held.
  private static final int SMALL_BYTES = 1 << 10;

  private final Loop loop;
  private final HttpServerRequest incoming;
  private final int limit;
  private final Consumer<Boolean> isAwaited;
  private final Consumer<Boolean> isWanted;
  private final @Nullable UnreadBodies unread;
  private final BooleanSupplier hasCome;
  private final Runnable whenBroken;
  private final BufferedBodies all;
  private final Consumer<Body> refused;
  private final Deque<Buffer> pieces = new ArrayDeque<>();
  private @Nullable Consumer<Body> ready;
  private @Nullable BiConsumer<@Nullable Buffer, @Nullable Throwable> reader;
  private @Nullable Throwable failure;
  private long bytes;

  /// How many bytes count as unread.
  private long counted;

  /// How many bytes count among those that the server holds.
  private long held;

  private boolean isReleased;

  private boolean isPaused;
  private boolean owesContinue;
  private volatile @Nullable Object fault;
  private volatile boolean isEnded;
  private volatile boolean isDropped;

  private IncomingBody(
      Loop loop,
      HttpServerRequest incoming,
      int limit,
      Consumer<Boolean> isAwaited,
      Consumer<Boolean> isWanted,
      Consumer<Body> ready,
      @Nullable UnreadBodies unread,
      BooleanSupplier hasCome,
      Runnable whenBroken,
      BufferedBodies all,
      Consumer<Body> refused) {
    this.loop = loop;
    this.incoming = incoming;
    this.limit = limit;
    this.isAwaited = isAwaited;
    this.isWanted = isWanted;
    this.ready = ready;
    this.unread = unread;
    this.hasCome = hasCome;
    this.whenBroken = whenBroken;
    this.all = all;
    this.refused = refused;
  }

  /// The body of a request of HTTP/1, of which `collect` takes nothing yet. That calls `ready`
  /// once, on the event loop: with the complete body, or with one that is too large to be
  /// collected; or `refused`. A client that expects `100 Continue` gets it when its body is wanted.
  /// `isAwaited` is told when the server begins and ends to wait for the client, `isWanted` when it
  /// ends and begins to take what comes: Vert.x counts pieces, and would take a megabyte before it
  /// leaves the rest with the client.
  ///
  /// @param all what the server holds of all bodies
  /// @param refused called instead of `ready` when that is too much
  static IncomingBody ofConnection(
      Loop loop,
      HttpServerRequest incoming,
      int limit,
      Consumer<Boolean> isAwaited,
      Consumer<Boolean> isWanted,
      Consumer<Body> ready,
      BufferedBodies all,
      Consumer<Body> refused) {
    return new IncomingBody(
        loop,
        incoming,
        limit,
        isAwaited,
        isWanted,
        ready,
        null,
        () -> false,
        () -> {},
        all,
        refused);
  }

  /// The body of a request of HTTP/2, of which `collect` takes nothing yet. The window of its
  /// stream is small, so what is left to Vert.x is little.
  ///
  /// @param unread what the connection holds of all bodies
  /// @param hasCome whether the client has sent all of it
  /// @param whenBroken called instead of `ready` when the rest of the body will not come
  static IncomingBody ofStream(
      Loop loop,
      HttpServerRequest incoming,
      int limit,
      Consumer<Boolean> isAwaited,
      Consumer<Body> ready,
      UnreadBodies unread,
      BooleanSupplier hasCome,
      Runnable whenBroken,
      BufferedBodies all,
      Consumer<Body> refused) {
    return new IncomingBody(
        loop,
        incoming,
        limit,
        isAwaited,
        isWanted -> {},
        ready,
        unread,
        hasCome,
        whenBroken,
        all,
        refused);
  }

  /// Begins to read.
  ///
  /// @return whether the body is to be read now
  boolean collect(boolean expectsContinue) {
    owesContinue = expectsContinue;
    incoming.exceptionHandler(this::fail);
    incoming.handler(this::add);
    incoming.endHandler(end -> end());
    if (limit == 0 || declaredLength(incoming) > limit) {
      pause();
      leaveRest();
      return false;
    }
    isAwaited.accept(true);
    sendContinue();
    return true;
  }

  private static long declaredLength(HttpServerRequest incoming) {
    String length = incoming.headers().get("content-length");
    // Netty has checked that it is a number.
    return length == null ? 0 : Long.parseLong(length);
  }

  private void add(Buffer piece) {
    if (isDropped) {
      return;
    }
    var asked = reader;
    if (asked != null) {
      reader = null;
      isAwaited.accept(false);
      asked.accept(piece, null);
      return;
    }
    keep(piece);
    bytes += piece.length();
    boolean hasRoom = count(piece.length());
    boolean mayBeHeld = countAll();
    if (ready == null) {
      if (bytes > AHEAD_BYTES || !hasRoom || !mayBeHeld) {
        pause();
      }
    } else if (bytes > limit) {
      pause();
      leaveRest();
    } else if (!mayBeHeld) {
      pause();
      refuse();
    } else if (!hasRoom) {
      waitForRoom();
    }
  }

  /// Counts what is held now among all that the server holds.
  ///
  /// @return whether it may hold that
  private boolean countAll() {
    long now = isReleased ? 0 : Math.max(0, bytes - BufferedBodies.UNCOUNTED_BYTES);
    long change = now - held;
    held = now;
    return change == 0 || all.add(change);
  }

  private void refuse() {
    ready = null;
    isAwaited.accept(false);
    begun();
    refused.accept(Body.tooLarge(limit, this));
  }

  /// Counts bytes that were kept, or not any longer if there are less than none.
  ///
  /// @return whether more may be read
  private boolean count(long change) {
    UnreadBodies ofConnection = unread;
    if (ofConnection == null) {
      return true;
    }
    counted += change;
    if (change < 0) {
      ofConnection.remove(-change, ready == null);
    } else {
      ofConnection.add((int) change, ready == null);
    }
    return ofConnection.haveRoomFor(this);
  }

  /// The client is not to blame for the time that goes by.
  private void waitForRoom() {
    UnreadBodies ofConnection = unread;
    if (ofConnection != null && !isPaused && !hasCome()) {
      pause();
      isAwaited.accept(false);
      ofConnection.await(this);
    }
  }

  /// Whether the client has sent all of it.
  boolean hasCome() {
    return hasCome.getAsBoolean();
  }

  /// There is room for more. On the event loop.
  void readOn() {
    if (ready != null) {
      isAwaited.accept(true);
      goOn();
    }
  }

  /// The functions of the request begin.
  private void begun() {
    UnreadBodies ofConnection = unread;
    if (ofConnection != null) {
      ofConnection.begin(this, counted);
    }
  }

  /// The request was answered, or will not be: nothing of its body is held any longer.
  void release() {
    isReleased = true;
    var _ = countAll();
    var _ = count(-counted);
    UnreadBodies ofConnection = unread;
    if (ofConnection != null) {
      ofConnection.leave(this);
    }
  }

  private void keep(Buffer piece) {
    Buffer last = piece.length() < SMALL_BYTES ? pieces.peekLast() : null;
    if (last == null) {
      pieces.add(piece);
    } else {
      last.appendBuffer(piece);
    }
  }

  private void end() {
    isEnded = true;
    Consumer<Body> collected = ready;
    var asked = reader;
    if (collected != null) {
      ready = null;
      isAwaited.accept(false);
      begun();
      collected.accept(Body.of(joined()));
    } else if (asked != null) {
      reader = null;
      isAwaited.accept(false);
      asked.accept(null, null);
    }
  }

  private @Nullable Buffer joined() {
    Buffer first = pieces.poll();
    if (first != null) {
      for (Buffer piece : pieces) {
        first.appendBuffer(piece);
      }
    }
    return first;
  }

  /// The functions begin, with a body that they can only read piece by piece.
  private void leaveRest() {
    Consumer<Body> begin = ready;
    if (begin != null) {
      ready = null;
      isAwaited.accept(false);
      begun();
      begin.accept(Body.tooLarge(limit, this));
    }
  }

  private void fail(Throwable cause) {
    failure = cause;
    isEnded = true;
    if (ready != null) {
      release();
      pieces.clear();
    }
    if (ready != null && unread != null) {
      ready = null;
      whenBroken.run();
    }
    var asked = reader;
    if (asked != null) {
      reader = null;
      asked.accept(null, gone());
    }
  }

  private Failure gone() {
    Failure failure =
        Failure.ioError("The client has closed the connection in the middle of the body");
    fault = failure.value();
    return failure;
  }

  @Override
  public @Nullable Object fault() {
    return fault;
  }

  @Override
  public void next(BiConsumer<@Nullable Buffer, @Nullable Throwable> ready) {
    if (loop.isCurrent()) {
      give(ready);
    } else {
      loop.execute(() -> give(ready));
    }
  }

  private void give(BiConsumer<@Nullable Buffer, @Nullable Throwable> asked) {
    Buffer piece = pieces.poll();
    if (piece != null) {
      bytes -= piece.length();
      var _ = count(-Math.min(piece.length(), counted));
      var _ = countAll();
      if (bytes < AHEAD_BYTES / 2) {
        goOn();
      }
      asked.accept(piece, null);
    } else if (failure != null || isDropped) {
      asked.accept(null, gone());
    } else if (isEnded) {
      asked.accept(null, null);
    } else {
      reader = asked;
      isAwaited.accept(true);
      sendContinue();
      goOn();
    }
  }

  @Override
  public void drop() {
    if (loop.isCurrent()) {
      discard();
    } else {
      loop.execute(this::discard);
    }
  }

  private void discard() {
    isDropped = true;
    pieces.clear();
    bytes = 0;
    var _ = countAll();
    var _ = count(-counted);
    var asked = reader;
    if (asked != null) {
      reader = null;
      asked.accept(null, gone());
    }
    goOn();
  }

  private void sendContinue() {
    if (owesContinue) {
      owesContinue = false;
      incoming.response().writeContinue();
    }
  }

  private void pause() {
    if (!isPaused && !isEnded) {
      isPaused = true;
      isWanted.accept(false);
      incoming.pause();
    }
  }

  private void goOn() {
    if (isPaused) {
      isPaused = false;
      isWanted.accept(true);
      incoming.resume();
    }
  }

  @Override
  public boolean isEnded() {
    return isEnded;
  }
}
