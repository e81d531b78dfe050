package ruchy.runtime.member;

import org.jspecify.annotations.Nullable;
import ruchy.runtime.library.CallsAtOnce;
import ruchy.runtime.library.Computes;
import ruchy.runtime.library.Export;
import ruchy.runtime.library.LooksShallowly;
import ruchy.runtime.library.Members;
import ruchy.runtime.library.Mutates;
import ruchy.runtime.library.Type;
import ruchy.runtime.library.YieldsNew;
import ruchy.runtime.operator.Truth;
import ruchy.runtime.value.FunctionValue;
import ruchy.runtime.value.HashMapValue;
import ruchy.runtime.value.ListValue;
import ruchy.runtime.value.MapValue;
import ruchy.runtime.value.MapValue.MapCursor;
import ruchy.runtime.value.Ordering;
import ruchy.runtime.value.TupleValue;

/// The methods of maps that call a function for their entries (L 17.5): a function of two
/// parameters gets key and value, one of one parameter the pair. The entries are those that the map
/// has when the method is called.
@Members("map")
@Computes
public final class MapCallMembers {
  private MapCallMembers() {}

  private static @Nullable Object apply(FunctionValue f, MapCursor entry) {
    return f.takes(2) ? f.call(entry.value(), entry.entryValue()) : f.offer(pair(entry));
  }

  private static TupleValue pair(MapCursor entry) {
    return TupleValue.pair(entry.value(), entry.entryValue());
  }

  /// The list of the function's results.
  ///
  /// ```ruchy
  /// {a: 1, b: 2}.map(|k, v| k + v)   // => ["a1", "b2"]
  /// ```
  @CallsAtOnce
  @LooksShallowly
  @YieldsNew
  @Export
  @Type("list<U>")
  public static ListValue map(
      MapValue map, @Type("((K, V) -> U) | ((tuple) -> U)") FunctionValue f) {
    ListValue results = ListValue.empty();
    MapCursor entries = map.cursor();
    while (entries.advance()) {
      results.add(apply(f, entries));
    }
    return results;
  }

  /// A new map of the entries for which the function is true.
  ///
  /// ```ruchy
  /// {a: 1, b: 2}.filter(|k, v| v > 1)   // => {b: 2}
  /// ```
  @CallsAtOnce
  @LooksShallowly
  @YieldsNew
  @Export
  @Type("map<K, V>")
  public static MapValue filter(
      MapValue map, @Type("((K, V) -> any) | ((tuple) -> any)") FunctionValue f) {
    HashMapValue chosen = new HashMapValue();
    MapCursor entries = map.cursor();
    while (entries.advance()) {
      if (Truth.truth(apply(f, entries))) {
        chosen.put(entries.value(), entries.entryValue());
      }
    }
    return chosen;
  }

  /// Removes the entries for which the function is false.
  ///
  /// ```ruchy
  /// let m = {a: 1, b: 2}; m.retain(|k, v| v > 1); m   // => {b: 2}
  /// ```
  @CallsAtOnce
  @LooksShallowly
  @Export
  @Mutates
  public static void retain(
      MapValue map, @Type("((K, V) -> any) | ((tuple) -> any)") FunctionValue f) {
    MapCursor entries = map.cursor();
    while (entries.advance()) {
      if (!Truth.truth(apply(f, entries))) {
        map.remove(entries.value());
      }
    }
  }

  /// Calls the function for each entry.
  ///
  /// ```ruchy
  /// {a: 1}.each(|k, v| println(k, v))   // prints a 1
  /// ```
  @CallsAtOnce
  @LooksShallowly
  @Export({"each", "for_each"})
  public static void each(
      MapValue map, @Type("((K, V) -> any) | ((tuple) -> any)") FunctionValue f) {
    MapCursor entries = map.cursor();
    while (entries.advance()) {
      apply(f, entries);
    }
  }

  /// Whether the function is true for an entry.
  ///
  /// ```ruchy
  /// {a: 1}.any(|k, v| v > 1)   // => false
  /// ```
  @CallsAtOnce
  @LooksShallowly
  @Export
  public static boolean any(
      MapValue map, @Type("((K, V) -> any) | ((tuple) -> any)") FunctionValue f) {
    return find(map, f) != null;
  }

  /// Whether the function is true for all entries.
  ///
  /// ```ruchy
  /// {a: 1}.all(|k, v| v > 0)   // => true
  /// ```
  @CallsAtOnce
  @LooksShallowly
  @Export
  public static boolean all(
      MapValue map, @Type("((K, V) -> any) | ((tuple) -> any)") FunctionValue f) {
    MapCursor entries = map.cursor();
    while (entries.advance()) {
      if (!Truth.truth(apply(f, entries))) {
        return false;
      }
    }
    return true;
  }

