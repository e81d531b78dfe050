package ruchy.runtime.message;

import io.vertx.core.buffer.Buffer;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.library.Export;
import ruchy.runtime.library.LibraryType;
import ruchy.runtime.library.Type;
import ruchy.runtime.member.Bytes;
import ruchy.runtime.value.LibraryObject;
import ruchy.runtime.value.ListValue;

/// The bytes of a request or response that are not text, or that are too many to be read as a
/// whole; and the pieces of such a body.
///
/// `req.body` is text where the bytes are UTF-8, and such a value otherwise; both can be sent on.
@LibraryType("http::Body")
public final class Body implements LibraryObject {
  public static final Body EMPTY = new Body(Buffer.buffer(), null, 0);

  private final @Nullable Buffer bytes;
  private final @Nullable Chunks rest;
  private final int limit;
  private volatile @Nullable Object fault;
  private boolean isTaken;

  private Body(@Nullable Buffer bytes, @Nullable Chunks rest, int limit) {
    this.bytes = bytes;
    this.rest = rest;
    this.limit = limit;
  }

  public static Body of(@Nullable Buffer bytes) {
    return bytes == null ? EMPTY : new Body(bytes, null, 0);
  }

  /// A body that was not collected, because it has more bytes than the limit. It can be read piece
  /// by piece, once.
  public static Body tooLarge(int limit, Chunks pieces) {
    return new Body(null, pieces, limit);
  }

  @Override
  public String typeName() {
    return "http::Body";
  }

  /// Whether all bytes are here.
  public boolean isComplete() {
    return bytes != null;
  }

  /// Whether nothing of it is left with the sender.
  public boolean hasArrived() {
    return rest == null || rest.isEnded();
  }

  /// Nobody will read it any more: what is left is thrown away. Called on the event loop.
  public void drop() {
    Chunks pieces = rest;
    if (pieces != null) {
      pieces.drop();
    }
  }

  /// The bytes of a complete body; raises IoError where there are too many.
  public Buffer bytes() {
    Buffer complete = bytes;
    if (complete == null) {
      throw tooLarge();
    }
    return complete;
  }

  /// Takes the bytes piece by piece. Raises IoError when they were taken before.
  public synchronized Chunks chunks() {
    Buffer complete = bytes;
    if (complete != null) {
      return Chunks.of(complete);
    }
    Chunks pieces = rest;
    if (pieces == null || isTaken) {
      throw Failure.ioError("The body was read already");
    }
    isTaken = true;
    return pieces;
  }

  /// The IoError for who needs all bytes at once.
  public Failure tooLarge() {
    Failure failure = Failure.ioError("The body is larger than " + limit + " bytes");
    fault = failure.value();
    return failure;
  }

  /// Whether the error was raised because this body is too large.
  public boolean isCauseOf(Failure failure) {
    Object known = fault;
    return known != null && failure.value() == known;
  }

  /// Whether the error was raised because the sender has gone in the middle.
  public boolean isCutOff(Failure failure) {
    Object known = rest == null ? null : rest.fault();
    return known != null && failure.value() == known;
  }

  /// The text of a complete body, or null when it is not UTF-8.
  public @Nullable String textOrNull() {
    try {
      ByteBuffer view = ByteBuffer.wrap(bytes().getBytes());
      return StandardCharsets.UTF_8.newDecoder().decode(view).toString();
    } catch (CharacterCodingException notText) {
      return null;
    }
  }

  /// The number of bytes; -1 when they have not all arrived.
  ///
  /// ```ruchy
  /// server.post("/upload", |req, res| { res.json({size: req.body.len()}) })
  /// ```
  @Export
  public long len() {
    Buffer complete = bytes;
    return complete == null ? -1 : complete.length();
  }

  /// The bytes as text; what is not UTF-8 becomes the replacement character. Raises IoError when
  /// they have not all arrived.
  ///
  /// ```ruchy
  /// server.post("/log", |req, res| { for part in req.stream() { print(part.text()) } })
  /// ```
  @Export
  public String text() {
    return bytes().toString();
  }

  /// The bytes as a list. Raises IoError when they have not all arrived.
  ///
  /// ```ruchy
  /// server.post("/sum", |req, res| { for part in req.stream() { println(part.to_bytes().len()) } })
  /// ```
  @Export
  @Type("bytes")
  public ListValue toBytes() {
    return Bytes.list(bytes().getBytes());
  }
}
