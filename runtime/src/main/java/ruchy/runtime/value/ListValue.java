package ruchy.runtime.value;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.failure.Failure;

/// A list: growable, shared by all who hold it (L 8.1). Elements of one primitive kind are stored
/// as such; the storage changes by itself when a value of another kind arrives.
///
/// Always at most one of the four arrays is present; none while nothing was ever added. An array
/// that a snapshot reads too is copied before an element of it changes; adding behind the last
/// element disturbs no snapshot.
///
/// A list of which elements are taken, or to which they are added, at the beginning keeps them in a
/// `ListQueue`, until another element is inserted or removed.
///
/// Indexes count from 0, negative ones from the end; outside they raise IndexError (L 8.2). The
/// accessors of one kind (`getLong` ...) are for lists that the compiler has proved to hold only
/// that kind.
public final class ListValue {
  private static final long MOST_RESERVED = 1 << 20;

  private long @Nullable [] longs;
  private double @Nullable [] doubles;
  private boolean @Nullable [] booleans;
  private @Nullable Object @Nullable [] objects;
  private int size;

  /// The elements while elements are taken from the beginning; then there is none of the arrays, so
  /// that nothing that is quick asks for it.
  private @Nullable ListQueue queue;

  /// The elements while some of them are appended to in place, which may be held as `GrowingText`;
  /// then there is none of the arrays either, and no queue. No snapshot reads this array.
  private @Nullable Object @Nullable [] growing;

  /// How many snapshots may read the array.
  private int readers;

  private ListValue() {}

  /// A new empty list.
  public static ListValue empty() {
    return new ListValue();
  }

  /// A new empty list that expects that many elements of any kind.
  public static ListValue withCapacity(long capacity) {
    ListValue list = new ListValue();
    list.objects = new @Nullable Object[capacityOf(capacity)];
    return list;
  }

  /// A new empty list that expects that many integers.
  public static ListValue withLongCapacity(long capacity) {
    ListValue list = new ListValue();
    list.longs = new long[capacityOf(capacity)];
    return list;
  }

  /// A new empty list that expects that many floats.
  public static ListValue withDoubleCapacity(long capacity) {
    ListValue list = new ListValue();
    list.doubles = new double[capacityOf(capacity)];
    return list;
  }

  /// A new empty list that expects that many booleans.
  public static ListValue withBooleanCapacity(long capacity) {
    ListValue list = new ListValue();
    list.booleans = new boolean[capacityOf(capacity)];
    return list;
  }

  private static int capacityOf(long capacity) {
    if (capacity > ListStorage.LARGEST) {
      throw Failure.argumentError("A list cannot hold " + capacity + " elements");
    }
    return (int) Math.max(capacity, 0);
  }

  /// The list of these values. The array may become the list's own; elements of one primitive kind
  /// are unboxed.
  public static ListValue of(@Nullable Object... elements) {
    ListValue list = new ListValue();
    list.size = elements.length;
    switch (ListStorage.kindOf(elements)) {
      case ListStorage.LONGS -> list.longs = ListStorage.unboxLongs(elements, elements.length);
      case ListStorage.DOUBLES ->
          list.doubles = ListStorage.unboxDoubles(elements, elements.length);
      case ListStorage.BOOLEANS ->
          list.booleans = ListStorage.unboxBooleans(elements, elements.length);
      default -> list.objects = elements;
    }
    return list;
  }

  /// The list of these values, kept as objects without a look at their kinds. The array becomes the
  /// list's own.
  public static ListValue ofObjects(@Nullable Object[] elements) {
    ListValue list = new ListValue();
    list.objects = elements;
    list.size = elements.length;
    return list;
  }

  /// The list of these integers. The array becomes the list's own.
  public static ListValue ofLongs(long... elements) {
    ListValue list = new ListValue();
    list.longs = elements;
    list.size = elements.length;
    return list;
  }

  /// The list of these floats. The array becomes the list's own.
  public static ListValue ofDoubles(double... elements) {
    ListValue list = new ListValue();
    list.doubles = elements;
    list.size = elements.length;
    return list;
  }

