package ruchy.runtime.value;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.failure.Failure;

/// How the elements of a list are stored: the choice by their kinds, and how arrays grow.
final class ListStorage {
  static final int OBJECTS = 0;
  static final int LONGS = 1;
  static final int DOUBLES = 2;
  static final int BOOLEANS = 3;

  private static final @Nullable Object[] NO_OBJECTS = {};
  static final long[] NO_LONGS = {};
  static final double[] NO_DOUBLES = {};
  static final boolean[] NO_BOOLEANS = {};

  /// The most elements that a Java array can have everywhere.
  static final int LARGEST = Integer.MAX_VALUE - 8;

  private ListStorage() {}

  // What has no room is shared: an array of its own would lie between the list and its elements,
  // once there are some.

  static @Nullable Object[] objects(int room) {
    return room == 0 ? NO_OBJECTS : new @Nullable Object[room];
  }

  static long[] longs(int room) {
    return room == 0 ? NO_LONGS : new long[room];
  }

  static double[] doubles(int room) {
    return room == 0 ? NO_DOUBLES : new double[room];
  }

  static boolean[] booleans(int room) {
    return room == 0 ? NO_BOOLEANS : new boolean[room];
  }

  /// The storage that fits all these elements.
  static int kindOf(@Nullable Object[] elements) {
    if (elements.length == 0) {
      return OBJECTS;
    }
    Object first = elements[0];
    if (first instanceof Long) {
      return all(elements, Long.class) ? LONGS : OBJECTS;
    }
    if (first instanceof Double) {
      return all(elements, Double.class) ? DOUBLES : OBJECTS;
    }
    if (first instanceof Boolean) {
      return all(elements, Boolean.class) ? BOOLEANS : OBJECTS;
    }
    return OBJECTS;
  }

  private static boolean all(@Nullable Object[] elements, Class<?> type) {
    for (Object element : elements) {
      if (element == null || element.getClass() != type) {
        return false;
      }
    }
    return true;
  }

  static long[] unboxLongs(@Nullable Object[] elements, int size) {
    long[] storage = new long[size];
    for (int i = 0; i < size; i++) {
      storage[i] = (Long) Objects.requireNonNull(elements[i]);
    }
    return storage;
  }

  static double[] unboxDoubles(@Nullable Object[] elements, int size) {
    double[] storage = new double[size];
    for (int i = 0; i < size; i++) {
      storage[i] = (Double) Objects.requireNonNull(elements[i]);
    }
    return storage;
  }

  static boolean[] unboxBooleans(@Nullable Object[] elements, int size) {
    boolean[] storage = new boolean[size];
    for (int i = 0; i < size; i++) {
      storage[i] = (Boolean) Objects.requireNonNull(elements[i]);
    }
    return storage;
  }

  /// A capacity for at least `needed` elements, half as much again so that adding is cheap on
  /// average.
  static int grown(int needed) {
    if (needed < 0 || needed > LARGEST) {
      throw Failure.argumentError("A list cannot hold so many elements");
    }
    return (int) Math.min(LARGEST, Math.max(10L, needed + (needed >> 1)));
  }
}
