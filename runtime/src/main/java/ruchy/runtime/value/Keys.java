package ruchy.runtime.value;

import org.jspecify.annotations.Nullable;
import ruchy.runtime.failure.Failure;

/// Which values can be keys of a map (L 8.2).
final class Keys {
  private Keys() {}

  /// The form in which a key is kept, or null when the value cannot be one. Bytes become integers,
  /// because they equal them.
  static @Nullable Object normal(@Nullable Object key) {
    if (key instanceof String || key instanceof Long) {
      return key;
    }
    if (key instanceof ByteValue octet) {
      return octet.value();
    }
    return isRare(key) ? key : null;
  }

  private static boolean isRare(@Nullable Object key) {
    if (key instanceof Boolean || key instanceof Atom) {
      return true;
    }
    if (key instanceof TupleValue tuple) {
      for (int i = 0; i < tuple.size(); i++) {
        if (normal(tuple.at(i)) == null) {
          return false;
        }
      }
      return true;
    }
    if (key instanceof VariantValue variant) {
      for (int i = 0; i < variant.size(); i++) {
        if (normal(variant.at(i)) == null) {
          return false;
        }
      }
      return true;
    }
    return false;
  }

  /// The form in which a key is kept; raises TypeError when the value cannot be one.
  static Object check(@Nullable Object key) {
    Object normal = normal(key);
    if (normal == null) {
      throw Failure.typeError("Cannot use " + Kind.name(key) + " as a key of an object");
    }
    return normal;
  }
}
