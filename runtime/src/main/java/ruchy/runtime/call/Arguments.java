package ruchy.runtime.call;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.value.Atom;
import ruchy.runtime.value.ByteValue;
import ruchy.runtime.value.ErrorValue;
import ruchy.runtime.value.FunctionValue;
import ruchy.runtime.value.Kind;
import ruchy.runtime.value.LibraryObject;
import ruchy.runtime.value.ListValue;
import ruchy.runtime.value.MapValue;
import ruchy.runtime.value.RangeValue;
import ruchy.runtime.value.SetValue;
import ruchy.runtime.value.TupleValue;
import ruchy.runtime.value.VariantValue;

/// Arguments of library functions, of unknown kind: each method gives the value as the Java
/// parameter wants it, or raises a TypeError that names the function and the expected kind (L 16):
/// `repeat expects an integer as argument 1, got string`. Positions count from 1 and do not count
/// the receiver.
public final class Arguments {
  private Arguments() {}

  public static long integer(@Nullable Object value, String function, int position) {
    if (value instanceof Long integer) {
      return integer;
    }
    if (value instanceof ByteValue octet) {
      return octet.value();
    }
    throw wrong("an integer", value, function, position);
  }

  /// A float; integers and bytes are widened.
  public static double number(@Nullable Object value, String function, int position) {
    if (value instanceof Double number) {
      return number;
    }
    if (value instanceof Long integer) {
      return integer;
    }
    if (value instanceof ByteValue octet) {
      return octet.value();
    }
    throw wrong("a number", value, function, position);
  }

  /// An integer, float or byte as it is.
  public static Object anyNumber(@Nullable Object value, String function, int position) {
    if (value != null && isNumber(value)) {
      return value;
    }
    throw wrong("a number", value, function, position);
  }

  public static boolean bool(@Nullable Object value, String function, int position) {
    if (value instanceof Boolean flag) {
      return flag;
    }
    throw wrong("a boolean", value, function, position);
  }

  public static String string(@Nullable Object value, String function, int position) {
    if (value instanceof String text) {
      return text;
    }
    throw wrong("a string", value, function, position);
  }

  public static ByteValue octet(@Nullable Object value, String function, int position) {
    if (value instanceof ByteValue octet) {
      return octet;
    }
    throw wrong("a byte", value, function, position);
  }

  public static Atom atom(@Nullable Object value, String function, int position) {
    if (value instanceof Atom atom) {
      return atom;
    }
    throw wrong("an atom", value, function, position);
  }

  public static ListValue list(@Nullable Object value, String function, int position) {
    if (value instanceof ListValue list) {
      return list;
    }
    if (value instanceof RangeValue range) {
      return range.toList();
    }
    throw wrong("an array", value, function, position);
  }

  public static MapValue map(@Nullable Object value, String function, int position) {
    if (value instanceof MapValue map) {
      return map;
    }
    throw wrong("an object", value, function, position);
  }

  public static SetValue set(@Nullable Object value, String function, int position) {
    if (value instanceof SetValue set) {
      return set;
    }
    throw wrong("a set", value, function, position);
  }

  public static TupleValue tuple(@Nullable Object value, String function, int position) {
    if (value instanceof TupleValue tuple) {
      return tuple;
    }
    throw wrong("a tuple", value, function, position);
  }

  public static RangeValue range(@Nullable Object value, String function, int position) {
    if (value instanceof RangeValue range) {
      return range;
    }
    throw wrong("a range", value, function, position);
  }

  public static FunctionValue function(@Nullable Object value, String function, int position) {
    if (value instanceof FunctionValue callable) {
      return callable;
    }
    throw wrong("a function", value, function, position);
  }

  public static VariantValue variant(@Nullable Object value, String function, int position) {
    if (value instanceof VariantValue variant) {
      return variant;
    }
    throw wrong("an enum variant", value, function, position);
  }

  public static ErrorValue error(@Nullable Object value, String function, int position) {
    if (value instanceof ErrorValue error) {
      return error;
    }
    throw wrong("an error", value, function, position);
  }

  /// An argument that must be a library object of the class; `type` is its Ruchy name.
  public static <T extends LibraryObject> T library(
      @Nullable Object value, Class<T> expected, String type, String function, int position) {
    if (expected.isInstance(value)) {
      return expected.cast(value);
    }
    throw wrong(type, value, function, position);
  }

  /// Whether `integer` takes it. For the choice among overloads.
  public static boolean isInteger(@Nullable Object value) {
    return value instanceof Long || value instanceof ByteValue;
  }

  /// Whether `number` takes it.
  public static boolean isNumber(@Nullable Object value) {
    return value instanceof Double || isInteger(value);
  }

  /// Whether `list` takes it.
  public static boolean isList(@Nullable Object value) {
    return value instanceof ListValue || value instanceof RangeValue;
  }

  /// The arguments from that position on.
  public static @Nullable Object[] rest(@Nullable Object[] args, int from) {
    return from == 0 ? args : Arrays.copyOfRange(args, from, args.length);
  }

  /// The TypeError for an argument of the wrong kind.
  public static Failure wrong(
      String expected, @Nullable Object value, String function, int position) {
    return Failure.typeError(
        function
            + " expects "
            + expected
            + " as argument "
            + position
            + ", got "
            + Kind.described(value));
  }
}
