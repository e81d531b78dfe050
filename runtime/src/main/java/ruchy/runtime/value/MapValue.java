package ruchy.runtime.value;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.failure.Failure;

/// A map, also called object: `{a: 1}`. Insertion-ordered, shared by all who hold it (L 6.1, 8.1).
///
/// Keys are strings, integers, booleans, atoms, bytes (which count as their integers), and tuples
/// and enum variants of these; an integer key differs from its text (L 8.2). Other keys are absent
/// for reading and raise TypeError for writing and for `m[k]`.
///
/// Entries have positions: 0 to `positions() - 1`, with holes where `keyAt` gives null. Nil is
/// never a key.
public abstract class MapValue {
  /// The value, or null both for nil and for an absent key.
  public abstract @Nullable Object get(@Nullable Object key);

  public abstract boolean has(@Nullable Object key);

  /// Adds or replaces an entry; a new one comes last. Raises TypeError for what cannot be a key.
  public abstract void put(@Nullable Object key, @Nullable Object value);

  /// What an entry holds that may be appended to in place: its value, or a `GrowingText` that must
  /// not leave its place. Null both for nil and for an absent key. Who only looks at it takes
  /// `seen`.
  public @Nullable Object held(@Nullable Object key) {
    return get(key);
  }

  /// The same for who appends nothing to it: the map stays as it is, so that several tasks may
  /// look.
  public @Nullable Object seen(@Nullable Object key) {
    return get(key);
  }

  /// Adds an entry or replaces what it holds by a value or a `GrowingText`. Raises TypeError for
  /// what cannot be a key.
  public void hold(@Nullable Object key, @Nullable Object held) {
    put(key, GrowingText.value(held));
  }

  // The same for integers as keys and values, which need not be boxed. The values are integers
  // where the compiler has proved that of all of them.

  public @Nullable Object get(long key) {
    return get((Object) key);
  }

  public boolean has(long key) {
    return has((Object) key);
  }

  public void putUnder(long key, @Nullable Object value) {
    put((Object) key, value);
  }

  public void putInteger(long key, long value) {
    put(key, (Object) value);
  }

  public void putInteger(@Nullable Object key, long value) {
    put(key, (Object) value);
  }

  /// The value of a key, or the fallback for an absent one.
  public long getInteger(@Nullable Object key, long fallback) {
    Object value = get(key);
    return value == null ? fallback : (Long) value;
  }

  public long getInteger(long key, long fallback) {
    return getInteger((Object) key, fallback);
  }

  /// The value of a key; where it is absent the given one is inserted first. Raises TypeError for
  /// what cannot be a key.
  public long getOrInsertInteger(@Nullable Object key, long value) {
    if (!has(key)) {
      putInteger(key, value);
    }
    return getInteger(key, value);
  }

  public long getOrInsertInteger(long key, long value) {
    return getOrInsertInteger((Object) key, value);
  }

  /// `m[k]`, as `index`.
  public long indexInteger(@Nullable Object key) {
    return (Long) Objects.requireNonNull(index(key));
  }

  public long indexInteger(long key) {
    return indexInteger((Object) key);
  }

  public final @Nullable Object index(long key) {
    Object value = get(key);
    return value == null ? index((Object) key) : value;
  }

  /// Removes an entry; its value, or null for an absent key.
  public abstract @Nullable Object remove(@Nullable Object key);

  public abstract void clear();

  public abstract int size();

  /// The number of positions, holes included.
  public abstract int positions();

  /// The key at that position, or null for a hole.
  public abstract @Nullable Object keyAt(int position);

  /// The value at that position.
  public abstract @Nullable Object valueAt(int position);

  /// The first or last key in the order of the map; null for an empty map.
  public @Nullable Object endKey(boolean isLast) {
    int end = positions();
    for (int i = 0; i < end; i++) {
      Object key = keyAt(isLast ? end - 1 - i : i);
      if (key != null) {
        return key;
      }
    }
    return null;
  }

  /// A map with the same entries that later changes of this one do not touch, and that nobody may
  /// change (L 10.2).
  public abstract MapValue snapshot();

  /// Says that nobody reads the snapshot any more, so that this map need not be copied when it
  /// changes.
  void release(MapValue snapshot) {}

  /// A new map with the same entries; values are shared.
  public abstract MapValue copy();

  public final boolean isEmpty() {
    return size() == 0;
  }

  /// `m[k]`: raises KeyError `Key 'k' not found in object`, and TypeError for what cannot be a key.
  public final @Nullable Object index(@Nullable Object key) {
    Object value = get(key);
    if (value == null && !has(key)) {
      Keys.check(key);
      throw Failure.keyError("Key '" + Display.text(key) + "' not found in object");
    }
    return value;
  }

  /// `m.name`: raises KeyError `Object has no field named 'name'` (L 8.3), except that `message`
  /// gives the display form of a map without that key, as a thrown map is asked for it (L 11.2).
  public @Nullable Object field(String name) {
    Object value = get(name);
    return value == null && !has(name) ? absentField(name) : value;
  }

  private String absentField(String name) {
    if (name.equals("message")) {
      return Display.print(this);
    }
    throw Failure.noField(name);
  }

  /// `m.name = value`.
  public void setField(String name, @Nullable Object value) {
    put(name, value);
  }

  /// A new list of the keys in insertion order.
  public final ListValue keys() {
    @Nullable Object[] keys = new @Nullable Object[size()];
    int count = 0;
    for (int i = 0, end = positions(); i < end; i++) {
      Object key = keyAt(i);
      if (key != null) {
        keys[count++] = key;
      }
    }
    return ListValue.of(keys);
  }

  /// A new list of the values in insertion order.
  public final ListValue values() {
    @Nullable Object[] values = new @Nullable Object[size()];
    int count = 0;
    for (int i = 0, end = positions(); i < end; i++) {
      if (keyAt(i) != null) {
        values[count++] = valueAt(i);
      }
    }
    return ListValue.of(values);
  }

  /// Adds or replaces all entries of the other map.
  public final void putAll(MapValue other) {
    if (other == this) {
      return;
    }
    for (int i = 0, end = other.positions(); i < end; i++) {
      Object key = other.keyAt(i);
      if (key != null) {
        put(key, other.valueAt(i));
      }
    }
  }

  /// The walk of `for k in map` and `for k, v in map` over a snapshot.
  public final MapCursor cursor() {
    return new MapCursor(this);
  }

  @Override
  public final boolean equals(@Nullable Object other) {
    return Equality.equal(this, other);
  }

  @Override
  public final int hashCode() {
    return Equality.hash(this);
  }

  @Override
  public final String toString() {
    return Display.debug(this);
  }

  /// It never waits.
  public static final class MapCursor extends Cursor {
    private final MapValue map;
    private final MapValue entries;
    private final int end;
    private int position = -1;
    private @Nullable Object key;

    MapCursor(MapValue map) {
      this.map = map;
      this.entries = map.snapshot();
      this.end = entries.positions();
    }

    @Override
    public boolean advance() {
      while (++position < end) {
        key = entries.keyAt(position);
        if (key != null) {
          return true;
        }
      }
      if (position == end) {
        map.release(entries);
      }
      return false;
    }

    @Override
    public @Nullable Object value() {
      return key;
    }

    @Override
    public @Nullable Object entryValue() {
      return entries.valueAt(position);
    }

    @Override
    public boolean isOverMap() {
      return true;
    }
  }
}