  /// The list of these booleans. The array becomes the list's own.
  public static ListValue ofBooleans(boolean... elements) {
    ListValue list = new ListValue();
    list.booleans = elements;
    list.size = elements.length;
    return list;
  }

  /// The list of these strings.
  public static ListValue ofStrings(String... elements) {
    return ofObjects(Arrays.copyOf(elements, elements.length, Object[].class));
  }

  /// A list of `count` times the same value, `[v; n]` (L 5.1); empty when `count` is negative.
  public static ListValue filled(@Nullable Object value, long count) {
    ListValue list = new ListValue();
    int length = capacityOf(count);
    if (value instanceof Long integer) {
      list.longs = new long[length];
      Arrays.fill(list.longs, integer);
    } else if (value instanceof Double number) {
      list.doubles = new double[length];
      Arrays.fill(list.doubles, number);
    } else if (value instanceof Boolean flag) {
      list.booleans = new boolean[length];
      Arrays.fill(list.booleans, flag);
    } else {
      @Nullable Object[] storage = new @Nullable Object[length];
      Arrays.fill(storage, value);
      list.objects = storage;
    }
    list.size = length;
    return list;
  }

  public static ListValue filled(long value, long count) {
    long[] storage = new long[capacityOf(count)];
    Arrays.fill(storage, value);
    return ofLongs(storage);
  }

  public static ListValue filled(double value, long count) {
    double[] storage = new double[capacityOf(count)];
    Arrays.fill(storage, value);
    return ofDoubles(storage);
  }

  public static ListValue filled(boolean value, long count) {
    boolean[] storage = new boolean[capacityOf(count)];
    Arrays.fill(storage, value);
    return ofBooleans(storage);
  }

  public int size() {
    return size;
  }

  public boolean isEmpty() {
    return size == 0;
  }

  // Reading.

  public @Nullable Object get(long index) {
    @Nullable Object[] storage = objects;
    if (storage != null && Long.compareUnsigned(index, size) < 0) {
      return storage[(int) index];
    }
    return boxed(position(index));
  }

  public long getLong(long index) {
    long[] storage = longs;
    if (storage != null && Long.compareUnsigned(index, size) < 0) {
      return storage[(int) index];
    }
    return (Long) Objects.requireNonNull(boxed(position(index)));
  }

  public double getDouble(long index) {
    double[] storage = doubles;
    if (storage != null && Long.compareUnsigned(index, size) < 0) {
      return storage[(int) index];
    }
    return (Double) Objects.requireNonNull(boxed(position(index)));
  }

  public boolean getBoolean(long index) {
    boolean[] storage = booleans;
    if (storage != null && Long.compareUnsigned(index, size) < 0) {
      return storage[(int) index];
    }
    return (Boolean) Objects.requireNonNull(boxed(position(index)));
  }

  // The same by an int index, for loops that count in int.

  public @Nullable Object get(int index) {
    @Nullable Object[] storage = objects;
    if (storage == null || index < 0) {
      return boxed(position(index));
    }
    try {
      return storage[Objects.checkIndex(index, size)];
    } catch (IndexOutOfBoundsException e) {
      throw outside(index);
    }
  }

  public long getLong(int index) {
    long[] storage = longs;
    if (storage == null || index < 0) {
      return (Long) Objects.requireNonNull(boxed(position(index)));
    }
    try {
      return storage[Objects.checkIndex(index, size)];
    } catch (IndexOutOfBoundsException e) {
      throw outside(index);
    }
  }

  public double getDouble(int index) {
    double[] storage = doubles;
    if (storage == null || index < 0) {
      return (Double) Objects.requireNonNull(boxed(position(index)));
    }
    try {
      return storage[Objects.checkIndex(index, size)];
    } catch (IndexOutOfBoundsException e) {
      throw outside(index);
    }
  }

  public boolean getBoolean(int index) {
    boolean[] storage = booleans;
    if (storage == null || index < 0) {
      return (Boolean) Objects.requireNonNull(boxed(position(index)));
    }
    try {
      return storage[Objects.checkIndex(index, size)];
    } catch (IndexOutOfBoundsException e) {
      throw outside(index);
    }
  }

