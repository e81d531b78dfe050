package ruchy.runtime.member;

import org.jspecify.annotations.Nullable;
import ruchy.runtime.library.CallsAtOnce;
import ruchy.runtime.library.Computes;
import ruchy.runtime.library.Export;
import ruchy.runtime.library.LooksShallowly;
import ruchy.runtime.library.Members;
import ruchy.runtime.library.Reads;
import ruchy.runtime.library.Type;
import ruchy.runtime.library.YieldsNew;
import ruchy.runtime.operator.Indexing;
import ruchy.runtime.operator.Membership;
import ruchy.runtime.value.Display;
import ruchy.runtime.value.ListValue;
import ruchy.runtime.value.Options;
import ruchy.runtime.value.SetValue;
import ruchy.runtime.value.VariantValue;

/// The methods of lists that read them and copy them (L 17.4).
@Members("list")
@Computes
public final class ListMembers {
  private ListMembers() {}

  /// The number of elements.
  ///
  /// ```ruchy
  /// [1, 2].len()   // => 2
  /// ```
  @LooksShallowly
  @Export({"len", "length", "size", "count"})
  public static long len(@Reads ListValue list) {
    return list.size();
  }

  /// Whether there is no element.
  ///
  /// ```ruchy
  /// [].is_empty()   // => true
  /// ```
  @LooksShallowly
  @Export
  public static boolean isEmpty(@Reads ListValue list) {
    return list.isEmpty();
  }

  /// The first element, or nil.
  ///
  /// ```ruchy
  /// [1, 2].first()   // => 1
  /// ```
  @LooksShallowly
  @Export({"first", "front", "first_mut", "peek"})
  @Type("T?")
  public static @Nullable Object first(ListValue list) {
    return list.isEmpty() ? null : list.at(0);
  }

  /// The first `n` elements as a new list.
  ///
  /// ```ruchy
  /// [1, 2, 3].first(2)   // => [1, 2]
  /// ```
  @LooksShallowly
  @YieldsNew
  @Export({"first", "take"})
  @Type("list<T>")
  public static ListValue first(ListValue list, long n) {
    return list.between(0, Math.clamp(n, 0, list.size()));
  }

  /// The last element, or nil.
  ///
  /// ```ruchy
  /// [1, 2].last()   // => 2
  /// ```
  @LooksShallowly
  @Export({"last", "back", "last_mut"})
  @Type("T?")
  public static @Nullable Object last(ListValue list) {
    return list.isEmpty() ? null : list.at(list.size() - 1);
  }

  /// The last `n` elements as a new list.
  ///
  /// ```ruchy
  /// [1, 2, 3].last(2)   // => [2, 3]
  /// ```
  @LooksShallowly
  @YieldsNew
  @Export
  @Type("list<T>")
  public static ListValue last(ListValue list, long n) {
    return list.between(list.size() - Math.clamp(n, 0, list.size()), list.size());
  }

  /// The index of the last element, -1 when there is none.
  ///
  /// ```ruchy
  /// [5, 6].last_index()   // => 1
  /// ```
  @Export
  public static long lastIndex(@Reads ListValue list) {
    return list.size() - 1L;
  }

  /// The element at an index (negative from the end), or nil. A struct that `get_mut` gives to a
  /// variable is not copied: what changes it changes the list.
  ///
  /// ```ruchy
  /// [1, 2].get(7)   // => nil
  /// ```
  @LooksShallowly
  @Export({"get", "get_mut"})
  @Type("T?")
  public static @Nullable Object get(ListValue list, long index) {
    return get(list, index, null);
  }

  /// The element at an index (negative from the end), or the default.
  ///
  /// ```ruchy
  /// [1, 2].get(7, 0)   // => 0
  /// ```
  @LooksShallowly
  @Export
  @Type("T | U")
  public static @Nullable Object get(
      ListValue list, long index, @Type("U") @Nullable Object defaultValue) {
    long position = index < 0 ? index + list.size() : index;
    return position >= 0 && position < list.size() ? list.at((int) position) : defaultValue;
  }

  /// `Some(element)` at an index, or `None`.
  ///
  /// ```ruchy
  /// [1, 2].nth(1)   // => Some(2)
  /// ```
  @YieldsNew
  @Export
  @Type("option<T>")
  public static VariantValue nth(ListValue list, long index) {
    return index >= 0 && index < list.size() ? Options.some(list.at((int) index)) : Options.NONE;
  }

  // Asking.

  /// Whether an element equals the given one.
  ///
  /// ```ruchy
  /// [1, 2].contains(2.0)   // => true
  /// ```
  @Export({"contains", "includes"})
  public static boolean contains(@Reads ListValue list, @Reads @Nullable Object element) {
    return Membership.contains(list, element);
  }

  /// The index of the first element equal to the given one, or -1.
  ///
  /// ```ruchy
  /// ["a", "b"].index_of("b")   // => 1
  /// ```
  @Export
  public static long indexOf(@Reads ListValue list, @Reads @Nullable Object element) {
    return Membership.indexOf(list, element);
  }

