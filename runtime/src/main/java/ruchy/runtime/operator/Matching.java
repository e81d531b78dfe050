package ruchy.runtime.operator;

import org.jspecify.annotations.Nullable;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.value.Cursor;
import ruchy.runtime.value.EnumType;
import ruchy.runtime.value.InstanceValue;
import ruchy.runtime.value.ListValue;
import ruchy.runtime.value.MapValue;
import ruchy.runtime.value.Options;
import ruchy.runtime.value.TupleValue;
import ruchy.runtime.value.VariantValue;

/// Tests and parts of values, for patterns and for `?` (L 9.5, L 10.2, L 10.3). Parts are asked for
/// only after the test that makes sure of them.
public final class Matching {
  private Matching() {}

  /// What `value?` raises at the top level, where nothing can be returned (L 9.5): the payload of
  /// an `Err`, and an error for `None` and nil.
  public static Failure unpropagated(@Nullable Object value) {
    return Options.isErr(value)
        ? Failure.of(Options.payload(value))
        : Failure.runtimeError("called ? on None");
  }

  /// Whether `e?` returns the value at once: `Err`, `None` and nil.
  public static boolean propagates(@Nullable Object value) {
    return Options.isAbsent(value) || Options.isErr(value);
  }

  /// What `e?` yields otherwise: the payload of `Ok` and `Some`, any other value itself.
  public static @Nullable Object propagated(@Nullable Object value) {
    return Options.isOk(value) || Options.isSome(value) ? Options.payload(value) : value;
  }

  /// A variant with its payload.
  public static VariantValue variant(EnumType type, int ordinal, @Nullable Object[] payload) {
    return new VariantValue(type, ordinal, payload);
  }

  /// Whether the value is a one-character string from `start` to `end`, by code point; null is
  /// open.
  public static boolean isCharacterIn(
      @Nullable Object value, @Nullable String start, @Nullable String end, boolean inclusive) {
    if (!(value instanceof String text) || text.isEmpty()) {
      return false;
    }
    int character = text.codePointAt(0);
    if (Character.charCount(character) != text.length()) {
      return false;
    }
    if (start != null && character < start.codePointAt(0)) {
      return false;
    }
    if (end == null) {
      return true;
    }
    int last = end.codePointAt(0);
    return inclusive ? character <= last : character < last;
  }

  /// Whether the value is an integer from `start` to `end`.
  public static boolean isIntegerIn(
      @Nullable Object value, long start, long end, boolean inclusive) {
    if (!Numbers.isInteger(value)) {
      return false;
    }
    long number = Numbers.integer(value);
    return number >= start && (inclusive ? number <= end : number < end);
  }

  /// Whether the value is the variant of that enum at that position.
  public static boolean isVariant(@Nullable Object value, EnumType type, int ordinal) {
    return value instanceof VariantValue variant
        && variant.type() == type
        && variant.ordinal() == ordinal;
  }

  /// The payload of a variant at a position.
  public static @Nullable Object payload(@Nullable Object value, int position) {
    return value instanceof VariantValue variant ? variant.at(position) : null;
  }

  /// Whether `Some(p)` takes the value: a `Some`, or a value that is neither nil nor an Option or
  /// Result.
  public static boolean isSome(@Nullable Object value) {
    if (value instanceof VariantValue variant
        && (variant.type() == Options.OPTION || variant.type() == Options.RESULT)) {
      return Options.isSome(value);
    }
    return value != null;
  }

  /// What `p` of `Some(p)` gets.
  public static @Nullable Object somePayload(@Nullable Object value) {
    return Options.isSome(value) ? Options.payload(value) : value;
  }

  /// Whether the value is a tuple of that size; with `lists` a list too. A positional struct counts
  /// as its fields.
  public static boolean isTuple(@Nullable Object value, int size, boolean lists) {
    if (value instanceof TupleValue tuple) {
      return tuple.size() == size;
    } else if (value instanceof ListValue list) {
      return lists && list.size() == size;
    }
    return value instanceof InstanceValue instance
        && instance.fieldNames().length == size
        && instance.has("0");
  }

  /// Whether the value is a list of `least` to `most` elements.
  public static boolean isList(@Nullable Object value, int least, int most) {
    return value instanceof ListValue list && list.size() >= least && list.size() <= most;
  }

  /// The element of a list, tuple or positional struct; negative positions count from the end.
  public static @Nullable Object element(@Nullable Object value, int position) {
    if (value instanceof TupleValue tuple) {
      return tuple.at(position);
    } else if (value instanceof ListValue list) {
      return list.at(position < 0 ? list.size() + position : position);
    }
    return value instanceof InstanceValue instance
        ? instance.get(Integer.toString(position))
        : null;
  }

  /// The element of a list, nil when there is none.
  public static @Nullable Object elementOrNil(@Nullable Object value, int position) {
    if (!(value instanceof ListValue list)) {
      return null;
    }
    int index = position < 0 ? list.size() + position : position;
    return index >= 0 && index < list.size() ? list.at(index) : null;
  }

  /// A new list of what stands between the first and the last elements, some of which may be
  /// missing because they have defaults.
  public static Object rest(@Nullable Object value, int first, int last) {
    if (!(value instanceof ListValue list)) {
      return ListValue.empty();
    }
    int from = Math.min(first, list.size());
    return list.between(from, Math.max(from, list.size() - last));
  }

  /// A list of the arguments from a position on.
  public static ListValue restOf(@Nullable Object[] args, int from) {
    ListValue rest = ListValue.withCapacity(Math.max(0, args.length - from));
    for (int i = from; i < args.length; i++) {
      rest.add(args[i]);
    }
    return rest;
  }

  /// Whether the value is an instance of the struct or class whose Java class has that name, or of
  /// a subclass.
  public static boolean isOfType(@Nullable Object value, String type) {
    return value instanceof InstanceValue instance && instance.isA(type);
  }

  /// Whether the value is a map, instance or record variant with that field.
  public static boolean hasField(@Nullable Object value, String name) {
    if (value instanceof MapValue map) {
      return map.has(name);
    } else if (value instanceof InstanceValue instance) {
      return instance.has(name);
    }
    return value instanceof VariantValue variant && variant.has(name);
  }

  /// The field, or nil when there is none.
  public static @Nullable Object fieldOrNil(@Nullable Object value, String name) {
    if (!hasField(value, name)) {
      return null;
    } else if (value instanceof MapValue map) {
      return map.get(name);
    } else if (value instanceof InstanceValue instance) {
      return instance.get(name);
    }
    return value instanceof VariantValue variant ? variant.field(name) : null;
  }

  /// The first of two loop variables: the key of a map's entry, or the first element of a pair.
  public static @Nullable Object first(Cursor cursor) {
    return cursor.isOverMap() ? cursor.key() : half(cursor.value(), 0);
  }

  /// The second of two loop variables.
  public static @Nullable Object second(Cursor cursor) {
    return cursor.isOverMap() ? cursor.entryValue() : half(cursor.value(), 1);
  }

  private static @Nullable Object half(@Nullable Object pair, int position) {
    if (!isTuple(pair, 2, true)) {
      throw Failure.patternMismatch(pair);
    }
    return element(pair, position);
  }

  /// A struct copied where L 8.1 copies it; any other value itself.
  public static @Nullable Object copied(@Nullable Object value) {
    return value instanceof InstanceValue instance && instance.isStruct() ? instance.copy() : value;
  }
}
