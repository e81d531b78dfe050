package ruchy.runtime.member;

import org.jspecify.annotations.Nullable;
import ruchy.runtime.library.CallsAtOnce;
import ruchy.runtime.library.Computes;
import ruchy.runtime.library.Export;
import ruchy.runtime.library.LooksShallowly;
import ruchy.runtime.library.Members;
import ruchy.runtime.library.Mutates;
import ruchy.runtime.library.Reads;
import ruchy.runtime.library.Type;
import ruchy.runtime.library.YieldsNew;
import ruchy.runtime.value.FunctionValue;
import ruchy.runtime.value.HashMapValue;
import ruchy.runtime.value.ListValue;
import ruchy.runtime.value.MapValue;
import ruchy.runtime.value.TupleValue;

/// The methods of maps that read and change entries (L 17.5).
@Members("map")
@Computes
public final class MapMembers {
  private MapMembers() {}

  /// The number of entries.
  ///
  /// ```ruchy
  /// {a: 1}.len()   // => 1
  /// ```
  @LooksShallowly
  @Export({"len", "length", "size", "count"})
  public static long len(@Reads MapValue map) {
    return map.size();
  }

  /// Whether there is no entry.
  ///
  /// ```ruchy
  /// {a: 1}.is_empty()   // => false
  /// ```
  @LooksShallowly
  @Export
  public static boolean isEmpty(@Reads MapValue map) {
    return map.isEmpty();
  }

  /// Removes all entries.
  ///
  /// ```ruchy
  /// let m = {a: 1}; m.clear(); m.len()   // => 0
  /// ```
  @LooksShallowly
  @Export
  @Mutates
  public static void clear(MapValue map) {
    map.clear();
  }

  /// The value of a key, or nil. A struct that `get_mut` gives to a variable is not copied: what
  /// changes it changes the map.
  ///
  /// ```ruchy
  /// {a: 1}.get("b")   // => nil
  /// struct Pen { left: int }
  /// let pens = {red: Pen { left: 3 }}
  /// let red = pens.get_mut("red").unwrap()
  /// red.left -= 1
  /// pens   // => {red: Pen {left: 2}}
  /// ```
  @LooksShallowly
  @Export({"get", "get_mut"})
  @Type("V?")
  public static @Nullable Object get(MapValue map, @Reads @Nullable Object key) {
    return map.get(key);
  }

  /// The value of a key, or the default.
  ///
  /// ```ruchy
  /// {a: 1}.get("b", 0)   // => 0
  /// ```
  @LooksShallowly
  @Export
  @Type("V | U")
  public static @Nullable Object get(
      MapValue map, @Reads @Nullable Object key, @Type("U") @Nullable Object defaultValue) {
    Object value = map.get(key);
    return value == null && !map.has(key) ? defaultValue : value;
  }

  /// Adds or replaces the value of a key.
  ///
  /// ```ruchy
  /// let m = {}; m.set("a", 1); m   // => {a: 1}
  /// ```
  @LooksShallowly
  @Export({"set", "put"})
  @Mutates
  public static void set(
      MapValue map, @Type("K") @Nullable Object key, @Type("V") @Nullable Object value) {
    map.put(key, value);
  }

  /// Adds or replaces the value of a key, and gives the previous one or nil.
  ///
  /// ```ruchy
  /// {a: 1}.insert("a", 2)   // => 1
  /// ```
  @LooksShallowly
  @Export
  @Mutates
  @Type("V?")
  public static @Nullable Object insert(
      MapValue map, @Type("K") @Nullable Object key, @Type("V") @Nullable Object value) {
    Object previous = map.get(key);
    map.put(key, value);
    return previous;
  }

  /// Whether there is such a key.
  ///
  /// ```ruchy
  /// {a: nil}.has_key("a")   // => true
  /// ```
  @LooksShallowly
  @Export({"has_key", "contains_key", "has", "contains"})
  public static boolean hasKey(@Reads MapValue map, @Reads @Nullable Object key) {
    return map.has(key);
  }

  /// Removes a key, and gives its value or nil.
  ///
  /// ```ruchy
  /// {a: 1}.remove("a")   // => 1
  /// ```
  @Export({"remove", "delete"})
  @Mutates
  @Type("V?")
  public static @Nullable Object remove(MapValue map, @Reads @Nullable Object key) {
    return map.remove(key);
  }

  /// The keys in order of insertion; those of a `BTreeMap` in the order of its keys.
  ///
  /// ```ruchy
  /// {b: 1, a: 2}.keys()   // => ["b", "a"]
  /// ```
  @LooksShallowly
  @YieldsNew
  @Export({"keys", "into_keys"})
  @Type("list<K>")
  public static ListValue keys(MapValue map) {
    return map.keys();
  }

  /// The values in order of insertion; those of a `BTreeMap` in the order of its keys.
  ///
  /// ```ruchy
  /// {b: 1, a: 2}.values()   // => [1, 2]
  /// ```
  @LooksShallowly
  @YieldsNew
  @Export({"values", "into_values", "values_mut"})
  @Type("list<V>")
  public static ListValue values(MapValue map) {
    return map.values();
  }

  /// Pairs of key and value in order of insertion; a pair also has the members `key` and `value`.
  ///
  /// ```ruchy
  /// {b: 1, a: 2}.items()   // => [("b", 1), ("a", 2)]
  /// ```
  @LooksShallowly
  @Export({"items", "entries", "iter", "into_iter", "iter_mut"})
  @Type("list<tuple<K, V>>")
  public static ListValue items(MapValue map) {
    ListValue pairs = ListValue.withCapacity(map.size());
    for (int i = 0, end = map.positions(); i < end; i++) {
      Object key = map.keyAt(i);
      if (key != null) {
        pairs.add(TupleValue.pair(key, map.valueAt(i)));
      }
    }
    return pairs;
  }

