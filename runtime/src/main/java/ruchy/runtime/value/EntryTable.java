package ruchy.runtime.value;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A hash table that keeps the order of insertion, under maps and sets. Keys, values and hashes lie
/// side by side in arrays; a removed key leaves a hole (null); small tables are searched straight,
/// larger ones through `slots`, an open addressed table of positions. Keys are equal as `==` says
/// (L 6.6).
///
/// Always `end` is behind the last used position. Arrays that a snapshot reads are copied before an
/// entry changes.
final class EntryTable {
  private static final @Nullable Object[] NOTHING = {};
  private static final int[] NO_HASHES = {};

  /// Tables of so few entries have no slots.
  private static final int SMALL = 8;

  /// More keys of one hash than this do not meet by chance.
  private static final int MANY = 16;

  private static final int FREE = 0;
  private static final int REMOVED = -1;

  private @Nullable Object[] keys = NOTHING;

  /// Null for sets, and while nothing was ever added.
  private @Nullable ValueColumn values;

  private int[] hashes = NO_HASHES;

  /// Position + 1 of the entry, FREE or REMOVED; the length is a power of two, at least double the
  /// capacity.
  private int @Nullable [] slots;

  private final boolean hasValues;
  private int end;
  private int size;

  /// How many snapshots may read the arrays.
  private int readers;

  /// The keys in their own order, if the entries are kept in it: `BTreeMap`, `BTreeSet`.
  private final @Nullable SortedKeys sorted;

  /// The positions in that order; null until somebody asks, and when a key was added.
  private @Nullable Order order;

  /// Whether strings have keyed hashes, because too many different ones had the same of Java.
  private boolean isHardened;

  /// How many different keys of one hash the last `find` met.
  private int collisions;

  EntryTable(boolean hasValues) {
    this(hasValues, null);
  }

  private EntryTable(boolean hasValues, @Nullable SortedKeys sorted) {
    this.hasValues = hasValues;
    this.sorted = sorted;
  }

  /// A table whose entries are kept in the order of their keys.
  static EntryTable ordered(boolean hasValues) {
    return new EntryTable(hasValues, new SortedKeys());
  }

  /// The keys and hashes of tables that look alike, read by all of them.
  @SuppressWarnings("ArrayRecordComponent") // shared, which is what it is for
  record Names(Object[] names, int[] hashes) {}

  /// Tables of more entries than this are hardly twice the same.
  private static final int MANY_NAMES = 64;

  /// The keys, for other tables; null if there are none, many, or others than strings.
  @Nullable Names form() {
    if (size == 0 || size > MANY_NAMES || size != end || isHardened) {
      return null;
    }
    Object[] names = new Object[size];
    for (int i = 0; i < size; i++) {
      if (!(keys[i] instanceof String name)) {
        return null;
      }
      names[i] = name.intern(); // so are those that a program asks for
    }
    return new Names(names, Arrays.copyOf(hashes, size));
  }

  /// A table with these keys and values. The keys are copied before they change, as those that a
  /// snapshot reads.
  static EntryTable of(Names keys, @Nullable Object[] values) {
    EntryTable table = new EntryTable(true);
    table.keys = keys.names;
    table.hashes = keys.hashes;
    table.values = ValueColumn.of(values);
    table.end = values.length;
    table.size = values.length;
    table.readers = 1;
    return table;
  }

  int size() {
    return size;
  }

  int positions() {
    return end;
  }

  @Nullable Object keyAt(int position) {
    return keys[position];
  }

  @Nullable Object valueAt(int position) {
    return Objects.requireNonNull(values).get(position);
  }

  /// The value at a position where an integer is.
  long integerAt(int position) {
    return Objects.requireNonNull(values).getInteger(position);
  }

  /// The position of the key, or -1.
  int find(Object key) {
    return find(key, spread(key));
  }

  private int spread(Object key) {
    int plain = isHardened && key instanceof String text ? KeyedHash.of(text) : Equality.hash(key);
    int hash = plain * 0x9E3779B9;
    return hash ^ (hash >>> 16);
  }

