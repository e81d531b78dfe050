package ruchy.runtime.member;

import org.jspecify.annotations.Nullable;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.library.CallsAtOnce;
import ruchy.runtime.library.Computes;
import ruchy.runtime.library.Export;
import ruchy.runtime.library.LooksShallowly;
import ruchy.runtime.library.Members;
import ruchy.runtime.library.Mutates;
import ruchy.runtime.library.Type;
import ruchy.runtime.library.YieldsNew;
import ruchy.runtime.value.FunctionValue;
import ruchy.runtime.value.HashMapValue;
import ruchy.runtime.value.Kind;
import ruchy.runtime.value.ListValue;
import ruchy.runtime.value.MapValue;
import ruchy.runtime.value.Options;
import ruchy.runtime.value.TupleValue;
import ruchy.runtime.value.VariantValue;
import ruchy.runtime.value.Wrapper;

/// The methods of lists that take one end from the rest, read the elements as pairs, or carry a
/// value along.
@Members("list")
@Computes
public final class ListEndMembers {
  private ListEndMembers() {}

  /// All elements but the first.
  ///
  /// ```ruchy
  /// [1, 2, 3].tail()   // => [2, 3]
  /// ```
  @LooksShallowly
  @YieldsNew
  @Export
  @Type("list<T>")
  public static ListValue tail(ListValue list) {
    return list.between(Math.min(1, list.size()), list.size());
  }

  /// The first element, or nil.
  ///
  /// ```ruchy
  /// [1, 2, 3].head()   // => 1
  /// ```
  @LooksShallowly
  @Export
  @Type("T?")
  public static @Nullable Object head(ListValue list) {
    return list.isEmpty() ? null : list.at(0);
  }

  /// `Some` of the first element and the others, or `None`.
  ///
  /// ```ruchy
  /// [1, 2, 3].split_first()   // => Some((1, [2, 3]))
  /// ```
  @YieldsNew
  @Export
  @Type("option<tuple<T, list<T>>>")
  public static VariantValue splitFirst(ListValue list) {
    return list.isEmpty()
        ? Options.NONE
        : Options.some(TupleValue.pair(list.at(0), list.between(1, list.size())));
  }

  /// `Some` of the last element and the others, or `None`.
  ///
  /// ```ruchy
  /// [1, 2, 3].split_last()   // => Some((3, [1, 2]))
  /// ```
  @YieldsNew
  @Export
  @Type("option<tuple<T, list<T>>>")
  public static VariantValue splitLast(ListValue list) {
    int last = list.size() - 1;
    return last < 0
        ? Options.NONE
        : Options.some(TupleValue.pair(list.at(last), list.between(0, last)));
  }

  /// Removes the element at an index, puts the last one in its place, and gives it. Raises
  /// IndexError.
  ///
  /// ```ruchy
  /// let xs = [1, 2, 3]; xs.swap_remove(0); xs   // => [3, 2]
  /// ```
  @Export
  @Mutates
  @Type("T")
  public static @Nullable Object swapRemove(ListValue list, long index) {
    Object removed = list.get(index);
    list.set(index, list.at(list.size() - 1));
    list.truncate(list.size() - 1);
    return removed;
  }

  /// The map of the pairs in the list, of which the entries are kept in the order of their keys:
  /// what `collect()` makes for a `BTreeMap`.
  ///
  /// ```ruchy
  /// [("b", 1), ("a", 2)].to_sorted_map().keys()   // => ["a", "b"]
  /// ```
  @YieldsNew
  @Export
  @Type("map<any, any>")
  public static MapValue toSortedMap(ListValue list) {
    return fill(HashMapValue.ordered(), list, "to_sorted_map");
  }

  /// The map of the pairs in the list.
  ///
  /// ```ruchy
  /// [("a", 1), ("b", 2)].to_map()   // => {a: 1, b: 2}
  /// ```
  @YieldsNew
  @Export({"to_map", "to_object"})
  @Type("map<any, any>")
  public static MapValue toMap(ListValue list) {
    return fill(new HashMapValue(), list, "to_map");
  }

  /// The map, with those pairs put into it; `name` is the function that was called.
  static MapValue fill(MapValue map, ListValue pairs, String name) {
    for (int i = 0; i < pairs.size(); i++) {
      map.put(part(pairs.at(i), 0, name), part(pairs.at(i), 1, name));
    }
    return map;
  }

  /// The values that `reduce` goes through: the function gets the value so far, `init` at first,
  /// and an element. Or, if it assigns to `*` of its first parameter: what it gives, up to the
  /// first `None` or nil, and the parameter is a cell that keeps the state.
  ///
  /// ```ruchy
  /// [1, 2, 3].scan(0, |sum, x| sum + x)   // => [1, 3, 6]
  /// [1, 2, 3].scan(0, |sum, x| { *sum += x; Some(*sum) })   // => [1, 3, 6]
  /// ```
  @CallsAtOnce
  @YieldsNew
  @Export
  @Type("list<any>")
  public static ListValue scan(
      ListValue list, @Nullable Object init, @Type("(any, T) -> any") FunctionValue f) {
    ListValue elements = list.snapshot();
    ListValue results = ListValue.empty();
    if (init instanceof Wrapper state) {
      scan(elements, state, f, results);
    } else {
      Object value = init;
      for (int i = 0; i < elements.size(); i++) {
        value = f.offer(value, elements.at(i));
        results.add(value);
      }
    }
    list.release(elements);
    return results;
  }

  private static void scan(ListValue elements, Wrapper state, FunctionValue f, ListValue results) {
    for (int i = 0; i < elements.size(); i++) {
      Object result = f.offer(state, elements.at(i));
      if (Options.isAbsent(result)) {
        return;
      }
      Object value = Options.isSome(result) ? Options.payload(result) : result;
      results.add(value instanceof Wrapper cell ? cell.content() : value);
    }
  }

  /// `Some` of the values of the Options in the list, or `None` if one of them is `None` or nil.
  ///
  /// ```ruchy
  /// [Some(1), None].to_option()   // => None
  /// ```
  @YieldsNew
  @Export
  @Type("option<list<any>>")
  public static VariantValue toOption(ListValue list) {
    ListValue values = ListValue.withCapacity(list.size());
    for (int i = 0; i < list.size(); i++) {
      Object element = list.at(i);
      if (Options.isAbsent(element)) {
        return Options.NONE;
      }
      values.add(Options.isSome(element) ? Options.payload(element) : element);
    }
    return Options.some(values);
  }

  private static @Nullable Object part(@Nullable Object pair, int index, String name) {
    if (pair instanceof TupleValue tuple && tuple.size() == 2) {
      return tuple.at(index);
    }
    if (pair instanceof ListValue list && list.size() == 2) {
      return list.at(index);
    }
    throw Failure.typeError(name + " expects a list of pairs, got " + Kind.described(pair));
  }
}
