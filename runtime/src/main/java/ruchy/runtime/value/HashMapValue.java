package ruchy.runtime.value;

import org.jspecify.annotations.Nullable;

/// A map of any keys. The entries lie in insertion order in two arrays; a table of positions finds
/// them by hash. Removed entries leave holes until the arrays are rebuilt.
public final class HashMapValue extends MapValue {
  private final EntryTable table;

  /// Whether the entries are kept in the order of their keys (`BTreeMap`).
  private final boolean isOrdered;

  private HashMapValue(EntryTable table, boolean isOrdered) {
    this.table = table;
    this.isOrdered = isOrdered;
  }

  public HashMapValue() {
    this(new EntryTable(true), false);
  }

  /// A new empty map whose entries are always in the order of their keys: `BTreeMap::new()` (L 16).
  public static HashMapValue ordered() {
    return new HashMapValue(new EntryTable(true), true);
  }

  /// The map of alternating keys and values. Of duplicate keys the last wins.
  public static HashMapValue of(@Nullable Object... keysAndValues) {
    HashMapValue map = new HashMapValue();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      map.put(keysAndValues[i], keysAndValues[i + 1]);
    }
    return map;
  }

  @Override
  public @Nullable Object get(@Nullable Object key) {
    Object normal = Keys.normal(key);
    int position = normal == null ? -1 : table.find(normal);
    return position < 0 ? null : table.valueAt(position);
  }

  @Override
  public boolean has(@Nullable Object key) {
    Object normal = Keys.normal(key);
    return normal != null && table.find(normal) >= 0;
  }

  @Override
  public void put(@Nullable Object key, @Nullable Object value) {
    table.put(Keys.check(key), value);
  }

  @Override
  public @Nullable Object remove(@Nullable Object key) {
    Object normal = Keys.normal(key);
    int position = normal == null ? -1 : table.find(normal);
    if (position < 0) {
      return null;
    }
    Object removed = table.valueAt(position);
    table.remove(position);
    return removed;
  }

  @Override
  public void clear() {
    table.clear();
  }

  @Override
  public int size() {
    return table.size();
  }

  @Override
  public int positions() {
    if (isOrdered) {
      table.sort();
    }
    return table.positions();
  }

  @Override
  public @Nullable Object keyAt(int position) {
    return table.keyAt(position);
  }

  @Override
  public @Nullable Object valueAt(int position) {
    return table.valueAt(position);
  }

  @Override
  public HashMapValue snapshot() {
    if (isOrdered) {
      table.sort();
    }
    return new HashMapValue(table.snapshot(), false);
  }

  @Override
  void release(MapValue snapshot) {
    if (snapshot instanceof HashMapValue map) {
      table.release(map.table);
    }
  }

  @Override
  public HashMapValue copy() {
    return new HashMapValue(table.copy(), isOrdered);
  }

  /// A copy of any map as a map of this class.
  public static HashMapValue copyOf(MapValue map) {
    if (map instanceof HashMapValue same) {
      return same.copy();
    }
    HashMapValue copy = new HashMapValue();
    copy.putAll(map);
    return copy;
  }
}