  // The same by a position, for loops whose counter has 32 bits only where it can be one: the
  // position is the index, or negative when the index is something else.

  public @Nullable Object get(int position, long index) {
    @Nullable Object[] storage = objects;
    if (storage == null || position < 0) {
      return boxed(position(index));
    }
    try {
      return storage[Objects.checkIndex(position, size)];
    } catch (IndexOutOfBoundsException e) {
      throw outside(index);
    }
  }

  public long getLong(int position, long index) {
    long[] storage = longs;
    if (storage == null || position < 0) {
      return (Long) Objects.requireNonNull(boxed(position(index)));
    }
    try {
      return storage[Objects.checkIndex(position, size)];
    } catch (IndexOutOfBoundsException e) {
      throw outside(index);
    }
  }

  public double getDouble(int position, long index) {
    double[] storage = doubles;
    if (storage == null || position < 0) {
      return (Double) Objects.requireNonNull(boxed(position(index)));
    }
    try {
      return storage[Objects.checkIndex(position, size)];
    } catch (IndexOutOfBoundsException e) {
      throw outside(index);
    }
  }

  public boolean getBoolean(int position, long index) {
    boolean[] storage = booleans;
    if (storage == null || position < 0) {
      return (Boolean) Objects.requireNonNull(boxed(position(index)));
    }
    try {
      return storage[Objects.checkIndex(position, size)];
    } catch (IndexOutOfBoundsException e) {
      throw outside(index);
    }
  }

  /// The element at a position known to be inside, 0 to `size() - 1`.
  public @Nullable Object at(int position) {
    @Nullable Object[] storage = objects;
    return storage != null ? storage[position] : boxed(position);
  }

  private @Nullable Object boxed(int position) {
    if (longs != null) {
      return longs[position];
    }
    if (objects != null) {
      return objects[position];
    }
    if (doubles != null) {
      return doubles[position];
    }
    if (booleans != null) {
      return booleans[position];
    }
    @Nullable Object[] held = growing;
    return held != null
        ? GrowingText.value(held[position])
        : Objects.requireNonNull(queue).at(position);
  }

  /// The position of an index that may count from the end; raises IndexError.
  private int position(long index) {
    long position = index < 0 ? index + size : index;
    if (position < 0 || position >= size) {
      throw outside(index);
    }
    return (int) position;
  }

  private Failure outside(long index) {
    return Failure.indexError(index, "array", size);
  }

  // Replacing.

  public void set(long index, @Nullable Object value) {
    @Nullable Object[] storage = objects;
    if (storage != null && readers == 0 && Long.compareUnsigned(index, size) < 0) {
      storage[(int) index] = value;
    } else {
      replace(position(index), value);
    }
  }

  public void set(long index, long value) {
    long[] storage = longs;
    if (storage != null && readers == 0 && Long.compareUnsigned(index, size) < 0) {
      storage[(int) index] = value;
    } else {
      replace(position(index), value);
    }
  }

  public void set(long index, double value) {
    double[] storage = doubles;
    if (storage != null && readers == 0 && Long.compareUnsigned(index, size) < 0) {
      storage[(int) index] = value;
    } else {
      replace(position(index), value);
    }
  }

  public void set(long index, boolean value) {
    boolean[] storage = booleans;
    if (storage != null && readers == 0 && Long.compareUnsigned(index, size) < 0) {
      storage[(int) index] = value;
    } else {
      replace(position(index), value);
    }
  }

  public void set(int index, long value) {
    long[] storage = longs;
    if (storage == null || readers != 0 || index < 0) {
      replace(position(index), value);
      return;
    }
    try {
      storage[Objects.checkIndex(index, size)] = value;
    } catch (IndexOutOfBoundsException e) {
      throw outside(index);
    }
  }

  public void set(int index, double value) {
    double[] storage = doubles;
    if (storage == null || readers != 0 || index < 0) {
      replace(position(index), value);
      return;
    }
    try {
      storage[Objects.checkIndex(index, size)] = value;
    } catch (IndexOutOfBoundsException e) {
      throw outside(index);
    }
  }

