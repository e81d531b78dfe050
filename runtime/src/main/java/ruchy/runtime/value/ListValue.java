package ruchy.runtime.value;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.failure.Failure;

/// A list: growable, shared by all who hold it (L 8.1).
///
/// Indexes count from 0, negative ones from the end; outside they raise IndexError (L 8.2). The
/// accessors of one kind (`getLong` ...) are for lists that the compiler has proved to hold only
/// that kind: what is quick is done here, in methods that a JIT compiler takes in, and everything
/// else by `ListElements`.
public final class ListValue extends ListElements {
  private ListValue() {}

  /// A new empty list.
  public static ListValue empty() {
    return new ListValue();
  }

  /// A new empty list that expects that many elements of any kind.
  public static ListValue withCapacity(long capacity) {
    ListValue list = new ListValue();
    list.objects = ListStorage.objects(capacityOf(capacity));
    return list;
  }

  /// A new empty list that expects that many integers.
  public static ListValue withLongCapacity(long capacity) {
    ListValue list = new ListValue();
    list.longs = ListStorage.longs(capacityOf(capacity));
    return list;
  }

  /// A new empty list that expects that many floats.
  public static ListValue withDoubleCapacity(long capacity) {
    ListValue list = new ListValue();
    list.doubles = ListStorage.doubles(capacityOf(capacity));
    return list;
  }

  /// A new empty list that expects that many booleans.
  public static ListValue withBooleanCapacity(long capacity) {
    ListValue list = new ListValue();
    list.booleans = ListStorage.booleans(capacityOf(capacity));
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

  // Adding at the end.

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

  Cursor cursor() {
    return new ListCursor(this);
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
