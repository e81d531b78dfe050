package ruchy.runtime.value;

import org.jspecify.annotations.Nullable;

/// Equality and hash of values that have parts (L 6.6), apart from those of plain values because
/// they are rarer.
final class Structure {
  private Structure() {}

  /// `left == right` where neither is nil, a number, string, boolean or byte, and they are not the
  /// same object.
  static boolean equal(Object left, Object right) {
    if (left instanceof ListValue list) {
      return right instanceof ListValue other && equal(list, other);
    } else if (left instanceof MapValue map) {
      return right instanceof MapValue other && equal(map, other);
    } else if (left instanceof TupleValue tuple) {
      return right instanceof TupleValue other && equal(tuple, other);
    } else if (left instanceof SetValue set) {
      return right instanceof SetValue other && equal(set, other);
    } else if (left instanceof VariantValue variant) {
      return right instanceof VariantValue other && equal(variant, other);
    } else if (left instanceof InstanceValue instance) {
      return equal(instance, right);
    }
    return left.equals(right);
  }

  private static boolean equal(ListValue left, ListValue right) {
    int size = left.size();
    if (size != right.size()) {
      return false;
    }
    for (int i = 0; i < size; i++) {
      if (!Equality.equal(left.at(i), right.at(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean equal(TupleValue left, TupleValue right) {
    int size = left.size();
    if (size != right.size()) {
      return false;
    }
    for (int i = 0; i < size; i++) {
      if (!Equality.equal(left.at(i), right.at(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean equal(MapValue left, MapValue right) {
    if (left.size() != right.size()) {
      return false;
    }
    for (int i = 0, end = left.positions(); i < end; i++) {
      Object key = left.keyAt(i);
      if (key != null) {
        Object value = right.get(key);
        if ((value == null && !right.has(key)) || !Equality.equal(left.valueAt(i), value)) {
          return false;
        }
      }
    }
    return true;
  }

  private static boolean equal(SetValue left, SetValue right) {
    if (left.size() != right.size()) {
      return false;
    }
    for (int i = 0, end = left.positions(); i < end; i++) {
      if (left.isAt(i) && !right.contains(left.at(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean equal(VariantValue left, VariantValue right) {
    if (left.type() != right.type()
        || left.ordinal() != right.ordinal()
        || left.size() != right.size()) {
      return false;
    }
    for (int i = 0; i < left.size(); i++) {
      if (!Equality.equal(left.at(i), right.at(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean equal(InstanceValue left, Object right) {
    Object answer = left.binary("==", right);
    if (answer != InstanceValue.UNDEFINED) {
      return Options.isTrue(answer);
    }
    if (!left.isStruct() || left.getClass() != right.getClass()) {
      return false;
    }
    InstanceValue other = (InstanceValue) right;
    for (String field : left.fieldNames()) {
      if (!Equality.equal(left.get(field), other.get(field))) {
        return false;
      }
    }
    return true;
  }

  /// The hash of a value that is not nil, a number, string, boolean or byte.
  static int hash(Object value) {
    if (value instanceof ListValue list) {
      return hash(list.toArray());
    } else if (value instanceof TupleValue tuple) {
      int hash = 1;
      for (int i = 0; i < tuple.size(); i++) {
        hash = 31 * hash + Equality.hash(tuple.at(i));
      }
      return hash;
    } else if (value instanceof VariantValue variant) {
      int hash = variant.name().hashCode();
      for (int i = 0; i < variant.size(); i++) {
        hash = 31 * hash + Equality.hash(variant.at(i));
      }
      return hash;
    } else if (value instanceof MapValue map) {
      return hash(map);
    } else if (value instanceof SetValue set) {
      return hash(set);
    } else if (value instanceof InstanceValue instance) {
      return hash(instance);
    }
    return value.hashCode();
  }

  private static int hash(@Nullable Object[] elements) {
    int hash = 1;
    for (Object element : elements) {
      hash = 31 * hash + Equality.hash(element);
    }
    return hash;
  }

  private static int hash(MapValue map) {
    int hash = 0;
    for (int i = 0, end = map.positions(); i < end; i++) {
      Object key = map.keyAt(i);
      if (key != null) {
        hash += 31 * Equality.hash(key) + Equality.hash(map.valueAt(i));
      }
    }
    return hash;
  }

  private static int hash(SetValue set) {
    int hash = 0;
    for (int i = 0, end = set.positions(); i < end; i++) {
      if (set.isAt(i)) {
        hash += Equality.hash(set.at(i));
      }
    }
    return hash;
  }

  private static int hash(InstanceValue instance) {
    int hash = instance.typeName().hashCode();
    if (instance.hasOperator("==")) {
      // The operator may look at any of the fields: all instances share one hash.
      return hash;
    }
    if (!instance.isStruct()) {
      return System.identityHashCode(instance);
    }
    for (String field : instance.fieldNames()) {
      hash = 31 * hash + Equality.hash(instance.get(field));
    }
    return hash;
  }
}
