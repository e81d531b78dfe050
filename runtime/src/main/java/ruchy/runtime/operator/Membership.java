package ruchy.runtime.operator;

import org.jspecify.annotations.Nullable;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.value.Equality;
import ruchy.runtime.value.Kind;
import ruchy.runtime.value.ListValue;
import ruchy.runtime.value.MapValue;
import ruchy.runtime.value.RangeValue;
import ruchy.runtime.value.SetValue;
import ruchy.runtime.value.TupleValue;
import ruchy.runtime.value.Wrapper;

/// `x in c` (L 5.9): element of a list, set, tuple or range, key of a map, substring of a string.
public final class Membership {
  private Membership() {}

  public static boolean contains(@Nullable Object container, @Nullable Object x) {
    if (container instanceof ListValue list) {
      return contains(list, x);
    }
    if (container instanceof MapValue map) {
      return map.has(x);
    }
    if (container instanceof SetValue set) {
      return set.contains(x);
    }
    if (container instanceof String text) {
      if (x instanceof String part) {
        return text.contains(part);
      }
    } else if (container instanceof RangeValue range) {
      return contains(range, x);
    } else if (container instanceof TupleValue tuple) {
      for (int i = 0; i < tuple.size(); i++) {
        if (Equality.equal(tuple.at(i), x)) {
          return true;
        }
      }
      return false;
    } else if (container instanceof Wrapper wrapper) {
      return contains(wrapper.content(), x);
    }
    throw Failure.typeError(
        "Cannot look for " + Kind.described(x) + " in " + Kind.described(container));
  }

  public static boolean contains(ListValue list, @Nullable Object x) {
    return indexOf(list, x) >= 0;
  }

  /// The position of the first element equal to x, or -1.
  public static int indexOf(ListValue list, @Nullable Object x) {
    int size = list.size();
    long[] longs = list.storedLongs();
    if (longs != null && x instanceof Long wanted) {
      long number = wanted;
      for (int i = 0; i < size; i++) {
        if (longs[i] == number) {
          return i;
        }
      }
      return -1;
    }
    for (int i = 0; i < size; i++) {
      if (Equality.equal(list.at(i), x)) {
        return i;
      }
    }
    return -1;
  }

  public static boolean contains(RangeValue range, @Nullable Object x) {
    if (Numbers.isInteger(x)) {
      return range.contains(Numbers.integer(x));
    }
    return x instanceof Double number
        && number == Math.rint(number)
        && range.contains(number.longValue());
  }
}