  public void set(int index, boolean value) {
    boolean[] storage = booleans;
    if (storage == null || readers != 0 || index < 0) {
      replace(position(index), value);
      return;
    }
    try {
      storage[Objects.checkIndex(index, size)] = value;
    } catch (IndexOutOfBoundsException e) {
      throw outside(index);
    }
  }

  public void set(int index, @Nullable Object value) {
    @Nullable Object[] storage = objects;
    if (storage == null || readers != 0 || index < 0) {
      replace(position(index), value);
      return;
    }
    try {
      storage[Objects.checkIndex(index, size)] = value;
    } catch (IndexOutOfBoundsException e) {
      throw outside(index);
    }
  }

  public void set(int position, long index, @Nullable Object value) {
    @Nullable Object[] storage = objects;
    if (storage == null || readers != 0 || position < 0) {
      replace(position(index), value);
      return;
    }
    try {
      storage[Objects.checkIndex(position, size)] = value;
    } catch (IndexOutOfBoundsException e) {
      throw outside(index);
    }
  }

  public void set(int position, long index, long value) {
    long[] storage = longs;
    if (storage == null || readers != 0 || position < 0) {
      replace(position(index), value);
      return;
    }
    try {
      storage[Objects.checkIndex(position, size)] = value;
    } catch (IndexOutOfBoundsException e) {
      throw outside(index);
    }
  }

  public void set(int position, long index, double value) {
    double[] storage = doubles;
    if (storage == null || readers != 0 || position < 0) {
      replace(position(index), value);
      return;
    }
    try {
      storage[Objects.checkIndex(position, size)] = value;
    } catch (IndexOutOfBoundsException e) {
      throw outside(index);
    }
  }

  public void set(int position, long index, boolean value) {
    boolean[] storage = booleans;
    if (storage == null || readers != 0 || position < 0) {
      replace(position(index), value);
      return;
    }
    try {
      storage[Objects.checkIndex(position, size)] = value;
    } catch (IndexOutOfBoundsException e) {
      throw outside(index);
    }
  }

  private void replace(int position, @Nullable Object value) {
    if (queue != null) {
      queue.set(position, value);
      return;
    }
    if (growing != null) {
      growing[position] = value;
      return;
    }
    own(size);
    if (longs != null && value instanceof Long integer) {
      longs[position] = integer;
    } else if (doubles != null && value instanceof Double number) {
      doubles[position] = number;
    } else if (booleans != null && value instanceof Boolean flag) {
      booleans[position] = flag;
    } else {
      objects(size)[position] = value;
    }
  }

  // Appending to text.

  /// What an element holds that may be appended to in place: its value, or a `GrowingText` that
  /// must not leave its place. Raises IndexError.
  public @Nullable Object held(long index) {
    int position = position(index);
    @Nullable Object[] held = growing;
    return held != null ? held[position] : boxed(position);
  }

  /// Replaces what an element holds by a value or a `GrowingText`. Raises IndexError.
  public void hold(long index, @Nullable Object held) {
    if (!(held instanceof GrowingText)) {
      set(index, held);
      return;
    }
    int position = position(index);
    if (growing == null) {
      leaveQueue();
      @Nullable Object[] own = objects(size);
      clearArrays();
      growing = own;
    }
    Objects.requireNonNull(growing)[position] = held;
  }

  /// The elements as values in an array again.
  private void stopGrowing() {
    @Nullable Object[] held = growing;
    if (held != null) {
      for (int i = 0; i < size; i++) {
        held[i] = GrowingText.value(held[i]);
      }
      growing = null;
      objects = held;
    }
  }

  // Adding at the end.

  public void add(@Nullable Object value) {
    @Nullable Object[] storage = objects;
    int end = size;
    if (storage == null || end == storage.length) {
      addSlowly(value);
    } else {
      storage[end] = value;
      size = end + 1;
    }
  }

  public void add(long value) {
    long[] storage = longs;
    int end = size;
    if (storage == null || end == storage.length) {
      addSlowly(value);
    } else {
      storage[end] = value;
      size = end + 1;
    }
  }

  public void add(double value) {
    double[] storage = doubles;
    int end = size;
    if (storage == null || end == storage.length) {
      addSlowly(value);
    } else {
      storage[end] = value;
      size = end + 1;
    }
  }

