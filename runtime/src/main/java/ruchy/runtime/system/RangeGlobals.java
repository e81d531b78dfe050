package ruchy.runtime.system;

import ruchy.runtime.failure.Failure;
import ruchy.runtime.library.Export;
import ruchy.runtime.library.Globals;
import ruchy.runtime.library.Type;
import ruchy.runtime.value.ListValue;

/// Lists of integers at equal distances (L 16).
@Globals
public final class RangeGlobals {
  private RangeGlobals() {}

  /// The integers from 0 up to, but without, the end.
  ///
  /// ```ruchy
  /// range(3)   // => [0, 1, 2]
  /// ```
  @Export
  @Type("list<integer>")
  public static ListValue range(long end) {
    return range(0, end, 1);
  }

  /// The integers from the start up to, but without, the end.
  ///
  /// ```ruchy
  /// range(2, 5)   // => [2, 3, 4]
  /// ```
  @Export
  @Type("list<integer>")
  public static ListValue range(long start, long end) {
    return range(start, end, 1);
  }

  /// Every so-many-th integer from the start up to, but without, the end; a negative step counts
  /// down.
  ///
  /// ```ruchy
  /// range(10, 0, -4)   // => [10, 6, 2]
  /// ```
  @Export
  @Type("list<integer>")
  public static ListValue range(long start, long end, long step) {
    if (step == 0) {
      throw Failure.argumentError("range expects a step other than 0");
    }
    ListValue list = ListValue.withLongCapacity(count(start, end, step));
    long value = start;
    while (step > 0 ? value < end : value > end) {
      list.add(value);
      long next = value + step;
      if (step > 0 ? next < value : next > value) {
        break;
      }
      value = next;
    }
    return list;
  }

  private static long count(long start, long end, long step) {
    if (step > 0 ? start >= end : start <= end) {
      return 0;
    }
    // As unsigned numbers: the distance may be more than the largest integer.
    long distance = step > 0 ? end - start : start - end;
    long stride = step > 0 ? step : -step;
    long steps = Long.divideUnsigned(distance - 1, stride) + 1;
    return steps < 0 ? Long.MAX_VALUE : steps;
  }
}
