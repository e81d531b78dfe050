package ruchy.runtime.value;

import org.jspecify.annotations.Nullable;

/// The entries of a map whose keys are all integers, in the order of insertion: as an `EntryTable`,
/// but keys are neither boxed nor hashed twice. A removed key leaves a hole.
///
/// Keys that are near each other lie near each other in the table, as they are often asked for in
/// order; keys with a stride are scattered.
final class IntegerTable {
  /// Tables of so few entries have no slots.
  private static final int SMALL = 8;

  private static final int FREE = 0;
  private static final int REMOVED = -1;

  private long[] keys;
  private ValueColumn values;

  /// The positions without an entry, a bit for each; null while there is none.
  private long @Nullable [] holes;

  /// Position + 1 of the entry, FREE or REMOVED; the length is a power of two, at least double the
  /// capacity.
  private int @Nullable [] slots;

  private int end;
  private int size;

  /// How many snapshots may read the arrays.
  private int readers;

  private IntegerTable(long[] keys, ValueColumn values) {
    this.keys = keys;
    this.values = values;
  }

  /// An empty table whose first value will be of that kind.
  static IntegerTable forFirst(@Nullable Object value) {
    return new IntegerTable(new long[4], ValueColumn.forFirst(value, 4));
  }

  static IntegerTable forIntegers() {
    return new IntegerTable(new long[4], ValueColumn.forIntegers(4));
  }

  int size() {
    return size;
  }

  int positions() {
    return end;
  }

  boolean isHole(int position) {
    long[] bits = holes;
    return bits != null && (bits[position >> 6] & 1L << position) != 0;
  }

  long keyAt(int position) {
    return keys[position];
  }

  ValueColumn values() {
    return values;
  }

  /// Keys of the same eight stay together.
  private static int spread(long key) {
    int plain = Equality.hash(key);
    int group = (plain >>> 3) * 0x9E3779B9;
    return (group ^ group >>> 16) << 3 | plain & 7;
  }

  /// The position of the key, or -1.
  int find(long key) {
    if (end <= SMALL) {
      for (int i = 0; i < end; i++) {
        if (keys[i] == key && !isHole(i)) {
          return i;
        }
      }
      return -1;
    }
    int[] table = slots();
    int mask = table.length - 1;
    for (int slot = spread(key) & mask; ; slot = (slot + 1) & mask) {
      int entry = table[slot];
      if (entry > 0 && keys[entry - 1] == key) {
        return entry - 1;
      }
      if (entry == FREE) {
        return -1;
      }
    }
  }

  void putInteger(long key, long value) {
    int position = find(key);
    if (position >= 0) {
      own();
    } else {
      position = add(key);
    }
    values.setInteger(position, value);
  }

  void put(long key, @Nullable Object value) {
    int position = find(key);
    if (position >= 0) {
      own();
    } else {
      position = add(key);
    }
    values.set(position, value);
  }

  /// The position of a new key, which has no value yet.
  private int add(long key) {
    if (end == keys.length) {
      makeRoom();
    }
    int position = end++;
    keys[position] = key;
    size++;
    if (slots != null) {
      enter(slots, key, end);
    }
    return position;
  }

  private static void enter(int[] table, long key, int entry) {
    int mask = table.length - 1;
    int slot = spread(key) & mask;
    while (table[slot] > 0) {
      slot = (slot + 1) & mask;
    }
    table[slot] = entry;
  }

  void remove(int position) {
    own();
    if (slots != null) {
      int mask = slots.length - 1;
      int slot = spread(keys[position]) & mask;
      while (slots[slot] != position + 1) {
        slot = (slot + 1) & mask;
      }
      slots[slot] = REMOVED;
    }
    if (holes == null) {
      holes = new long[(keys.length + 63) >> 6];
    }
    holes[position >> 6] |= 1L << position;
    values.forget(position);
    size--;
    if (size == 0) {
      end = 0;
      holes = null;
      slots = null;
    }
  }

  /// Closes the holes, and doubles the arrays when there were few.
  private void makeRoom() {
    int capacity = size < keys.length - (keys.length >> 2) ? keys.length : size * 2;
    rebuild(capacity);
  }

  private void rebuild(int capacity) {
    long[] newKeys = new long[capacity];
    if (holes == null) {
      System.arraycopy(keys, 0, newKeys, 0, end);
      values = values.withCapacity(capacity);
    } else {
      int[] kept = new int[size];
      int count = 0;
      for (int i = 0; i < end; i++) {
        if (!isHole(i)) {
          newKeys[count] = keys[i];
          kept[count++] = i;
        }
      }
      values = values.pick(kept, count, capacity);
    }
    keys = newKeys;
    end = size;
    holes = null;
    slots = null;
    readers = 0;
  }

  private int[] slots() {
    int[] table = slots;
    if (table == null) {
      table = new int[Integer.highestOneBit(Math.max(keys.length, SMALL) * 2 - 1) * 2];
      for (int i = 0; i < end; i++) {
        if (!isHole(i)) {
          enter(table, keys[i], i + 1);
        }
      }
      slots = table;
    }
    return table;
  }

  /// What the entry of a key holds, of which nobody else reads the value: null if there is none.
  @Nullable Object held(long key) {
    Object held = seen(key);
    if (readers == 0 || !(held instanceof GrowingText)) {
      return held;
    }
    own();
    return seen(key);
  }

  /// What the entry of a key holds, which others may read too: null if there is none.
  @Nullable Object seen(long key) {
    int position = find(key);
    return position < 0 ? null : values.held(position);
  }

  /// Adds an entry or replaces what it holds.
  void hold(long key, GrowingText held) {
    put(key, null);
    values.hold(find(key), held);
  }

  private void own() {
    if (readers != 0) {
      keys = keys.clone();
      values = values.copy();
      holes = holes == null ? null : holes.clone();
      readers = 0;
    }
  }

  IntegerTable snapshot() {
    readers++;
    IntegerTable snapshot = new IntegerTable(keys, values);
    snapshot.holes = holes;
    snapshot.end = end;
    snapshot.size = size;
    snapshot.readers = 1;
    return snapshot;
  }

  /// Says that nobody reads the snapshot any more.
  void release(IntegerTable snapshot) {
    if (readers > 0 && keys == snapshot.keys) {
      readers--;
    }
  }

  IntegerTable copy() {
    IntegerTable copy = snapshot();
    readers--;
    copy.rebuild(Math.max(size, 4));
    return copy;
  }

  /// The same entries in a table of any keys.
  EntryTable general() {
    EntryTable table = new EntryTable(true);
    for (int i = 0; i < end; i++) {
      if (!isHole(i)) {
        table.put(keys[i], values.get(i));
      }
    }
    return table;
  }
}
