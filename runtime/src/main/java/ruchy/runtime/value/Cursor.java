package ruchy.runtime.value;

import org.jspecify.annotations.Nullable;

/// A walk over an iterable value, used by `for` (L 10.2). Begins before the first element. Used by
/// one task.
public abstract class Cursor {
  /// Goes to the next element; false when there is none. May wait for channels and files.
  public abstract boolean advance();

  /// The present element; for a map its key.
  public abstract @Nullable Object value();

  /// The present key, for `for k, v in map`. Other iterables give pairs as elements, which the loop
  /// takes apart.
  public @Nullable Object key() {
    return value();
  }

  /// The value of the present entry of a map; `value()` on other iterables.
  public @Nullable Object entryValue() {
    return value();
  }

  /// Whether this walks over a map, so that two loop variables get its keys and values.
  public boolean isOverMap() {
    return false;
  }
}