  private int find(Object key, int hash) {
    if (end <= SMALL) {
      for (int i = 0; i < end; i++) {
        if (hashes[i] == hash && isKey(i, key)) {
          return i;
        }
      }
      return -1;
    }
    int[] table = slots();
    int mask = table.length - 1;
    collisions = 0;
    for (int slot = hash & mask; ; slot = (slot + 1) & mask) {
      int entry = table[slot];
      if (entry == FREE) {
        return -1;
      }
      if (entry > 0 && hashes[entry - 1] == hash) {
        if (isKey(entry - 1, key)) {
          return entry - 1;
        }
        collisions++;
      }
    }
  }

  private boolean isKey(int position, Object key) {
    Object present = keys[position];
    return present == key || (present != null && Equality.equal(present, key));
  }

  /// Adds or replaces; true when the key is new.
  boolean put(Object key, @Nullable Object value) {
    int hash = spread(key);
    int position = find(key, hash);
    boolean isNew = position < 0;
    if (isNew) {
      position = add(key, hash);
    } else {
      own();
    }
    if (hasValues) {
      valuesFor(value).set(position, value);
    }
    return isNew;
  }

  /// The same for an integer as value.
  void putInteger(Object key, long value) {
    int hash = spread(key);
    int position = find(key, hash);
    if (position < 0) {
      position = add(key, hash);
    } else {
      own();
    }
    if (values == null) {
      values = ValueColumn.forIntegers(keys.length);
    }
    values.setInteger(position, value);
  }

  private ValueColumn valuesFor(@Nullable Object value) {
    if (values == null) {
      values = ValueColumn.forFirst(value, keys.length);
    }
    return values;
  }

  /// The position of a key that was not found, which has no value yet.
  private int add(Object key, int known) {
    int hash = known;
    if (end > SMALL && collisions > MANY && !isHardened && key instanceof String) {
      harden();
      hash = spread(key);
    }
    if (end == keys.length) {
      makeRoom();
    }
    int position = end++;
    keys[position] = key;
    hashes[position] = hash;
    size++;
    if (sorted != null) {
      sorted.add(key);
      order = null;
    }
    if (slots != null) {
      enter(slots, hash, end);
    }
    return position;
  }

  private void harden() {
    isHardened = true;
    rebuild(keys.length);
    for (int i = 0; i < end; i++) {
      hashes[i] = spread(Objects.requireNonNull(keys[i]));
    }
    slots = slots();
  }

  private static void enter(int[] table, int hash, int entry) {
    int mask = table.length - 1;
    int slot = hash & mask;
    while (table[slot] > 0) {
      slot = (slot + 1) & mask;
    }
    table[slot] = entry;
  }

  void remove(int position) {
    own();
    if (slots != null) {
      int mask = slots.length - 1;
      int slot = hashes[position] & mask;
      while (slots[slot] != position + 1) {
        slot = (slot + 1) & mask;
      }
      slots[slot] = REMOVED;
    }
    if (sorted != null) {
      sorted.remove(Objects.requireNonNull(keys[position]));
    }
    keys[position] = null;
    if (values != null) {
      values.forget(position);
    }
    size--;
    if (size == 0) {
      end = 0;
      slots = null;
    }
  }

  void clear() {
    keys = NOTHING;
    values = null;
    hashes = NO_HASHES;
    slots = null;
    if (sorted != null) {
      sorted.clear();
    }
    order = null;
    end = 0;
    size = 0;
    readers = 0;
  }

  /// Closes the holes, and doubles the arrays when there were few.
  private void makeRoom() {
    int capacity = size < keys.length - (keys.length >> 2) ? keys.length : Math.max(4, size * 2);
    rebuild(capacity);
  }

