package ruchy.runtime.value;

import org.jspecify.annotations.Nullable;

/// A map of any keys. The entries lie in insertion order in arrays; a table of positions finds them
/// by hash. Removed entries leave holes until the arrays are rebuilt.
///
/// Always at most one of the tables has entries: `integers` while all keys are integers.
public final class HashMapValue extends MapValue {
  private EntryTable table;
  private @Nullable IntegerTable integers;

  /// Whether the entries are kept in the order of their keys (`BTreeMap`).
  private final boolean isOrdered;

  private HashMapValue(EntryTable table, @Nullable IntegerTable integers, boolean isOrdered) {
    this.table = table;
    this.integers = integers;
    this.isOrdered = isOrdered;
  }

  public HashMapValue() {
    this(new EntryTable(true), null, false);
  }

  /// A new empty map whose entries are always in the order of their keys: `BTreeMap::new()` (L 16).
  public static HashMapValue ordered() {
    return new HashMapValue(EntryTable.ordered(true), null, true);
  }

  /// The map of alternating keys and values. Of duplicate keys the last wins.
  public static HashMapValue of(@Nullable Object... keysAndValues) {
    HashMapValue map = new HashMapValue();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      map.put(keysAndValues[i], keysAndValues[i + 1]);
    }
    return map;
  }

  /// The position of the key, or -1.
  private int find(@Nullable Object key) {
    Object normal = Keys.normal(key);
    if (normal == null) {
      return -1;
    }
    IntegerTable integers = this.integers;
    if (integers == null) {
      return table.find(normal);
    }
    return normal instanceof Long integer ? integers.find(integer) : -1;
  }

  private int find(long key) {
    IntegerTable integers = this.integers;
    return integers == null ? table.find(key) : integers.find(key);
  }

  @Override
  public @Nullable Object get(@Nullable Object key) {
    int position = find(key);
    return position < 0 ? null : stored(position);
  }

  @Override
  public @Nullable Object get(long key) {
    int position = find(key);
    return position < 0 ? null : stored(position);
  }

  @Override
  public long getInteger(@Nullable Object key, long fallback) {
    int position = find(key);
    return position < 0 ? fallback : integerAt(position);
  }

  @Override
  public long getInteger(long key, long fallback) {
    int position = find(key);
    return position < 0 ? fallback : integerAt(position);
  }

  @Override
  public long getOrInsertInteger(@Nullable Object key, long value) {
    int position = find(key);
    if (position >= 0) {
      return integerAt(position);
    }
    putInteger(key, value);
    return value;
  }

  @Override
  public long getOrInsertInteger(long key, long value) {
    int position = find(key);
    if (position >= 0) {
      return integerAt(position);
    }
    putInteger(key, value);
    return value;
  }

  @Override
  public long indexInteger(@Nullable Object key) {
    int position = find(key);
    return position < 0 ? super.indexInteger(key) : integerAt(position);
  }

  @Override
  public long indexInteger(long key) {
    int position = find(key);
    return position < 0 ? super.indexInteger(key) : integerAt(position);
  }

  private long integerAt(int position) {
    IntegerTable integers = this.integers;
    return integers == null ? table.integerAt(position) : integers.values().getInteger(position);
  }

  @Override
  public boolean has(@Nullable Object key) {
    return find(key) >= 0;
  }

  @Override
  public boolean has(long key) {
    return find(key) >= 0;
  }

  @Override
  public void put(@Nullable Object key, @Nullable Object value) {
    Object normal = Keys.check(key);
    if (normal instanceof Long integer) {
      putUnder(integer, value);
    } else {
      general().put(normal, value);
    }
  }

  @Override
  public void putUnder(long key, @Nullable Object value) {
    if (integers == null) {
      if (table.positions() != 0 || isOrdered) {
        table.put(key, value);
        return;
      }
      integers = IntegerTable.forFirst(value);
    }
    integers.put(key, value);
  }

  @Override
  public void putInteger(long key, long value) {
    if (integers == null) {
      if (table.positions() != 0 || isOrdered) {
        table.putInteger(key, value);
        return;
      }
      integers = IntegerTable.forIntegers();
    }
    integers.putInteger(key, value);
  }

  @Override
  public void putInteger(@Nullable Object key, long value) {
    Object normal = Keys.check(key);
    if (normal instanceof Long integer) {
      putInteger(integer.longValue(), value);
    } else {
      general().putInteger(normal, value);
    }
  }

  @Override
  public @Nullable Object held(@Nullable Object key) {
    Object normal = Keys.normal(key);
    if (normal == null) {
      return null;
    }
    if (integers == null) {
      return table.held(normal);
    }
    return normal instanceof Long integer ? integers.held(integer) : null;
  }

  @Override
  public @Nullable Object seen(@Nullable Object key) {
    Object normal = Keys.normal(key);
    if (normal == null) {
      return null;
    }
    if (integers == null) {
      return table.seen(normal);
    }
    return normal instanceof Long integer ? integers.seen(integer) : null;
  }

  @Override
  public void hold(@Nullable Object key, @Nullable Object held) {
    if (!(held instanceof GrowingText growing)) {
      put(key, held);
      return;
    }
    Object normal = Keys.check(key);
    if (integers != null && normal instanceof Long integer) {
      integers.hold(integer, growing);
    } else {
      general().hold(normal, growing);
    }
  }

  /// The table of any keys, with all entries.
  private EntryTable general() {
    if (integers != null) {
      table = integers.general();
      integers = null;
    }
    return table;
  }

  @Override
  public @Nullable Object remove(@Nullable Object key) {
    int position = find(key);
    if (position < 0) {
      return null;
    }
    Object removed = stored(position);
    if (integers == null) {
      table.remove(position);
    } else {
      integers.remove(position);
    }
    return removed;
  }

  @Override
  public void clear() {
    table.clear();
    integers = null;
  }

  @Override
  public int size() {
    return integers == null ? table.size() : integers.size();
  }

  @Override
  public int positions() {
    if (isOrdered) {
      return table.ordered();
    }
    return integers == null ? table.positions() : integers.positions();
  }

  @Override
  public @Nullable Object keyAt(int position) {
    if (isOrdered) {
      return table.keyAt(table.ordered(position));
    }
    if (integers == null) {
      return table.keyAt(position);
    }
    return integers.isHole(position) ? null : integers.keyAt(position);
  }

  @Override
  public @Nullable Object valueAt(int position) {
    return stored(isOrdered ? table.ordered(position) : position);
  }

  /// The value at a position of a table.
  private @Nullable Object stored(int position) {
    IntegerTable integers = this.integers;
    return integers == null ? table.valueAt(position) : integers.values().get(position);
  }

  @Override
  public @Nullable Object endKey(boolean isLast) {
    return integers == null && table.size() > 0 ? table.end(isLast) : super.endKey(isLast);
  }

  @Override
  public HashMapValue snapshot() {
    return new HashMapValue(
        table.snapshot(), integers == null ? null : integers.snapshot(), isOrdered);
  }

  @Override
  void release(MapValue snapshot) {
    if (snapshot instanceof HashMapValue map) {
      table.release(map.table);
      if (integers != null && map.integers != null) {
        integers.release(map.integers);
      }
    }
  }

  @Override
  public HashMapValue copy() {
    return new HashMapValue(table.copy(), integers == null ? null : integers.copy(), isOrdered);
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

  /// The keys of this map, for others with the same; null if not all are strings, or if they are
  /// none or many. This map must not be changed as long as the form is used.
  public @Nullable Form form() {
    EntryTable.Names keys = integers != null || isOrdered ? null : table.form();
    return keys == null ? null : new Form(keys);
  }

  /// The keys of maps that look alike. Immutable.
  public static final class Form {
    private final EntryTable.Names keys;

    Form(EntryTable.Names keys) {
      this.keys = keys;
    }

    public int size() {
      return keys.names().length;
    }

    public String name(int index) {
      return (String) keys.names()[index];
    }

    /// A new map with these keys.
    ///
    /// @param values one for each key in order; they become the map's
    public HashMapValue object(@Nullable Object[] values) {
      return new HashMapValue(EntryTable.of(keys, values), null, false);
    }
  }
}