  public void add(boolean value) {
    boolean[] storage = booleans;
    int end = size;
    if (storage == null || end == storage.length) {
      addSlowly(value);
    } else {
      storage[end] = value;
      size = end + 1;
    }
  }

  /// Makes room for that many more elements, which are likely to be added one by one; not beyond a
  /// million, since nobody promises them. What is not a number greater than 0 makes no room.
  public void reserve(long more) {
    long needed = size + Math.min(more, MOST_RESERVED);
    if (queue == null && growing == null && more > 0 && needed <= ListStorage.LARGEST) {
      own((int) Math.max(needed, size + (size >> 1)));
    }
  }

  private void addSlowly(@Nullable Object value) {
    if (queue != null) {
      queue.add(value);
      size++;
      return;
    }
    @Nullable Object[] held = growing;
    if (held != null) {
      if (size == held.length) {
        held = Arrays.copyOf(held, ListStorage.grown(size + 1));
        growing = held;
      }
      held[size++] = value;
      return;
    }
    if (size == 0) {
      chooseStorage(value);
    }
    int capacity = ListStorage.grown(size + 1);
    if (longs != null && value instanceof Long integer) {
      if (size == longs.length) {
        own(capacity);
      }
      longs[size] = integer;
    } else if (doubles != null && value instanceof Double number) {
      if (size == doubles.length) {
        own(capacity);
      }
      doubles[size] = number;
    } else if (booleans != null && value instanceof Boolean flag) {
      if (size == booleans.length) {
        own(capacity);
      }
      booleans[size] = flag;
    } else {
      if (objects == null || size == objects.length) {
        objects(capacity);
      }
      Objects.requireNonNull(objects)[size] = value;
    }
    size++;
  }

  /// Drops the storage of an empty list when it does not suit the first element.
  private void chooseStorage(@Nullable Object value) {
    if (value instanceof Long) {
      if (longs == null) {
        clear();
        longs = ListStorage.NO_LONGS;
      }
    } else if (value instanceof Double) {
      if (doubles == null) {
        clear();
        doubles = ListStorage.NO_DOUBLES;
      }
    } else if (value instanceof Boolean) {
      if (booleans == null) {
        clear();
        booleans = ListStorage.NO_BOOLEANS;
      }
    } else if (objects == null) {
      clear();
    }
  }

  /// Adds all elements of the other list, which may be this one.
  public void addAll(ListValue other) {
    int count = other.size;
    if (count == 0) {
      return;
    }
    leaveQueue();
    if (other.queue != null || other.growing != null) {
      addAll(other.copy());
      return;
    }
    if (size == 0) {
      chooseStorage(other.at(0));
    }
    int capacity = ListStorage.grown(size + count);
    if (longs != null && other.longs != null) {
      if (size + count > longs.length) {
        own(capacity);
      }
      System.arraycopy(other.longs, 0, longs, size, count);
    } else if (doubles != null && other.doubles != null) {
      if (size + count > doubles.length) {
        own(capacity);
      }
      System.arraycopy(other.doubles, 0, doubles, size, count);
    } else if (booleans != null && other.booleans != null) {
      if (size + count > booleans.length) {
        own(capacity);
      }
      System.arraycopy(other.booleans, 0, booleans, size, count);
    } else {
      if (objects == null || size + count > objects.length) {
        objects(capacity);
      }
      other.copyInto(Objects.requireNonNull(objects), size);
    }
    size += count;
  }

  private void copyInto(@Nullable Object[] target, int from) {
    if (objects != null) {
      System.arraycopy(objects, 0, target, from, size);
    } else {
      for (int i = 0; i < size; i++) {
        target[from + i] = boxed(i);
      }
    }
  }

  // Inserting and removing.

