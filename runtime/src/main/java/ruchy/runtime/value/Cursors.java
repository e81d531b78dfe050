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
      return TextParts.characters(text);
    }
    return iterable instanceof LibraryObject object ? object.cursor() : null;
  }
}
