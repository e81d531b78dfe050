package ruchy.runtime.value;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;

/// Different keys in their order; those that it puts beside each other, in that in which they were
/// added.
final class SortedKeys {
  private final TreeMap<Object, List<Object>> groups;

  SortedKeys() {
    groups = new TreeMap<>(KeyOrder.ASCENDING);
  }

  private SortedKeys(SortedKeys other) {
    groups = new TreeMap<>(other.groups);
    groups.replaceAll((_, group) -> group.size() == 1 ? group : new ArrayList<>(group));
  }

  /// The same keys, for another table.
  SortedKeys copy() {
    return new SortedKeys(this);
  }

  /// Adds a key that is not there.
  void add(Object key) {
    List<Object> one = List.of(key);
    List<Object> present = groups.putIfAbsent(key, one);
    if (present != null && present.size() == 1) {
      groups.put(key, new ArrayList<>(List.of(present.getFirst(), key)));
    } else if (present != null) {
      present.add(key);
    }
  }

  /// Removes a key that is there.
  void remove(Object key) {
    List<Object> group = groups.get(key);
    if (group == null || group.size() == 1) {
      groups.remove(key);
    } else {
      group.removeIf(each -> each == key);
      if (group.size() == 1) {
        groups.put(key, List.of(group.getFirst()));
      }
    }
  }

  void clear() {
    groups.clear();
  }

  /// The first or last key, of which there must be one.
  Object end(boolean isLast) {
    return isLast
        ? groups.lastEntry().getValue().getLast()
        : groups.firstEntry().getValue().getFirst();
  }

  Stream<Object> keys() {
    return groups.values().stream().flatMap(List::stream);
  }
}
