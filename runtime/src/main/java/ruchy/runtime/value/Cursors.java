package ruchy.runtime.value;

import org.jspecify.annotations.Nullable;

/// The walk over each iterable kind (L 10.2).
public final class Cursors {
  private Cursors() {}

  /// The walk over a value, or null when its kind is not iterable.
  public static @Nullable Cursor of(@Nullable Object iterable) {
    if (iterable instanceof ListValue list) {
      return list.cursor();
    } else if (iterable instanceof RangeValue range) {
      return range.cursor();
    } else if (iterable instanceof MapValue map) {
      return map.cursor();
    } else if (iterable instanceof SetValue set) {
      return set.cursor();
    } else if (iterable instanceof TupleValue tuple) {
      return tuple.toList().cursor();
    } else if (iterable instanceof String text) {
      return new CharacterCursor(text);
    }
    return iterable instanceof LibraryObject object ? object.cursor() : null;
  }

  /// The one-character strings of a text.
  private static final class CharacterCursor extends Cursor {
    private final String text;
    private int start;
    private int end;

    CharacterCursor(String text) {
      this.text = text;
    }

    @Override
    public boolean advance() {
      if (end == text.length()) {
        return false;
      }
      start = end;
      end += Character.charCount(text.codePointAt(start));
      return true;
    }

    @Override
    public Object value() {
      return text.substring(start, end);
    }
  }
}