  /// Inserts before the element at that position, 0 to `size()`.
  public void insert(int position, @Nullable Object value) {
    Objects.checkIndex(position, size + 1);
    if (position == 0 && size >= ListQueue.LEAST) {
      queue = queue().addFirst(value);
      size++;
      return;
    }
    leaveQueue();
    add(value);
    own(size);
    int moved = size - 1 - position;
    if (longs != null) {
      long last = longs[size - 1];
      System.arraycopy(longs, position, longs, position + 1, moved);
      longs[position] = last;
    } else if (doubles != null) {
      double last = doubles[size - 1];
      System.arraycopy(doubles, position, doubles, position + 1, moved);
      doubles[position] = last;
    } else if (booleans != null) {
      boolean last = booleans[size - 1];
      System.arraycopy(booleans, position, booleans, position + 1, moved);
      booleans[position] = last;
    } else {
      @Nullable Object[] storage = Objects.requireNonNull(objects);
      System.arraycopy(storage, position, storage, position + 1, moved);
      storage[position] = value;
    }
  }

  /// Removes and returns the element at that position, 0 to `size() - 1`.
  public @Nullable Object removeAt(int position) {
    Objects.checkIndex(position, size);
    if (position == 0 && (queue != null || size >= ListQueue.LEAST)) {
      Object first = queue().removeFirst();
      size--;
      if (size == 0) {
        clear();
      }
      return first;
    }
    if (growing != null && position == size - 1) {
      Object last = boxed(position);
      growing[--size] = null;
      return last;
    }
    leaveQueue();
    Object removed = boxed(position);
    own(size);
    int moved = size - 1 - position;
    if (longs != null) {
      System.arraycopy(longs, position + 1, longs, position, moved);
    } else if (doubles != null) {
      System.arraycopy(doubles, position + 1, doubles, position, moved);
    } else if (booleans != null) {
      System.arraycopy(booleans, position + 1, booleans, position, moved);
    } else {
      @Nullable Object[] storage = Objects.requireNonNull(objects);
      System.arraycopy(storage, position + 1, storage, position, moved);
      storage[size - 1] = null;
    }
    size--;
    return removed;
  }

  /// Keeps the first `length` elements; nothing when there are not more.
  public void truncate(int length) {
    if (length >= size) {
      return;
    }
    if (queue != null && length > 0) {
      queue.truncate(length);
      size = length;
      return;
    }
    leaveQueue();
    own(size);
    if (objects != null) {
      Arrays.fill(objects, length, size, null);
    }
    size = length;
  }

  /// Removes everything.
  public void clear() {
    clearArrays();
    queue = null;
    growing = null;
    size = 0;
  }

  private void clearArrays() {
    longs = null;
    doubles = null;
    booleans = null;
    objects = null;
    readers = 0;
  }

  // As a queue.

  /// The elements as a queue from now on.
  private ListQueue queue() {
    ListQueue known = queue;
    if (known == null) {
      stopGrowing();
      ListValue elements = new ListValue();
      elements.take(this);
      clear();
      size = elements.size;
      known = new ListQueue(elements);
      queue = known;
    }
    return known;
  }

  /// The elements in an array of this list again.
  private void leaveQueue() {
    stopGrowing();
    if (queue != null) {
      ListValue elements = queue.list();
      queue = null;
      take(elements);
    }
  }

  private void take(ListValue other) {
    longs = other.longs;
    doubles = other.doubles;
    booleans = other.booleans;
    objects = other.objects;
    size = other.size;
    readers = other.readers;
  }

  /// Keeps no value alive that nobody will ask for.
  void forget(int position) {
    if (objects != null && readers == 0) {
      objects[position] = null;
    }
  }

  /// Removes the first `count` elements.
  void removeFirst(int count) {
    if (count > 0) {
      ListValue rest = between(count, size);
      take(rest);
    }
  }

  // Copies.

  /// A list with the same elements that later changes of this one do not touch, and that nobody may
  /// change: the list that `for` walks over (L 10.2). Costs no copy until this list changes.
  public ListValue snapshot() {
    if (queue != null || growing != null) {
      return copy();
    }
    readers++;
    ListValue snapshot = new ListValue();
    snapshot.longs = longs;
    snapshot.doubles = doubles;
    snapshot.booleans = booleans;
    snapshot.objects = objects;
    snapshot.size = size;
    snapshot.readers = 1;
    return snapshot;
  }

