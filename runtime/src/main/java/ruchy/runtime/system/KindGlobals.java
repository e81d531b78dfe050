package ruchy.runtime.system;

import org.jspecify.annotations.Nullable;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.library.Export;
import ruchy.runtime.library.Globals;
import ruchy.runtime.library.Reads;
import ruchy.runtime.operator.Text;
import ruchy.runtime.value.ByteValue;
import ruchy.runtime.value.FunctionValue;
import ruchy.runtime.value.Kind;
import ruchy.runtime.value.LibraryObject;
import ruchy.runtime.value.ListValue;
import ruchy.runtime.value.MapValue;
import ruchy.runtime.value.RangeValue;
import ruchy.runtime.value.SetValue;
import ruchy.runtime.value.TupleValue;

/// What a value is, and how large (L 6.1, 16).
@Globals
public final class KindGlobals {
  private KindGlobals() {}

  /// The name of the value's kind.
  ///
  /// ```ruchy
  /// type_of([1])   // => "array"
  /// ```
  @Export({"type_of", "typeof", "type"})
  public static String typeOf(@Reads @Nullable Object value) {
    return Kind.name(value);
  }

  /// The number of bytes of a text in UTF-8.
  ///
  /// ```ruchy
  /// len("é")   // => 2
  /// ```
  @Export
  public static long len(String text) {
    return Text.byteLength(text);
  }

  /// The number of elements of a list.
  ///
  /// ```ruchy
  /// len([1, 2, 3])   // => 3
  /// ```
  @Export
  public static long len(@Reads ListValue list) {
    return list.size();
  }

  /// The number of elements of a list, tuple, map, set or range, or of bytes of a text.
  ///
  /// ```ruchy
  /// len({a: 1, b: 2})   // => 2
  /// ```
  @Export
  public static long len(@Reads @Nullable Object value) {
    if (value instanceof String text) {
      return Text.byteLength(text);
    } else if (value instanceof ListValue list) {
      return list.size();
    } else if (value instanceof MapValue map) {
      return map.size();
    } else if (value instanceof TupleValue tuple) {
      return tuple.size();
    } else if (value instanceof SetValue set) {
      return set.size();
    } else if (value instanceof RangeValue range) {
      return range.length();
    }
    throw Failure.typeError("len expects a string or a collection, got " + Kind.described(value));
  }

  /// Whether the value is nil.
  ///
  /// ```ruchy
  /// is_nil(nil)   // => true
  /// ```
  @Export({"is_nil", "is_null"})
  public static boolean isNil(@Reads @Nullable Object value) {
    return value == null;
  }

  /// Whether the value is a string.
  ///
  /// ```ruchy
  /// is_string("a")   // => true
  /// is_string(1)     // => false
  /// ```
  @Export
  public static boolean isString(@Reads @Nullable Object value) {
    return value instanceof String;
  }

  /// Whether the value is an integer.
  ///
  /// ```ruchy
  /// is_int(1)     // => true
  /// is_int(1.0)   // => false
  /// ```
  @Export
  public static boolean isInt(@Reads @Nullable Object value) {
    return value instanceof Long;
  }

  /// Whether the value is a float.
  ///
  /// ```ruchy
  /// is_float(1.0)   // => true
  /// is_float(1)     // => false
  /// ```
  @Export
  public static boolean isFloat(@Reads @Nullable Object value) {
    return value instanceof Double;
  }

  /// Whether the value is an integer, float or byte.
  ///
  /// ```ruchy
  /// is_number(1.5)   // => true
  /// is_number("1")   // => false
  /// ```
  @Export
  public static boolean isNumber(@Reads @Nullable Object value) {
    return value instanceof Long || value instanceof Double || value instanceof ByteValue;
  }

  /// Whether the value is a boolean.
  ///
  /// ```ruchy
  /// is_bool(false)   // => true
  /// ```
  @Export
  public static boolean isBool(@Reads @Nullable Object value) {
    return value instanceof Boolean;
  }

  /// Whether the value is a list.
  ///
  /// ```ruchy
  /// is_array([1])    // => true
  /// is_array((1,))   // => false
  /// ```
  @Export
  public static boolean isArray(@Reads @Nullable Object value) {
    return value instanceof ListValue;
  }

  /// Whether the value is a map.
  ///
  /// ```ruchy
  /// is_map({a: 1})   // => true
  /// ```
  @Export
  public static boolean isMap(@Reads @Nullable Object value) {
    return value instanceof MapValue;
  }

  /// Whether the value is a map or an object of the library.
  ///
  /// ```ruchy
  /// is_object({a: 1})   // => true
  /// is_object([1])      // => false
  /// ```
  @Export
  public static boolean isObject(@Reads @Nullable Object value) {
    return value instanceof MapValue || value instanceof LibraryObject;
  }

  /// Whether the value can be called.
  ///
  /// ```ruchy
  /// is_function(|x| x)   // => true
  /// ```
  @Export
  public static boolean isFunction(@Reads @Nullable Object value) {
    return value instanceof FunctionValue;
  }
}
