package ruchy.runtime.net;

import java.lang.ref.Reference;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.library.Export;
import ruchy.runtime.library.LibraryType;
import ruchy.runtime.library.Waits;
import ruchy.runtime.value.Cursor;
import ruchy.runtime.value.LibraryObject;

/// The lines of a stream, one after the other.
@LibraryType("net::Lines")
public final class Lines implements LibraryObject {
  private final ByteStream stream;

  Lines(ByteStream stream) {
    this.stream = stream;
  }

  @Override
  public String typeName() {
    return "net::Lines";
  }

  /// The next line without its end, or nil at the end of the stream.
  ///
  /// ```ruchy
  /// peer.write_line("a")
  /// peer.close()
  /// let lines = stream.lines()
  /// [lines.next(), lines.next()]   // => ["a", nil]
  /// ```
  @Export
  @Waits
  public @Nullable String next() {
    try {
      return stream.reading().line();
    } finally {
      Reference.reachabilityFence(stream);
    }
  }

  @Override
  public Cursor cursor() {
    return new Walk();
  }

  private final class Walk extends Cursor {
    private @Nullable String line;

    @Override
    public boolean advance() {
      line = next();
      return line != null;
    }

    @Override
    public @Nullable Object value() {
      return line;
    }
  }
}
