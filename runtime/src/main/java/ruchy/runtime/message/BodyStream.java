package ruchy.runtime.message;

import io.vertx.core.buffer.Buffer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.engine.Bridge;
import ruchy.runtime.env.Surroundings;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.library.Export;
import ruchy.runtime.library.LibraryType;
import ruchy.runtime.library.Waits;
import ruchy.runtime.value.Cursor;
import ruchy.runtime.value.LibraryObject;

/// A body that is read piece by piece, in constant memory: `for part in req.stream()`. Each piece
/// is an `http::Body`. Who does not read makes the sender wait. Used by one task at a time.
@LibraryType("http::BodyStream")
public final class BodyStream implements LibraryObject {
  private final Chunks chunks;
  private final long limit;
  private long count;

  /// `limit` is how many bytes there may be; more raises `onTooMany`.
  private final Supplier<Failure> onTooMany;

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

  /// The next piece, or null at the end. Waits.
  public @Nullable Buffer next() {
    Buffer piece =
        Bridge.<@Nullable Buffer>await(
            outcome ->
                chunks.next(
                    (bytes, failure) -> {
                      if (failure == null) {
                        outcome.complete(bytes);
                      } else {
                        outcome.fail(failure);
                      }
                    }));
    if (piece != null) {
      count += piece.length();
      if (count > limit) {
        throw onTooMany.get();
      }
    }
    return piece;
  }

  /// What is left, for who sends it on.
  public Chunks chunks() {
    return chunks;
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
