package ruchy.runtime.message;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.library.Export;
import ruchy.runtime.library.LibraryType;
import ruchy.runtime.library.Waits;
import ruchy.runtime.value.Cursor;
import ruchy.runtime.value.LibraryObject;

/// The lines of a body while it arrives: `for line in req.lines()`. Used by one task at a time.
@LibraryType("http::Lines")
public final class Lines implements LibraryObject {
  private final BodyStream stream;
  private final int longest;
  private byte[] bytes = {};
  private int at;
  private boolean isEnded;

  /// A line of more bytes than `longest` raises IoError.
  public Lines(BodyStream stream, int longest) {
    this.stream = stream;
    this.longest = longest;
  }

  @Override
  public String typeName() {
    return "http::Lines";
  }

  /// The next line without its end, or nil when there is none.
  ///
  /// ```ruchy
  /// server.post("/log", |req, res| { res.text(req.lines().read() ?? "nothing") })
  /// ```
  @Export
  @Waits
  public @Nullable String read() {
    int searched = at;
    while (true) {
      int end = newline(searched);
      if (end >= 0) {
        return line(end, end + 1);
      }
      searched = bytes.length - at;
      if (searched > longest) {
        throw Failure.ioError("A line of the body is longer than " + longest + " bytes");
      }
      Buffer piece = isEnded ? null : stream.next();
      if (piece == null) {
        isEnded = true;
        return at < bytes.length ? line(bytes.length, bytes.length) : null;
      }
      append(piece);
    }
  }

  private int newline(int from) {
    for (int i = from; i < bytes.length; i++) {
      if (bytes[i] == '\n') {
        return i;
      }
    }
    return -1;
  }

  private String line(int end, int next) {
    int last = end > at && bytes[end - 1] == '\r' ? end - 1 : end;
    String text = new String(bytes, at, last - at, StandardCharsets.UTF_8);
    at = next;
    return text;
  }

  /// Drops what was read.
  private void append(Buffer piece) {
    byte[] joined = new byte[bytes.length - at + piece.length()];
    System.arraycopy(bytes, at, joined, 0, bytes.length - at);
    piece.getBytes(joined, bytes.length - at);
    bytes = joined;
    at = 0;
  }

  @Override
  public Cursor cursor() {
    return new Cursor() {
      private @Nullable String line;

      @Override
      public boolean advance() {
        line = read();
        return line != null;
      }

      @Override
      public @Nullable Object value() {
        return line;
      }
    };
  }
}
