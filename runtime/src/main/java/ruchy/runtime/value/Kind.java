package ruchy.runtime.value;

import org.jspecify.annotations.Nullable;

/// The names of the kinds (L 6.1).
public final class Kind {
  private Kind() {}

  /// `type_of(value)`.
  public static String name(@Nullable Object value) {
    if (value == null) {
      return "nil";
    } else if (value instanceof String) {
      return "string";
    } else if (value instanceof Long) {
      return "integer";
    } else if (value instanceof Double) {
      return "float";
    } else if (value instanceof Boolean) {
      return "boolean";
    } else if (value instanceof ListValue) {
      return "array";
    } else if (value instanceof MapValue) {
      return "object";
    } else if (value instanceof FunctionValue) {
      return "function";
    } else if (value instanceof InstanceValue instance) {
      return instance.kind();
    }
    return rareName(value);
  }

  private static String rareName(Object value) {
    if (value instanceof VariantValue) {
      return "enum_variant";
    } else if (value instanceof TupleValue) {
      return "tuple";
    } else if (value instanceof RangeValue) {
      return "range";
    } else if (value instanceof SetValue) {
      return "set";
    } else if (value instanceof ErrorValue) {
      return "error";
    } else if (value instanceof Atom) {
      return "atom";
    } else if (value instanceof ByteValue) {
      return "byte";
    }
    return value instanceof LibraryObject object ? object.kind() : "native";
  }

  /// The name in messages about annotated places (L 4.3): user types by their own name, others as
  /// `name`.
  public static String described(@Nullable Object value) {
    if (value instanceof InstanceValue instance) {
      return instance.typeName();
    } else if (value instanceof VariantValue variant) {
      return variant.enumName();
    } else if (value instanceof LibraryObject object && object.kind().equals("native")) {
      return object.typeName();
    }
    return name(value);
  }
}
