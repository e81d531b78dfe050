package ruchy.runtime.value;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The values of the entries of a map, by position. Integers are stored as such until a value of
/// another kind arrives.
final class ValueColumn {
  private static final @Nullable Object[] NOTHING = {};

  private long @Nullable [] longs;

  /// Present when `longs` is not.
  private @Nullable Object @Nullable [] objects = NOTHING;

  private ValueColumn() {}

  /// A column for the first value that will be put into it.
  static ValueColumn forFirst(@Nullable Object value, int capacity) {
    var column = new ValueColumn();
    if (value instanceof Long) {
      column.longs = new long[capacity];
      column.objects = null;
    } else {
      column.objects = new @Nullable Object[capacity];
    }
    return column;
  }

  /// A column of these values, which are its own from now on.
  static ValueColumn of(@Nullable Object[] values) {
    var column = new ValueColumn();
    column.objects = values;
    return column;
  }

  static ValueColumn forIntegers(int capacity) {
    var column = new ValueColumn();
    column.longs = new long[capacity];
    column.objects = null;
    return column;
  }

  @Nullable Object get(int position) {
    long[] integers = longs;
    return integers != null
        ? (Object) integers[position]
        : Objects.requireNonNull(objects)[position];
  }

  /// The value at a position where an integer is.
  long getInteger(int position) {
    long[] integers = longs;
    return integers != null
        ? integers[position]
        : (Long) Objects.requireNonNull(Objects.requireNonNull(objects)[position]);
  }

  void set(int position, @Nullable Object value) {
    if (longs != null) {
      if (value instanceof Long integer) {
        longs[position] = integer;
        return;
      }
      box();
    }
    Objects.requireNonNull(objects)[position] = value;
  }

  void setInteger(int position, long value) {
    long[] integers = longs;
    if (integers != null) {
      integers[position] = value;
    } else {
      Objects.requireNonNull(objects)[position] = value;
    }
  }

  private void box() {
    long[] integers = Objects.requireNonNull(longs);
    @Nullable Object[] boxed = new @Nullable Object[integers.length];
    for (int i = 0; i < boxed.length; i++) {
      boxed[i] = integers[i];
    }
    objects = boxed;
    longs = null;
  }

  /// Nothing is at that position any more.
  void forget(int position) {
    if (objects != null) {
      objects[position] = null;
    }
  }

  /// A column of another capacity with the values of some positions, in that order.
  ValueColumn pick(int[] positions, int count, int capacity) {
    var column = new ValueColumn();
    if (longs != null) {
      long[] picked = new long[capacity];
      for (int i = 0; i < count; i++) {
        picked[i] = longs[positions[i]];
      }
      column.longs = picked;
      column.objects = null;
    } else {
      @Nullable Object[] all = Objects.requireNonNull(objects);
      @Nullable Object[] picked = new @Nullable Object[capacity];
      for (int i = 0; i < count; i++) {
        picked[i] = all[positions[i]];
      }
      column.objects = picked;
    }
    return column;
  }

  /// The same values with another capacity, which is not less than they need.
  ValueColumn withCapacity(int capacity) {
    var column = new ValueColumn();
    column.longs = longs == null ? null : Arrays.copyOf(longs, capacity);
    column.objects = objects == null ? null : Arrays.copyOf(objects, capacity);
    return column;
  }

  ValueColumn copy() {
    return withCapacity(longs != null ? longs.length : Objects.requireNonNull(objects).length);
  }
}
