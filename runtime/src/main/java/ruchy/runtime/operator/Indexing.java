package ruchy.runtime.operator;

import org.jspecify.annotations.Nullable;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.value.ByteValue;
import ruchy.runtime.value.InstanceValue;
import ruchy.runtime.value.Kind;
import ruchy.runtime.value.ListValue;
import ruchy.runtime.value.MapValue;
import ruchy.runtime.value.RangeValue;
import ruchy.runtime.value.TupleValue;
import ruchy.runtime.value.Wrapper;

/// `x[i]`, `x[a..b]` and `x[i] = v` (L 8.1, 8.2).
public final class Indexing {
  private Indexing() {}

  public static @Nullable Object get(@Nullable Object target, @Nullable Object index) {
    if (target instanceof MapValue map) {
      return map.index(index);
    }
    if (index instanceof Long position) {
      return get(target, position.longValue());
    }
    if (index instanceof ByteValue octet) {
      return get(target, octet.value());
    }
    if (index instanceof RangeValue range) {
      return slice(target, range);
    }
    if (target instanceof InstanceValue instance) {
      return byOperator(instance, index);
    }
    if (target instanceof Wrapper wrapper) {
      return get(wrapper.content(), index);
    }
    throw cannotIndex(target, index);
  }

  public static @Nullable Object get(@Nullable Object target, long index) {
    if (target instanceof ListValue list) {
      return list.get(index);
    }
    if (target instanceof String text) {
      return charAt(text, index);
    }
    if (target instanceof MapValue map) {
      return map.index(index);
    }
    if (target instanceof TupleValue tuple) {
      return tuple.get(index);
    }
    if (target instanceof InstanceValue instance) {
      return instance.isPositional()
          ? instance.get(Long.toString(index))
          : byOperator(instance, index);
    }
    if (target instanceof Wrapper wrapper) {
      return get(wrapper.content(), index);
    }
    throw cannotIndex(target, index);
  }

  private static @Nullable Object byOperator(InstanceValue target, @Nullable Object index) {
    Object element = target.index(index);
    if (element == InstanceValue.UNDEFINED) {
      throw cannotIndex(target, index);
    }
    return element;
  }

  public static void set(@Nullable Object target, @Nullable Object index, @Nullable Object value) {
    if (target instanceof MapValue map) {
      map.put(index, value);
    } else if (target instanceof ListValue list && Numbers.isInteger(index)) {
      list.set(Numbers.integer(index), value);
    } else if (target instanceof Wrapper wrapper) {
      set(wrapper.content(), index, value);
    } else if (target instanceof InstanceValue instance
        && instance.isPositional()
        && Numbers.isInteger(index)) {
      instance.set(Long.toString(Numbers.integer(index)), value);
    } else {
      throw cannotChange(target, index);
    }
  }

  public static void set(@Nullable Object target, long index, @Nullable Object value) {
    if (target instanceof ListValue list) {
      list.set(index, value);
    } else {
      set(target, (Object) index, value);
    }
  }

  /// `target[from..to]` and its relatives: a new list or string; an absent bound is nil. Clamped,
  /// negative bounds count from the end.
  public static Object slice(
      @Nullable Object target, @Nullable Object from, @Nullable Object to, boolean inclusive) {
    return slice(target, RangeValue.between(from, to, inclusive));
  }

  private static Object slice(@Nullable Object target, RangeValue range) {
    if (target instanceof ListValue list) {
      return slice(list, range);
    }
    if (target instanceof String text) {
      return slice(text, range);
    }
    if (target instanceof TupleValue tuple) {
      return slice(tuple.toList(), range);
    }
    if (target instanceof Wrapper wrapper) {
      return slice(wrapper.content(), range);
    }
    throw cannotIndex(target, range);
  }

  public static ListValue slice(ListValue list, RangeValue range) {
    int size = list.size();
    int from = from(range, size);
    int to = to(range, size);
    return from < to ? list.between(from, to) : ListValue.empty();
  }

  /// By characters.
  public static String slice(String text, RangeValue range) {
    int size = text.codePointCount(0, text.length());
    int from = from(range, size);
    int to = to(range, size);
    return from < to ? characters(text, size, from, to) : "";
  }

  private static int from(RangeValue range, int size) {
    return range.hasStart() ? clamp(range.start(), size) : 0;
  }

  private static int to(RangeValue range, int size) {
    if (!range.hasEnd()) {
      return size;
    }
    long end = range.end();
    if (!range.isInclusive()) {
      return clamp(end, size);
    }
    // The inclusive end -1 is the last element, so the bound behind it is the size, not 0.
    return end == -1 ? size : clamp(end == Long.MAX_VALUE ? end : end + 1, size);
  }

  /// A bound of a slice as a position 0 to `size`; negative bounds count from the end.
  public static int clamp(long bound, int size) {
    if (bound < 0) {
      return (int) Math.max(0, bound + size);
    }
    return (int) Math.min(bound, size);
  }

  /// The text from character `from` to character `to - 1`, both inside; `size` is the number of
  /// characters.
  public static String characters(String text, int size, int from, int to) {
    if (size == text.length()) {
      return text.substring(from, to);
    }
    int start = text.offsetByCodePoints(0, from);
    return text.substring(start, text.offsetByCodePoints(start, to - from));
  }

  /// `text[index]`: a one-character string by character position; IndexError.
  public static String charAt(String text, long index) {
    int length = text.length();
    int size = text.codePointCount(0, length);
    long position = index < 0 ? index + size : index;
    if (position < 0 || position >= size) {
      throw Failure.indexError(index, "string", size);
    }
    if (size == length) {
      return character(text.charAt((int) position));
    }
    return Character.toString(text.codePointAt(text.offsetByCodePoints(0, (int) position)));
  }

  private static String character(char unit) {
    return String.valueOf(unit);
  }

  private static Failure cannotChange(@Nullable Object target, @Nullable Object index) {
    return switch (target) {
      case String _ -> Failure.typeError("Cannot assign to a character: strings cannot be changed");
      case TupleValue _ ->
          Failure.typeError("Cannot assign to an element: tuples cannot be changed");
      case null, default -> cannotIndex(target, index);
    };
  }

  private static Failure cannotIndex(@Nullable Object target, @Nullable Object index) {
    return Failure.typeError(
        target instanceof ListValue || target instanceof String || target instanceof TupleValue
            ? "Cannot index " + Kind.described(target) + " with " + Kind.described(index)
            : "Cannot index " + Kind.described(target));
  }
}
