package ruchy.runtime.member;

import org.jspecify.annotations.Nullable;
import ruchy.runtime.library.CallsAtOnce;
import ruchy.runtime.library.Computes;
import ruchy.runtime.library.Export;
import ruchy.runtime.library.LooksShallowly;
import ruchy.runtime.library.Members;
import ruchy.runtime.library.Type;
import ruchy.runtime.library.YieldsNew;
import ruchy.runtime.operator.Truth;
import ruchy.runtime.value.FunctionValue;
import ruchy.runtime.value.ListValue;
import ruchy.runtime.value.Options;
import ruchy.runtime.value.RangeValue;
import ruchy.runtime.value.SetValue;
import ruchy.runtime.value.TupleValue;

/// The methods of lists that give parts of them, and lists made from several (L 17.4). All results
/// are new lists.
@Members("list")
@Computes
public final class ListPartMembers {
  private ListPartMembers() {}

  /// The elements behind the first `n`.
  ///
  /// ```ruchy
  /// [1, 2, 3].skip(1)   // => [2, 3]
  /// ```
  @LooksShallowly
  @YieldsNew
  @Export({"skip", "drop"})
  @Type("list<T>")
  public static ListValue skip(ListValue list, long n) {
    return list.between(Math.clamp(n, 0, list.size()), list.size());
  }

  /// The elements before the first for which the function is false.
  ///
  /// ```ruchy
  /// [1, 2, 9, 1].take_while(|x| x < 5)   // => [1, 2]
  /// ```
  @CallsAtOnce
  @YieldsNew
  @Export
  @Type("list<T>")
  public static ListValue takeWhile(ListValue list, @Type("(T) -> any") FunctionValue f) {
    return list.between(0, end(list, f));
  }

  /// The elements from the first for which the function is false.
  ///
  /// ```ruchy
  /// [1, 2, 9, 1].skip_while(|x| x < 5)   // => [9, 1]
  /// ```
  @CallsAtOnce
  @YieldsNew
  @Export({"skip_while", "drop_while"})
  @Type("list<T>")
  public static ListValue skipWhile(ListValue list, @Type("(T) -> any") FunctionValue f) {
    return list.between(end(list, f), list.size());
  }

  private static int end(ListValue list, FunctionValue f) {
    ListValue elements = list.snapshot();
    int end = 0;
    while (end < elements.size() && Truth.truth(f.offer(elements.at(end)))) {
      end++;
    }
    list.release(elements);
    return Math.min(end, list.size());
  }

  /// Lists of `n` elements each, the last one of what is left.
  ///
  /// ```ruchy
  /// [1, 2, 3].chunks(2)   // => [[1, 2], [3]]
  /// ```
  @YieldsNew
  @Export({"chunks", "chunk"})
  @Type("list<list<T>>")
  public static ListValue chunks(ListValue list, long n) {
    Counts.positive(n, "chunks");
    ListValue chunks = ListValue.empty();
    for (long start = 0; start < list.size(); start += n) {
      chunks.add(list.between((int) start, (int) Math.min(start + n, list.size())));
    }
    return chunks;
  }

  /// All lists of `n` neighbours.
  ///
  /// ```ruchy
  /// [1, 2, 3].windows(2)   // => [[1, 2], [2, 3]]
  /// ```
  @YieldsNew
  @Export
  @Type("list<list<T>>")
  public static ListValue windows(ListValue list, long n) {
    Counts.positive(n, "windows");
    ListValue windows = ListValue.empty();
    for (int start = 0; start + n <= list.size(); start++) {
      windows.add(list.between(start, start + (int) n));
    }
    return windows;
  }

  /// Every `n`-th element, beginning with the first.
  ///
  /// ```ruchy
  /// [1, 2, 3, 4, 5].step_by(2)   // => [1, 3, 5]
  /// ```
  @YieldsNew
  @Export
  @Type("list<T>")
  public static ListValue stepBy(ListValue list, long n) {
    Counts.positive(n, "step_by");
    ListValue steps = ListValue.empty();
    for (long i = 0; i < list.size(); i += n) {
      steps.add(list.at((int) i));
    }
    return steps;
  }

