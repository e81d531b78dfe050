package ruchy.runtime.operator;

import java.util.IdentityHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.value.HashMapValue;
import ruchy.runtime.value.InstanceValue;
import ruchy.runtime.value.LayoutValue;
import ruchy.runtime.value.ListValue;
import ruchy.runtime.value.MapValue;
import ruchy.runtime.value.SetValue;

/// What is copied (L 8.1): structs when they are bound or stored, and everything that `clone`
/// copies.
public final class Copies {
  private Copies() {}

  /// `value.clone()`: lists, maps, sets and structs are copied, those inside of them too; a class
  /// instance is copied with its fields as they are; any other value is itself. A value that
  /// contains itself is copied once.
  public static @Nullable Object deep(@Nullable Object value) {
    if (value instanceof ListValue list && !list.storesObjects()) {
      return list.copy(); // Nothing in it is copied, and it cannot contain itself.
    }
    if (value instanceof InstanceValue instance && !instance.isStruct()) {
      return instance.copy();
    }
    return isCopied(value) ? deep(value, new IdentityHashMap<>()) : value;
  }

  /// `[value; count]`: a list of copies of the value (L 5.1), so that the rows of `[[0; 3]; 2]` are
  /// different lists. Class instances, which have an identity, are not copied.
  public static ListValue repeated(@Nullable Object value, long count) {
    ListValue list = ListValue.filled(value, count);
    if (isCopied(value)) {
      for (long i = 1; i < list.size(); i++) {
        list.set(i, deep(value));
      }
    }
    return list;
  }

  private static boolean isCopied(@Nullable Object value) {
    return value instanceof ListValue
        || value instanceof MapValue
        || value instanceof SetValue
        || (value instanceof InstanceValue instance && instance.isStruct());
  }

  private static @Nullable Object deep(@Nullable Object value, Map<Object, Object> known) {
    if (value == null || !isCopied(value)) {
      return value;
    }
    Object copied = known.get(value);
    if (copied != null) {
      return copied;
    }
    if (value instanceof ListValue list) {
      ListValue copy = list.copy();
      known.put(list, copy);
      for (int i = 0; i < copy.size(); i++) {
        Object element = copy.at(i);
        if (isCopied(element)) {
          copy.set(i, deep(element, known));
        }
      }
      return copy;
    }
    if (value instanceof MapValue map) {
      MapValue copy = map instanceof LayoutValue layout ? layout.copy() : HashMapValue.copyOf(map);
      known.put(map, copy);
      for (int i = 0; i < map.positions(); i++) {
        Object key = map.keyAt(i);
        if (key != null && isCopied(map.valueAt(i))) {
          copy.put(key, deep(map.valueAt(i), known));
        }
      }
      return copy;
    }
    if (value instanceof SetValue set) {
      SetValue copy = set.emptied();
      known.put(set, copy);
      for (int i = 0; i < set.positions(); i++) {
        if (set.isAt(i)) {
          copy.add(deep(set.at(i), known));
        }
      }
      return copy;
    }
    InstanceValue copy = ((InstanceValue) value).copy();
    known.put(value, copy);
    for (String field : copy.fieldNames()) {
      Object part = copy.get(field);
      if (isCopied(part)) {
        copy.set(field, deep(part, known));
      }
    }
    return copy;
  }
}
