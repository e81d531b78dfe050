package ruchy.runtime.value;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The values of the entries of a map, by position. Integers are stored as such until a value of
/// another kind arrives.
final class ValueColumn {
  private static final @Nullable Object[] NOTHING = {};

  private long @Nullable [] longs;

  private @Nullable Object @Nullable [] objects = NOTHING;

  /// The values while some of them are appended to in place, which may be held as `GrowingText`.
  /// Always exactly one of the three arrays is present.
  private @Nullable Object @Nullable [] growing;

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
    if (integers != null) {
      return integers[position];
    }
    @Nullable Object[] values = objects;
    return values != null
        ? values[position]
        : GrowingText.value(Objects.requireNonNull(growing)[position]);
  }

  /// What a position holds that may be appended to in place: its value, or a `GrowingText`.
  @Nullable Object held(int position) {
    @Nullable Object[] held = growing;
    return held != null ? held[position] : get(position);
  }

  /// Puts a value or a `GrowingText` at a position. Nobody else may read the column.
  void hold(int position, GrowingText held) {
    if (longs != null) {
      box();
    }
    if (growing == null) {
      growing = objects;
      objects = null;
    }
    Objects.requireNonNull(growing)[position] = held;
  }

  private @Nullable Object[] references() {
    @Nullable Object[] values = objects;
    return values != null ? values : Objects.requireNonNull(growing);
  }

  /// The value at a position where an integer is.
  long getInteger(int position) {
    long[] integers = longs;
    return integers != null
        ? integers[position]
        : (Long) Objects.requireNonNull(references()[position]);
  }

  void set(int position, @Nullable Object value) {
    if (longs != null) {
      if (value instanceof Long integer) {
        longs[position] = integer;
        return;
      }
      box();
    }
    references()[position] = value;
  }

  void setInteger(int position, long value) {
    long[] integers = longs;
    if (integers != null) {
      integers[position] = value;
    } else {
      references()[position] = value;
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
    if (longs == null) {
      references()[position] = null;
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
      @Nullable Object[] picked = new @Nullable Object[capacity];
      for (int i = 0; i < count; i++) {
        picked[i] = get(positions[i]);
      }
      column.objects = picked;
    }
    return column;
  }

  /// The same values with another capacity, which is not less than they need.
  ValueColumn withCapacity(int capacity) {
    var column = new ValueColumn();
    column.longs = longs == null ? null : Arrays.copyOf(longs, capacity);
    column.objects = longs != null ? null : values(capacity);
    return column;
  }

  private @Nullable Object[] values(int capacity) {
    @Nullable Object[] values = Arrays.copyOf(references(), capacity);
    if (growing != null) {
      for (int i = 0; i < capacity; i++) {
        values[i] = GrowingText.value(values[i]);
      }
    }
    return values;
  }

  ValueColumn copy() {
    return withCapacity(longs != null ? longs.length : references().length);
  }
}