  /// Says that nobody reads the snapshot any more, so that this list need not be copied when it
  /// changes. Need not be said: it only saves the copy.
  public void release(ListValue snapshot) {
    if (readers > 0
        && longs == snapshot.longs
        && doubles == snapshot.doubles
        && booleans == snapshot.booleans
        && objects == snapshot.objects) {
      readers--;
    }
  }

  /// A new list of the same elements.
  public ListValue copy() {
    return between(0, size);
  }

  /// A new list of the elements `from` to `to - 1`, which must be inside.
  public ListValue between(int from, int to) {
    Objects.checkFromToIndex(from, to, size);
    if (queue != null) {
      return queue.between(from, to);
    }
    ListValue list = new ListValue();
    list.size = to - from;
    if (longs != null) {
      list.longs = Arrays.copyOfRange(longs, from, to);
    } else if (doubles != null) {
      list.doubles = Arrays.copyOfRange(doubles, from, to);
    } else if (booleans != null) {
      list.booleans = Arrays.copyOfRange(booleans, from, to);
    } else if (objects != null) {
      list.objects = Arrays.copyOfRange(objects, from, to);
    } else if (growing != null) {
      list.objects = new @Nullable Object[to - from];
      for (int i = from; i < to; i++) {
        list.objects[i - from] = boxed(i);
      }
    }
    return list;
  }

  /// A new array of the elements.
  public @Nullable Object[] toArray() {
    @Nullable Object[] array = new @Nullable Object[size];
    copyInto(array, 0);
    return array;
  }

  /// The integers themselves when the list stores integers, else null; only the first `size()`
  /// count. For reading.
  public long @Nullable [] storedLongs() {
    return queue != null ? copy().longs : longs;
  }

  /// The floats themselves when the list stores floats, else null; only the first `size()` count.
  /// For reading.
  public double @Nullable [] storedDoubles() {
    return queue != null ? copy().doubles : doubles;
  }

  /// The booleans themselves when the list stores booleans, else null; only the first `size()`
  /// count. For reading.
  public boolean @Nullable [] storedBooleans() {
    return queue != null ? copy().booleans : booleans;
  }

  /// Whether elements may be other things than numbers and booleans: what these are stored as holds
  /// nothing else.
  public boolean storesObjects() {
    return objects != null || queue != null || growing != null;
  }

  Cursor cursor() {
    return new ListCursor(this);
  }

  /// Makes the array this list's own, with room for `capacity` elements.
  private void own(int capacity) {
    if (longs != null) {
      if (readers != 0 || longs.length < capacity) {
        longs = Arrays.copyOf(longs, Math.max(capacity, size));
      }
    } else if (doubles != null) {
      if (readers != 0 || doubles.length < capacity) {
        doubles = Arrays.copyOf(doubles, Math.max(capacity, size));
      }
    } else if (booleans != null) {
      if (readers != 0 || booleans.length < capacity) {
        booleans = Arrays.copyOf(booleans, Math.max(capacity, size));
      }
    } else if (objects != null) {
      if (readers != 0 || objects.length < capacity) {
        objects = Arrays.copyOf(objects, Math.max(capacity, size));
      }
    }
    readers = 0;
  }

  /// Changes the storage to objects, own and with room for `capacity` elements.
  private @Nullable Object[] objects(int capacity) {
    if (objects != null) {
      own(capacity);
      return objects;
    }
    @Nullable Object[] storage = new @Nullable Object[Math.max(capacity, size)];
    copyInto(storage, 0);
    longs = null;
    doubles = null;
    booleans = null;
    objects = storage;
    readers = 0;
    return storage;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return Equality.equal(this, other);
  }

  @Override
  public int hashCode() {
    return Equality.hash(this);
  }

  @Override
  public String toString() {
    return Display.debug(this);
  }

  private static final class ListCursor extends Cursor {
    private final ListValue list;
    private final ListValue elements;
    private int position = -1;

    ListCursor(ListValue list) {
      this.list = list;
      this.elements = list.snapshot();
    }

    @Override
    public boolean advance() {
      if (++position < elements.size) {
        return true;
      }
      if (position == elements.size) {
        list.release(elements);
      }
      return false;
    }

    @Override
    public @Nullable Object value() {
      return elements.at(position);
    }
  }
}