  /// The first key with its value in the order of the map, or nil: of a `BTreeMap` the least.
  ///
  /// ```ruchy
  /// BTreeMap::from([(2, "b"), (1, "a")]).first_key_value()   // => (1, "a")
  /// ```
  @LooksShallowly
  @Export
  @Type("tuple<K, V>?")
  public static @Nullable Object firstKeyValue(MapValue map) {
    return pair(map, map.endKey(false));
  }

  /// The last key with its value in the order of the map, or nil: of a `BTreeMap` the greatest.
  ///
  /// ```ruchy
  /// BTreeMap::from([(2, "b"), (1, "a")]).last_key_value()   // => (2, "b")
  /// ```
  @LooksShallowly
  @Export
  @Type("tuple<K, V>?")
  public static @Nullable Object lastKeyValue(MapValue map) {
    return pair(map, map.endKey(true));
  }

  /// Removes the first entry in the order of the map and gives its key and value, or nil.
  ///
  /// ```ruchy
  /// let m = BTreeMap::from([(2, "b"), (1, "a")]); m.pop_first(); m.keys()   // => [2]
  /// ```
  @Export
  @Mutates
  @Type("tuple<K, V>?")
  public static @Nullable Object popFirst(MapValue map) {
    Object first = firstKeyValue(map);
    map.remove(map.endKey(false));
    return first;
  }

  /// Removes the last entry in the order of the map and gives its key and value, or nil.
  ///
  /// ```ruchy
  /// let m = BTreeMap::from([(2, "b"), (1, "a")]); m.pop_last(); m.keys()   // => [1]
  /// ```
  @Export
  @Mutates
  @Type("tuple<K, V>?")
  public static @Nullable Object popLast(MapValue map) {
    Object last = lastKeyValue(map);
    map.remove(map.endKey(true));
    return last;
  }

  private static @Nullable TupleValue pair(MapValue map, @Nullable Object key) {
    return key == null ? null : TupleValue.pair(key, map.get(key));
  }

  /// The keys in ascending order.
  ///
  /// ```ruchy
  /// {b: 1, a: 2}.sorted_keys()   // => ["a", "b"]
  /// ```
  @YieldsNew
  @Export
  @Type("list<K>")
  public static ListValue sortedKeys(MapValue map) {
    return ListOrderMembers.sort(map.keys());
  }

  /// Adds or replaces all entries of another map.
  ///
  /// ```ruchy
  /// let m = {a: 1}; m.update({b: 2}); m   // => {a: 1, b: 2}
  /// ```
  @LooksShallowly
  @Export({"update", "extend"})
  @Mutates
  public static void update(MapValue map, @Type("map<K, V>") MapValue other) {
    map.putAll(other);
  }

  /// A new map of the entries of both; where both have a key, the other's value.
  ///
  /// ```ruchy
  /// {a: 1}.merge({a: 2, b: 3})   // => {a: 2, b: 3}
  /// ```
  @CallsAtOnce
  @YieldsNew
  @Export
  @Type("map<any, any>")
  public static MapValue merge(MapValue map, MapValue other) {
    HashMapValue merged = HashMapValue.copyOf(map);
    merged.putAll(other);
    return merged;
  }

  /// A new map from values to keys.
  ///
  /// ```ruchy
  /// {a: "x"}.invert()   // => {x: "a"}
  /// ```
  @YieldsNew
  @Export
  @Type("map<V, K>")
  public static MapValue invert(MapValue map) {
    HashMapValue inverted = new HashMapValue();
    for (int i = 0, end = map.positions(); i < end; i++) {
      Object key = map.keyAt(i);
      if (key != null) {
        inverted.put(map.valueAt(i), key);
      }
    }
    return inverted;
  }

  /// The entry of a key, present or not, for `or_insert`.
  ///
  /// ```ruchy
  /// let m = {}; m.entry("a").or_insert(0); m   // => {a: 0}
  /// ```
  @LooksShallowly
  @Export
  @Mutates
  @Type("MapEntry")
  public static MapEntry entry(MapValue map, @Type("K") @Nullable Object key) {
    return new MapEntry(map, key);
  }

  /// What the compiler makes of `map.entry(k).or_insert(v)`.
  @LooksShallowly
  @Export("entry#or_insert")
  @Mutates
  @Type("V")
  public static @Nullable Object entryOrInsert(
      MapValue map, @Type("K") @Nullable Object key, @Type("V") @Nullable Object value) {
    return new MapEntry(map, key).orInsert(value);
  }

  /// What the compiler makes of `map.entry(k).or_insert_with(f)`.
  @CallsAtOnce
  @LooksShallowly
  @Export("entry#or_insert_with")
  @Mutates
  @Type("V")
  public static @Nullable Object entryOrInsertWith(
      MapValue map, @Type("K") @Nullable Object key, @Type("() -> V") FunctionValue f) {
    return new MapEntry(map, key).orInsertWith(f);
  }

  /// The value of a key; where it is absent it is inserted first.
  ///
  /// ```ruchy
  /// {a: 1}.get_or_insert("a", 5)   // => 1
  /// ```
  @LooksShallowly
  @Export
  @Mutates
  @Type("V")
  public static @Nullable Object getOrInsert(
      MapValue map, @Type("K") @Nullable Object key, @Type("V") @Nullable Object value) {
    return new MapEntry(map, key).orInsert(value);
  }
}
