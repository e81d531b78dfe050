package ruchy.runtime.message;

import io.vertx.core.buffer.Buffer;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.engine.Bridge;
import ruchy.runtime.engine.Gate;
import ruchy.runtime.env.Surroundings;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.library.Export;
import ruchy.runtime.library.LibraryType;
import ruchy.runtime.library.Waits;
import ruchy.runtime.value.Cursor;
import ruchy.runtime.value.LibraryObject;

/// A body that is read piece by piece, in constant memory: `for part in req.stream()`. Each piece
/// is an `http::Body`. Who does not read makes the sender wait. Tasks that read at the same time
/// get the pieces one after the other, in the order of asking.
@LibraryType("http::BodyStream")
public final class BodyStream implements LibraryObject {
  private final Chunks chunks;
  private final long limit;

  /// Who reads is inside. It guards the count.
  private final Gate gate = new Gate();

  private long count;

  /// `limit` is how many bytes there may be; more raises `onTooMany`.
  private final Supplier<Failure> onTooMany;

  /// Guarded by this object's lock, as what follows: whether a piece is on its way.
  private boolean isAsked;

  /// What nobody has taken yet: the task that asked for it may have been cancelled.
  private @Nullable Arrived arrived;

  private @Nullable Runnable whenArrived;

  /// A piece, the end, or why there is neither.
  private record Arrived(@Nullable Buffer piece, @Nullable Throwable failure) {}

  private BodyStream(Chunks chunks, long limit, Supplier<Failure> onTooMany) {
    this.chunks = chunks;
    this.limit = limit;
    this.onTooMany = onTooMany;
  }

  /// The pieces of a body; raises IoError when they were taken before.
  public static BodyStream of(Body body) {
    return of(body, Long.MAX_VALUE, () -> Failure.ioError("The body is too large"));
  }

  /// The pieces of a body that may have that many bytes.
  public static BodyStream of(Body body, long limit, Supplier<Failure> onTooMany) {
    return new BodyStream(body.chunks(), limit, onTooMany);
  }

  @Override
  public String typeName() {
    return "http::BodyStream";
  }

  /// The next piece, or null at the end. Waits; a piece that comes for a task that is cancelled is
  /// there for the next one.
  public @Nullable Buffer next() {
    gate.enter();
    try {
      Bridge.<Boolean>await(outcome -> ask(() -> outcome.complete(true)));
      Buffer piece = taken();
      if (piece != null) {
        count += piece.length();
        if (count > limit) {
          throw onTooMany.get();
        }
      }
      return piece;
    } finally {
      gate.leave();
    }
  }

  /// Has `ready` run when there is something to take.
  private void ask(Runnable ready) {
    boolean isHere;
    synchronized (this) {
      isHere = arrived != null;
      whenArrived = isHere ? null : ready;
      if (isAsked) {
        return;
      }
      isAsked = !isHere;
    }
    if (isHere) {
      ready.run();
    } else {
      chunks.next(this::arrive);
    }
  }

  private void arrive(@Nullable Buffer piece, @Nullable Throwable failure) {
    Runnable told;
    synchronized (this) {
      isAsked = false;
      arrived = new Arrived(piece, failure);
      told = whenArrived;
      whenArrived = null;
    }
    if (told != null) {
      told.run();
    }
  }

  private @Nullable Buffer taken() {
    Arrived taken = take();
    return switch (taken.failure()) {
      case null -> taken.piece();
      case RuntimeException raised -> throw raised;
      case Throwable other -> throw Failure.ioError(String.valueOf(other.getMessage()));
    };
  }

  private synchronized Arrived take() {
    Arrived taken = arrived;
    arrived = null;
    if (taken == null) {
      throw new IllegalStateException("two tasks read one body");
    }
    return taken;
  }

  /// What is left, for who sends it on.
  public synchronized Chunks chunks() {
    return arrived == null && !isAsked ? chunks : new Rest();
  }

  /// The pieces, when one was asked for that nobody has taken.
  private final class Rest implements Chunks {
    @Override
    public void next(BiConsumer<@Nullable Buffer, @Nullable Throwable> ready) {
      ask(
          () -> {
            Arrived taken = take();
            ready.accept(taken.piece(), taken.failure());
          });
    }

    @Override
    public boolean isEnded() {
      synchronized (BodyStream.this) {
        return arrived == null && chunks.isEnded();
      }
    }

    @Override
    public @Nullable Object fault() {
      return chunks.fault();
    }

    @Override
    public void drop() {
      chunks.drop();
    }
  }

  /// The next piece, or nil at the end.
  ///
  /// ```ruchy
  /// server.post("/first", |req, res| { res.json({first: req.stream().read()?.len()}) })
  /// ```
  @Export
  @Waits
  public @Nullable Body read() {
    Buffer piece = next();
    return piece == null ? null : Body.of(piece);
  }

  /// Writes what is left to a file, and gives the number of bytes. The file takes its place in one
  /// step when it is complete. Raises IoError.
  ///
  /// ```ruchy
  /// server.put("/backup", |req, res| { res.json({bytes: req.stream().save("backup.tar")}) })
  /// ```
  @Export
  @Waits
  public long save(String path) {
    PartFile file = PartFile.create(path, Surroundings.file(path).toPath());
    try {
      for (Buffer piece = next(); piece != null; piece = next()) {
        file.write(piece.getBytes());
      }
      file.complete();
      return file.size();
    } finally {
      file.discard();
    }
  }

  @Override
  public Cursor cursor() {
    return new Cursor() {
      private @Nullable Body piece;

      @Override
      public boolean advance() {
        piece = read();
        return piece != null;
      }

      @Override
      public @Nullable Object value() {
        return piece;
      }
    };
  }
}
