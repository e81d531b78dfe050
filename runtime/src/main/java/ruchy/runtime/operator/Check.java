package ruchy.runtime.operator;

import org.jspecify.annotations.Nullable;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.value.Atom;
import ruchy.runtime.value.ByteValue;
import ruchy.runtime.value.ErrorValue;
import ruchy.runtime.value.FunctionValue;
import ruchy.runtime.value.InstanceValue;
import ruchy.runtime.value.Kind;
import ruchy.runtime.value.LibraryObject;
import ruchy.runtime.value.ListValue;
import ruchy.runtime.value.MapValue;
import ruchy.runtime.value.Options;
import ruchy.runtime.value.RangeValue;
import ruchy.runtime.value.SetValue;
import ruchy.runtime.value.TupleValue;
import ruchy.runtime.value.VariantValue;

/// Values that enter an annotated place (L 4.3). Each method gives the value as the place holds it
/// or raises `Type mismatch: expected integer, got string (PLACE)`; `place` is for example
/// `parameter 'x' of f`.
public final class Check {
  private Check() {}

  /// A byte becomes an integer.
  public static long integer(@Nullable Object value, String place) {
    if (value instanceof Long integer) {
      return integer;
    }
    if (value instanceof ByteValue octet) {
      return octet.value();
    }
    throw mismatch("integer", value, place);
  }

  /// A place of type float: an integer or byte is widened.
  public static double number(@Nullable Object value, String place) {
    if (value instanceof Double number) {
      return number;
    }
    if (Numbers.isInteger(value)) {
      return Numbers.integer(value);
    }
    throw mismatch("float", value, place);
  }

  /// A place of type `number`: integer, float or byte as they are.
  public static Object anyNumber(@Nullable Object value, String place) {
    if (value != null && Numbers.isNumber(value)) {
      return value;
    }
    throw mismatch("number", value, place);
  }

  public static boolean bool(@Nullable Object value, String place) {
    if (value instanceof Boolean flag) {
      return flag;
    }
    throw mismatch("boolean", value, place);
  }

  public static String string(@Nullable Object value, String place) {
    if (value instanceof String text) {
      return text;
    }
    throw mismatch("string", value, place);
  }

  /// `char`: a string of exactly one character.
  public static String character(@Nullable Object value, String place) {
    if (value instanceof String text && text.codePointCount(0, text.length()) == 1) {
      return text;
    }
    throw mismatch("char", value, place);
  }

  public static ByteValue octet(@Nullable Object value, String place) {
    if (value instanceof ByteValue octet) {
      return octet;
    }
    throw mismatch("byte", value, place);
  }

  public static Atom atom(@Nullable Object value, String place) {
    if (value instanceof Atom atom) {
      return atom;
    }
    throw mismatch("atom", value, place);
  }

  public static ListValue list(@Nullable Object value, String place) {
    if (value instanceof ListValue list) {
      return list;
    }
    throw mismatch("array", value, place);
  }

  public static MapValue map(@Nullable Object value, String place) {
    if (value instanceof MapValue map) {
      return map;
    }
    throw mismatch("object", value, place);
  }

  /// `object`, `Object`: a map or any library object.
  public static Object object(@Nullable Object value, String place) {
    if (value instanceof MapValue || value instanceof LibraryObject) {
      return value;
    }
    throw mismatch("object", value, place);
  }

  public static SetValue set(@Nullable Object value, String place) {
    if (value instanceof SetValue set) {
      return set;
    }
    throw mismatch("set", value, place);
  }

  public static TupleValue tuple(@Nullable Object value, String place) {
    if (value instanceof TupleValue tuple) {
      return tuple;
    }
    throw mismatch("tuple", value, place);
  }

  /// `(A, B)`: a tuple of exactly that many elements.
  public static TupleValue tuple(@Nullable Object value, int size, String place) {
    TupleValue tuple = tuple(value, place);
    if (tuple.size() != size) {
      throw Failure.typeError(
          "Type mismatch: expected tuple of "
              + size
              + ", got tuple of "
              + tuple.size()
              + " ("
              + place
              + ")");
    }
    return tuple;
  }

  public static RangeValue range(@Nullable Object value, String place) {
    if (value instanceof RangeValue range) {
      return range;
    }
    throw mismatch("range", value, place);
  }

  public static FunctionValue function(@Nullable Object value, String place) {
    if (value instanceof FunctionValue function) {
      return function;
    }
    throw mismatch("function", value, place);
  }

  /// `()`, `nil`.
  public static @Nullable Object nil(@Nullable Object value, String place) {
    if (value == null) {
      return null;
    }
    throw mismatch("nil", value, place);
  }

  /// `Result<T, E>`: `Ok` or `Err`.
  public static VariantValue result(@Nullable Object value, String place) {
    if (value instanceof VariantValue variant && variant.type() == Options.RESULT) {
      return variant;
    }
    throw mismatch("Result", value, place);
  }

  /// A user type by name: a struct, class (also its subclasses), enum, or a trait of the program.
  public static Object user(@Nullable Object value, String type, String place) {
    if (value != null && isA(value, type)) {
      return value;
    }
    throw mismatch(type, value, place);
  }

  /// An error object (L 11.2).
  public static ErrorValue error(@Nullable Object value, String place) {
    if (value instanceof ErrorValue error) {
      return error;
    }
    throw mismatch("error", value, place);
  }

  /// A library type by its full name or the last part of it: `http::Request`, `Request`.
  public static Object library(@Nullable Object value, String type, String place) {
    if (value instanceof LibraryObject object) {
      String name = object.typeName();
      if (name.equals(type) || name.endsWith("::" + type)) {
        return value;
      }
    }
    throw mismatch(type, value, place);
  }

  private static boolean isA(Object value, String type) {
    if (value instanceof InstanceValue instance) {
      return instance.isA(type);
    }
    return value instanceof VariantValue variant
        && (variant.enumName().equals(type) || variant.type().implementsTrait(type));
  }

  /// The TypeError for a place.
  public static Failure mismatch(String expected, @Nullable Object value, String place) {
    return Failure.typeError(
        "Type mismatch: expected "
            + expected
            + ", got "
            + Kind.described(value)
            + " ("
            + place
            + ")");
  }
}