  /// Pairs of the elements and the numbers of a range, which needs no end.
  ///
  /// ```ruchy
  /// ["a", "b"].zip(1..)   // => [("a", 1), ("b", 2)]
  /// ```
  @YieldsNew
  @Export
  @Type("list<tuple<T, integer>>")
  public static ListValue zip(ListValue list, RangeValue range) {
    return zip(list, RangeMembers.take(range, list.size()));
  }

  /// Pairs of the elements of both lists, as many as the shorter one has.
  ///
  /// ```ruchy
  /// [1, 2].zip(["a", "b"])   // => [(1, "a"), (2, "b")]
  /// ```
  @CallsAtOnce
  @YieldsNew
  @Export
  @Type("list<tuple<T, any>>")
  public static ListValue zip(ListValue list, ListValue other) {
    int size = Math.min(list.size(), other.size());
    ListValue pairs = ListValue.withCapacity(size);
    for (int i = 0; i < size; i++) {
      pairs.add(TupleValue.pair(list.at(i), other.at(i)));
    }
    return pairs;
  }

  /// Pairs of index and element.
  ///
  /// ```ruchy
  /// ["a", "b"].enumerate()   // => [(0, "a"), (1, "b")]
  /// ```
  @LooksShallowly
  @YieldsNew
  @Export
  @Type("list<tuple<integer, T>>")
  public static ListValue enumerate(ListValue list) {
    ListValue pairs = ListValue.withCapacity(list.size());
    for (int i = 0; i < list.size(); i++) {
      pairs.add(TupleValue.pair((long) i, list.at(i)));
    }
    return pairs;
  }

  /// The elements of the lists in the list, and what a `Some` or `Ok` holds, while `None` and `Err`
  /// are left out; all else stays as it is.
  ///
  /// ```ruchy
  /// [[1, 2], [3], 4].flatten()         // => [1, 2, 3, 4]
  /// [Some(1), None, Ok(2)].flatten()   // => [1, 2]
  /// ```
  @YieldsNew
  @Export
  @Type("list<any>")
  public static ListValue flatten(ListValue list) {
    ListValue flat = ListValue.empty();
    for (int i = 0; i < list.size(); i++) {
      addFlat(flat, list.at(i));
    }
    return flat;
  }

  /// Adds the elements of a list, set or range, the payload of a `Some` or `Ok`, nothing for `None`
  /// and `Err`, or the value itself.
  static void addFlat(ListValue target, @Nullable Object element) {
    if (element instanceof ListValue inner) {
      target.addAll(inner);
    } else if (element instanceof RangeValue range) {
      target.addAll(range.toList());
    } else if (element instanceof SetValue set) {
      target.addAll(set.toList());
    } else if (Options.isSome(element) || Options.isOk(element)) {
      target.add(Options.payload(element));
    } else if (element == null || !(Options.isAbsent(element) || Options.isErr(element))) {
      target.add(element);
    }
  }

  /// The different elements that are in either list.
  ///
  /// ```ruchy
  /// [1, 2].union([2, 3])   // => [1, 2, 3]
  /// ```
  @CallsAtOnce
  @YieldsNew
  @Export
  @Type("list<any>")
  public static ListValue union(ListValue list, ListValue other) {
    SetValue all = SetValue.of(list);
    for (int i = 0; i < other.size(); i++) {
      all.add(other.at(i));
    }
    return all.toList();
  }

  /// The different elements that are in both lists.
  ///
  /// ```ruchy
  /// [1, 2, 2].intersection([2, 3])   // => [2]
  /// ```
  @CallsAtOnce
  @YieldsNew
  @Export
  @Type("list<T>")
  public static ListValue intersection(ListValue list, ListValue other) {
    return chosen(list, SetValue.of(other), true);
  }

  /// The different elements that are not in the other list.
  ///
  /// ```ruchy
  /// [1, 2, 1].difference([2])   // => [1]
  /// ```
  @CallsAtOnce
  @YieldsNew
  @Export
  @Type("list<T>")
  public static ListValue difference(ListValue list, ListValue other) {
    return chosen(list, SetValue.of(other), false);
  }

  private static ListValue chosen(ListValue list, SetValue other, boolean isWanted) {
    SetValue chosen = new SetValue();
    for (int i = 0; i < list.size(); i++) {
      if (other.contains(list.at(i)) == isWanted) {
        chosen.add(list.at(i));
      }
    }
    return chosen.toList();
  }
}