  /// The pair of the first entry for which the function is true, or nil.
  ///
  /// ```ruchy
  /// {a: 1, b: 2}.find(|k, v| v == 2)   // => ("b", 2)
  /// ```
  @CallsAtOnce
  @LooksShallowly
  @YieldsNew
  @Export
  @Type("tuple<K, V>?")
  public static @Nullable TupleValue find(
      MapValue map, @Type("((K, V) -> any) | ((tuple) -> any)") FunctionValue f) {
    MapCursor entries = map.cursor();
    while (entries.advance()) {
      if (Truth.truth(apply(f, entries))) {
        return pair(entries);
      }
    }
    return null;
  }

  /// The number of entries for which the function is true.
  ///
  /// ```ruchy
  /// {a: 1, b: 2}.count(|k, v| v > 0)   // => 2
  /// ```
  @CallsAtOnce
  @LooksShallowly
  @Export
  public static long count(
      MapValue map, @Type("((K, V) -> any) | ((tuple) -> any)") FunctionValue f) {
    long count = 0;
    MapCursor entries = map.cursor();
    while (entries.advance()) {
      if (Truth.truth(apply(f, entries))) {
        count++;
      }
    }
    return count;
  }

  /// A new map with the same keys and the function's results; a function of one parameter gets the
  /// value.
  ///
  /// ```ruchy
  /// {a: 1}.map_values(|v| v + 1)   // => {a: 2}
  /// ```
  @CallsAtOnce
  @YieldsNew
  @Export
  @Type("map<K, U>")
  public static MapValue mapValues(MapValue map, @Type("(V) -> U") FunctionValue f) {
    HashMapValue results = new HashMapValue();
    MapCursor entries = map.cursor();
    while (entries.advance()) {
      results.put(entries.value(), f.offer(entries.entryValue()));
    }
    return results;
  }

  /// A new map with the function's results as keys and the same values; a function of one parameter
  /// gets the key.
  ///
  /// ```ruchy
  /// {a: 1}.map_keys(|k| k.upper())   // => {A: 1}
  /// ```
  @CallsAtOnce
  @YieldsNew
  @Export
  @Type("map<U, V>")
  public static MapValue mapKeys(MapValue map, @Type("(K) -> U") FunctionValue f) {
    HashMapValue results = new HashMapValue();
    MapCursor entries = map.cursor();
    while (entries.advance()) {
      results.put(f.offer(entries.value()), entries.entryValue());
    }
    return results;
  }

  /// The pairs in the order of the function's results, ascending; a function of two parameters gets
  /// key and value.
  ///
  /// ```ruchy
  /// {a: 2, b: 1}.sort_by(|k, v| v)   // => [("b", 1), ("a", 2)]
  /// ```
  @CallsAtOnce
  @YieldsNew
  @Export
  @Type("list<tuple<K, V>>")
  public static ListValue sortBy(
      MapValue map, @Type("((K, V) -> any) | ((tuple) -> any)") FunctionValue f) {
    ListValue keyed = ListValue.empty();
    MapCursor entries = map.cursor();
    while (entries.advance()) {
      keyed.add(TupleValue.pair(apply(f, entries), pair(entries)));
    }
    @Nullable Object[] sorted = keyed.toArray();
    new MergeSort() {
      @Override
      boolean isBefore(@Nullable Object left, @Nullable Object right) {
        return left instanceof TupleValue a
            && right instanceof TupleValue b
            && Ordering.compare(a.at(0), b.at(0)) < 0;
      }
    }.sort(sorted);
    ListValue pairs = ListValue.empty();
    for (Object element : sorted) {
      pairs.add(element instanceof TupleValue tuple ? tuple.at(1) : null);
    }
    return pairs;
  }

  /// The pair with the greatest value, the first of several, or nil.
  ///
  /// ```ruchy
  /// {a: 1, b: 3}.max_by_value()   // => ("b", 3)
  /// ```
  @YieldsNew
  @Export
  @Type("tuple<K, V>?")
  public static @Nullable TupleValue maxByValue(MapValue map) {
    return extreme(map, 1);
  }

  /// The pair with the smallest value, the first of several, or nil.
  ///
  /// ```ruchy
  /// {a: 1, b: 3}.min_by_value()   // => ("a", 1)
  /// ```
  @YieldsNew
  @Export
  @Type("tuple<K, V>?")
  public static @Nullable TupleValue minByValue(MapValue map) {
    return extreme(map, -1);
  }

  private static @Nullable TupleValue extreme(MapValue map, int sign) {
    TupleValue best = null;
    MapCursor entries = map.cursor();
    while (entries.advance()) {
      if (best == null
          || Integer.signum(Ordering.compare(entries.entryValue(), best.at(1))) == sign) {
        best = pair(entries);
      }
    }
    return best;
  }
}