  private void rebuild(int capacity) {
    @Nullable Object[] newKeys = new @Nullable Object[capacity];
    int[] newHashes = new int[capacity];
    if (size == end) {
      System.arraycopy(keys, 0, newKeys, 0, end);
      System.arraycopy(hashes, 0, newHashes, 0, end);
      values = values == null ? null : values.withCapacity(capacity);
    } else {
      int[] kept = new int[size];
      int count = 0;
      for (int i = 0; i < end; i++) {
        if (keys[i] != null) {
          newKeys[count] = keys[i];
          newHashes[count] = hashes[i];
          kept[count++] = i;
        }
      }
      values = values == null ? null : values.pick(kept, count, capacity);
    }
    keys = newKeys;
    hashes = newHashes;
    end = size;
    slots = null;
    order = null;
    readers = 0;
  }

  private int[] slots() {
    int[] table = slots;
    if (table == null) {
      table = new int[Integer.highestOneBit(Math.max(keys.length, SMALL) * 2 - 1) * 2];
      for (int i = 0; i < end; i++) {
        if (keys[i] != null) {
          enter(table, hashes[i], i + 1);
        }
      }
      slots = table;
    }
    return table;
  }

  /// What the entry of a key holds, of which nobody else reads the value: null if there is none.
  @Nullable Object held(Object key) {
    Object held = seen(key);
    if (readers == 0 || !(held instanceof GrowingText)) {
      return held;
    }
    own();
    return seen(key);
  }

  /// What the entry of a key holds, which others may read too: null if there is none.
  @Nullable Object seen(Object key) {
    int position = find(key);
    return position < 0 ? null : Objects.requireNonNull(values).held(position);
  }

  /// Adds an entry or replaces what it holds.
  void hold(Object key, GrowingText held) {
    put(key, null);
    Objects.requireNonNull(values).hold(find(key), held);
  }

  private void own() {
    if (readers != 0) {
      keys = keys.clone();
      values = values == null ? null : values.copy();
      hashes = hashes.clone();
      readers = 0;
    }
  }

  EntryTable snapshot() {
    EntryTable snapshot = new EntryTable(hasValues, null);
    if (sorted != null) {
      // The positions of an empty table are used again, in the arrays that both see.
      snapshot.order = size == 0 ? new Order(new int[0]) : order();
    }
    share(snapshot);
    return snapshot;
  }

  private void share(EntryTable snapshot) {
    readers++;
    snapshot.keys = keys;
    snapshot.values = values;
    snapshot.hashes = hashes;
    snapshot.end = end;
    snapshot.size = size;
    snapshot.readers = 1;
    snapshot.isHardened = isHardened;
  }

  /// Says that nobody reads the snapshot any more.
  void release(EntryTable snapshot) {
    if (readers > 0 && keys == snapshot.keys) {
      readers--;
    }
  }

  EntryTable copy() {
    EntryTable copy = new EntryTable(hasValues, sorted == null ? null : sorted.copy());
    share(copy);
    readers--;
    copy.rebuild(size);
    return copy;
  }

  // In the order of keys.

  /// How many positions there are in the order of keys, those of entries that were removed since
  /// the last one was added among them. Several threads may ask at once, as long as none of them
  /// changes the table.
  int ordered() {
    return order().positions.length;
  }

  /// The position that is the n-th in the order of keys.
  int ordered(int n) {
    return order().positions[n];
  }

  private Order order() {
    Order known = order;
    if (known == null) {
      known = new Order(Objects.requireNonNull(sorted).keys().mapToInt(this::find).toArray());
      order = known;
    }
    return known;
  }

  /// The first or last of the keys, of which there must be one, in the order of keys or else in
  /// that in which they were added.
  Object end(boolean isLast) {
    if (sorted != null) {
      return sorted.end(isLast);
    }
    int position = isLast ? end - 1 : 0;
    while (keys[position] == null) {
      position += isLast ? -1 : 1;
    }
    return Objects.requireNonNull(keys[position]);
  }

  /// Its field is final, so that other threads see what the array holds.
  private static final class Order {
    final int[] positions;

    Order(int[] positions) {
      this.positions = positions;
    }
  }
}
