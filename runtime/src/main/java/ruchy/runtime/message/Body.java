package ruchy.runtime.message;

import io.vertx.core.buffer.Buffer;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.library.Export;
import ruchy.runtime.library.LibraryType;
import ruchy.runtime.value.LibraryObject;

/// The bytes of a request or response that are not text, or that are too many to be read as a
/// whole.
///
/// `req.body` is text where the bytes are UTF-8, and such a value otherwise; both can be sent on.
@LibraryType("http::Body")
public final class Body implements LibraryObject {
  public static final Body EMPTY = new Body(Buffer.buffer(), 0);

  private final @Nullable Buffer bytes;
  private final int limit;

  private Body(@Nullable Buffer bytes, int limit) {
    this.bytes = bytes;
    this.limit = limit;
  }

  public static Body of(@Nullable Buffer bytes) {
    return bytes == null ? EMPTY : new Body(bytes, 0);
  }

  /// A body that was not collected, because it has more bytes than the limit.
  public static Body tooLarge(int limit) {
    return new Body(null, limit);
  }

  @Override
  public String typeName() {
    return "http::Body";
  }

  /// Whether all bytes are here.
  public boolean isComplete() {
    return bytes != null;
  }

  /// The limit that a body which is not complete has passed.
  public int limit() {
    return limit;
  }

  /// The bytes of a complete body.
  public Buffer bytes() {
    Buffer complete = bytes;
    if (complete == null) {
      throw new IllegalStateException("the body is not complete");
    }
    return complete;
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
}
