package ruchy.runtime.member;

import org.jspecify.annotations.Nullable;
import ruchy.runtime.library.Computes;
import ruchy.runtime.library.Export;
import ruchy.runtime.library.LooksShallowly;
import ruchy.runtime.library.Members;
import ruchy.runtime.library.Reads;
import ruchy.runtime.library.Type;
import ruchy.runtime.operator.Copies;
import ruchy.runtime.value.ByteValue;
import ruchy.runtime.value.Display;
import ruchy.runtime.value.FunctionValue;
import ruchy.runtime.value.LibraryObject;
import ruchy.runtime.value.ListValue;
import ruchy.runtime.value.MapValue;
import ruchy.runtime.value.Options;
import ruchy.runtime.value.Ordering;
import ruchy.runtime.value.Orders;
import ruchy.runtime.value.VariantValue;

/// The methods that every value has (L 17.1).
@Members("any")
@Computes
public final class AnyMembers {
  private AnyMembers() {}

  /// The text of the value, as `+` with a string takes it.
  ///
  /// ```ruchy
  /// 1.0.to_s()   // => "1"
  /// ```
  @Export({"to_s", "to_string"})
  public static String toText(@Reads @Nullable Object value) {
    return Display.text(value);
  }

  /// A copy of a list, map, set or struct, with copies of those inside of it; any other value
  /// itself.
  ///
  /// ```ruchy
  /// let a = [1]; let b = a.clone(); b.push(2); a   // => [1]
  /// ```
  @Export
  @Type("self")
  public static @Nullable Object clone(@Nullable Object value) {
    return Copies.deep(value);
  }

  /// Whether the value is nil.
  ///
  /// ```ruchy
  /// nil.is_nil()   // => true
  /// ```
  @Export({"is_nil", "is_null"})
  public static boolean isNil(@Reads @Nullable Object value) {
    return value == null;
  }

  /// Whether the value is a string.
  ///
  /// ```ruchy
  /// "a".is_string()   // => true
  /// ```
  @Export
  public static boolean isString(@Reads @Nullable Object value) {
    return value instanceof String;
  }

  /// Whether the value is an integer.
  ///
  /// ```ruchy
  /// 1.is_int()   // => true
  /// ```
  @Export({"is_int", "is_integer"})
  public static boolean isInt(@Reads @Nullable Object value) {
    return value instanceof Long;
  }

  /// Whether the value is a float.
  ///
  /// ```ruchy
  /// 1.is_float()   // => false
  /// ```
  @Export
  public static boolean isFloat(@Reads @Nullable Object value) {
    return value instanceof Double;
  }

  /// Whether the value is an integer, float or byte.
  ///
  /// ```ruchy
  /// 1.5.is_number()   // => true
  /// ```
  @Export
  public static boolean isNumber(@Reads @Nullable Object value) {
    return value instanceof Long || value instanceof Double || value instanceof ByteValue;
  }

  /// Whether the value is a boolean.
  ///
  /// ```ruchy
  /// true.is_bool()   // => true
  /// ```
  @Export({"is_bool", "is_boolean"})
  public static boolean isBool(@Reads @Nullable Object value) {
    return value instanceof Boolean;
  }

  /// Whether the value is a list.
  ///
  /// ```ruchy
  /// [].is_array()   // => true
  /// ```
  @Export({"is_array", "is_list"})
  public static boolean isArray(@Reads @Nullable Object value) {
    return value instanceof ListValue;
  }

  /// Whether the value is a map.
  ///
  /// ```ruchy
  /// {a: 1}.is_map()   // => true
  /// ```
  @Export
  public static boolean isMap(@Reads @Nullable Object value) {
    return value instanceof MapValue;
  }

  /// Whether the value is a map or an object of the library.
  ///
  /// ```ruchy
  /// {a: 1}.is_object()   // => true
  /// ```
  @Export
  public static boolean isObject(@Reads @Nullable Object value) {
    return value instanceof MapValue || value instanceof LibraryObject;
  }

  /// Whether the value can be called.
  ///
  /// ```ruchy
  /// println.is_function()   // => true
  /// ```
  @LooksShallowly
  @Export
  public static boolean isFunction(@Reads @Nullable Object value) {
    return value instanceof FunctionValue;
  }

  /// How the value compares with another one: `Less`, `Equal` or `Greater`, in the order of `<`.
  ///
  /// ```ruchy
  /// 1.cmp(2)   // => Less
  /// ```
  @Export({"cmp", "partial_cmp", "total_cmp"})
  public static VariantValue cmp(@Reads @Nullable Object value, @Reads @Nullable Object other) {
    return Orders.of(Ordering.compare(value, other));
  }

  /// As `unwrap`, but nil stays nil: what `unwrap` after `join` means, since a task may have no
  /// value.
  @Export("unwrap#joined")
  @Type("any")
  public static @Nullable Object unwrapJoined(@Nullable Object value) {
    return value instanceof VariantValue option
            && (option.type() == Options.OPTION || option.type() == Options.RESULT)
        ? OptionMembers.unwrap(option)
        : value;
  }
}