  /// The texts of the elements, one after the other.
  ///
  /// ```ruchy
  /// ["a", 1].join()   // => "a1"
  /// ```
  @Export
  public static String join(@Reads ListValue list) {
    return join(list, "");
  }

  /// The texts of the elements with the separator between them.
  ///
  /// ```ruchy
  /// [1, 2, 3].join(", ")   // => "1, 2, 3"
  /// ```
  @Export
  public static String join(@Reads ListValue list, String separator) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < list.size(); i++) {
      if (i > 0) {
        out.append(separator);
      }
      out.append(Display.print(list.at(i)));
    }
    return out.toString();
  }

  // New lists of the same elements.

  /// A new list of the elements of both.
  ///
  /// ```ruchy
  /// [1].concat([2, 3])   // => [1, 2, 3]
  /// ```
  @CallsAtOnce
  @YieldsNew
  @Export({"concat", "chain"})
  @Type("list<any>")
  public static ListValue concat(ListValue list, ListValue other) {
    ListValue all = list.copy();
    all.addAll(other);
    return all;
  }

  /// A new list in reverse order.
  ///
  /// ```ruchy
  /// [1, 2, 3].reverse()   // => [3, 2, 1]
  /// ```
  @LooksShallowly
  @YieldsNew
  @Export({"reverse", "reversed", "rev"})
  @Type("list<T>")
  public static ListValue reverse(ListValue list) {
    ListValue reversed = list.copy();
    int last = list.size() - 1;
    long[] longs = list.storedLongs();
    for (int i = 0; i <= last; i++) {
      if (longs != null) {
        reversed.set(i, longs[last - i]);
      } else {
        reversed.set(i, list.at(last - i));
      }
    }
    return reversed;
  }

  /// A new list without later elements that equal an earlier one.
  ///
  /// ```ruchy
  /// [1, 2, 1].unique()   // => [1, 2]
  /// ```
  @YieldsNew
  @Export({"unique", "dedup", "distinct"})
  @Type("list<T>")
  public static ListValue unique(ListValue list) {
    return SetValue.of(list).toList();
  }

  /// The elements, of which `next` takes one after the other away without changing the list.
  ///
  /// ```ruchy
  /// let xs = [1, 2]; let it = xs.iter(); it.next(); it   // => [2]
  /// ```
  @LooksShallowly
  @YieldsNew
  @Export({"iter", "into_iter", "peekable"})
  @Type("list<T>")
  public static ListValue iter(ListValue list) {
    return list.snapshot();
  }

  /// The list itself.
  ///
  /// ```ruchy
  /// [1, 2].collect()   // => [1, 2]
  /// ```
  @LooksShallowly
  @Export({"iter_mut", "collect", "copied", "cloned", "as_slice", "by_ref"})
  @Type("list<T>")
  public static ListValue collect(ListValue list) {
    return list;
  }

  /// A new list of the same elements.
  ///
  /// ```ruchy
  /// [1, 2].to_array()   // => [1, 2]
  /// ```
  @YieldsNew
  @Export({"to_array", "to_vec", "to_list"})
  @Type("list<T>")
  public static ListValue toArray(ListValue list) {
    return list.copy();
  }

  /// The set of the elements, which are kept in their own order: what `collect()` makes for a
  /// `BTreeSet`.
  ///
  /// ```ruchy
  /// [2, 1, 2].to_sorted_set()   // => {1, 2}
  /// ```
  @YieldsNew
  @Export
  @Type("set<T>")
  public static SetValue toSortedSet(ListValue list) {
    return SetValue.orderedOf(list);
  }

  /// The set of the elements.
  ///
  /// ```ruchy
  /// [1, 1].to_set().len()   // => 1
  /// ```
  @YieldsNew
  @Export
  @Type("set<T>")
  public static SetValue toSet(ListValue list) {
    return SetValue.of(list);
  }

  /// A new list of the elements from index `start` on; a negative index counts from the end.
  ///
  /// ```ruchy
  /// [1, 2, 3].slice(1)   // => [2, 3]
  /// ```
  @LooksShallowly
  @YieldsNew
  @Export
  @Type("list<T>")
  public static ListValue slice(ListValue list, long start) {
    return slice(list, start, Long.MAX_VALUE);
  }

  /// A new list of the elements from index `start` to before index `end`; negative indexes count
  /// from the end.
  ///
  /// ```ruchy
  /// [1, 2, 3, 4].slice(1, -1)   // => [2, 3]
  /// ```
  @LooksShallowly
  @YieldsNew
  @Export
  @Type("list<T>")
  public static ListValue slice(ListValue list, long start, long end) {
    int from = Indexing.clamp(start, list.size());
    int to = Indexing.clamp(end, list.size());
    return from < to ? list.between(from, to) : ListValue.empty();
  }
}
