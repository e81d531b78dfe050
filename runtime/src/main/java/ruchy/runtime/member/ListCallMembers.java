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
import ruchy.runtime.value.Display;
import ruchy.runtime.value.FunctionValue;
import ruchy.runtime.value.HashMapValue;
import ruchy.runtime.value.ListValue;
import ruchy.runtime.value.MapValue;
import ruchy.runtime.value.Options;
import ruchy.runtime.value.TupleValue;

/// The methods of lists that call a function for their elements (L 17.4). The elements are those
/// that the list has when the method is called. A function of two parameters gets the element and
/// its index.
@Members("list")
@Computes
public final class ListCallMembers {
  private ListCallMembers() {}

  private static @Nullable Object apply(FunctionValue f, ListValue elements, int index) {
    return f.takes(2)
        ? f.call(elements.at(index), (Object) (long) index)
        : f.offer(elements.at(index));
  }

  private static boolean holds(FunctionValue f, ListValue elements, int index) {
    return Truth.truth(apply(f, elements, index));
  }

  /// The list of the function's results.
  ///
  /// ```ruchy
  /// [1, 2].map(|x| x * 10)   // => [10, 20]
  /// ```
  @CallsAtOnce
  @LooksShallowly
  @YieldsNew
  @Export
  @Type("list<U>")
  public static ListValue map(ListValue list, @Type("(T, integer) -> U") FunctionValue f) {
    ListValue elements = list.snapshot();
    ListValue results = ListValue.empty();
    for (int i = 0; i < elements.size(); i++) {
      results.add(apply(f, elements, i));
    }
    list.release(elements);
    return results;
  }

  /// The elements for which the function is true.
  ///
  /// ```ruchy
  /// [1, 2, 3].filter(|x| x > 1)   // => [2, 3]
  /// ```
  @CallsAtOnce
  @LooksShallowly
  @YieldsNew
  @Export
  @Type("list<T>")
  public static ListValue filter(ListValue list, @Type("(T, integer) -> any") FunctionValue f) {
    return chosen(list, f, true);
  }

  /// The elements for which the function is false.
  ///
  /// ```ruchy
  /// [1, 2, 3].reject(|x| x > 1)   // => [1]
  /// ```
  @CallsAtOnce
  @LooksShallowly
  @YieldsNew
  @Export
  @Type("list<T>")
  public static ListValue reject(ListValue list, @Type("(T, integer) -> any") FunctionValue f) {
    return chosen(list, f, false);
  }

  private static ListValue chosen(ListValue list, FunctionValue f, boolean wanted) {
    ListValue elements = list.snapshot();
    ListValue chosen = ListValue.empty();
    for (int i = 0; i < elements.size(); i++) {
      if (holds(f, elements, i) == wanted) {
        chosen.add(elements.at(i));
      }
    }
    list.release(elements);
    return chosen;
  }

  /// The elements of the lists that the function gives, one after the other; Options and Results
  /// are taken as by `flatten`.
  ///
  /// ```ruchy
  /// [1, 2].flat_map(|x| [x, x])   // => [1, 1, 2, 2]
  /// ```
  @CallsAtOnce
  @LooksShallowly
  @YieldsNew
  @Export
  @Type("list<any>")
  public static ListValue flatMap(ListValue list, @Type("(T, integer) -> any") FunctionValue f) {
    ListValue elements = list.snapshot();
    ListValue results = ListValue.empty();
    for (int i = 0; i < elements.size(); i++) {
      ListPartMembers.addFlat(results, apply(f, elements, i));
    }
    list.release(elements);
    return results;
  }

  /// The function's results without nil and `None`; of a `Some` its payload.
  ///
  /// ```ruchy
  /// [1, 2, 3].filter_map(|x| if x > 1 { x * 2 })   // => [4, 6]
  /// ```
  @CallsAtOnce
  @LooksShallowly
  @YieldsNew
  @Export
  @Type("list<any>")
  public static ListValue filterMap(ListValue list, @Type("(T, integer) -> any") FunctionValue f) {
    ListValue elements = list.snapshot();
    ListValue results = ListValue.empty();
    for (int i = 0; i < elements.size(); i++) {
      Object result = apply(f, elements, i);
      if (!Options.isAbsent(result)) {
        results.add(Truth.present(result));
      }
    }
    list.release(elements);
    return results;
  }

  /// Calls the function for each element.
  ///
  /// ```ruchy
  /// [1, 2].each(|x| println(x))   // prints 1\n2
  /// ```
  @CallsAtOnce
  @LooksShallowly
  @Export({"each", "for_each", "each_with_index"})
  public static void each(ListValue list, @Type("(T, integer) -> any") FunctionValue f) {
    ListValue elements = list.snapshot();
    for (int i = 0; i < elements.size(); i++) {
      apply(f, elements, i);
    }
    list.release(elements);
  }

  /// Joins the elements from the left: the function gets the value so far, `init` at first, and an
  /// element.
  ///
  /// ```ruchy
  /// [1, 2, 3].reduce(0, |sum, x| sum + x)   // => 6
  /// ```
  @CallsAtOnce
  @LooksShallowly
  @Export({"reduce", "fold"})
  @Type("U")
  public static @Nullable Object reduce(
      ListValue list,
      @Type("U") @Nullable Object init,
      @Type("(U, T, integer) -> U") FunctionValue f) {
    ListValue elements = list.snapshot();
    Object value = init;
    for (int i = 0; i < elements.size(); i++) {
      value =
          f.takes(3)
              ? f.call(value, elements.at(i), (Object) (long) i)
              : f.offerBoth(value, elements.at(i));
    }
    list.release(elements);
    return value;
  }

  /// The text that begins with `init`, with what the function gives for each element added to it:
  /// `reduce(init, |text, x| text + f(x))` without a copy at each step.
  @CallsAtOnce
  @LooksShallowly
  @Export({"reduce#text", "fold#text"})
  public static String reduceText(
      ListValue list, String init, @Type("(T) -> any") FunctionValue f) {
    ListValue elements = list.snapshot();
    StringBuilder text = new StringBuilder(init);
    for (int i = 0; i < elements.size(); i++) {
      text.append(Display.text(f.offer(elements.at(i))));
    }
    list.release(elements);
    return text.toString();
  }

  /// Joins the elements from the left, beginning with `init`.
  ///
  /// ```ruchy
  /// [1, 2, 3].reduce(|sum, x| sum + x, 0)   // => 6
  /// ```
  @CallsAtOnce
  @LooksShallowly
  @Export
  @Type("U")
  public static @Nullable Object reduce(
      ListValue list, @Type("(U, T) -> U") FunctionValue f, @Type("U") @Nullable Object init) {
    return reduce(list, init, f);
  }

  /// Joins the elements from the left, beginning with the first one; nil when there is none.
  ///
  /// ```ruchy
  /// [3, 9, 4].reduce(|a, b| max(a, b))   // => 9
  /// ```
  @CallsAtOnce
  @LooksShallowly
  @Export
  @Type("any")
  public static @Nullable Object reduce(ListValue list, @Type("(any, T) -> any") FunctionValue f) {
    if (list.isEmpty()) {
      return null;
    }
    return reduce(list.between(1, list.size()), list.at(0), f);
  }

  /// Whether the function is true for an element.
  ///
  /// ```ruchy
  /// [1, 2].any(|x| x > 1)   // => true
  /// ```
  @CallsAtOnce
  @LooksShallowly
  @Export({"any", "some"})
  public static boolean any(ListValue list, @Type("(T, integer) -> any") FunctionValue f) {
    return position(list, f, true) >= 0;
  }

  /// Whether the function is true for all elements.
  ///
  /// ```ruchy
  /// [1, 2].all(|x| x > 1)   // => false
  /// ```
  @CallsAtOnce
  @LooksShallowly
  @Export({"all", "every"})
  public static boolean all(ListValue list, @Type("(T, integer) -> any") FunctionValue f) {
    return position(list, f, false) < 0;
  }

  /// Whether the function is true for no element.
  ///
  /// ```ruchy
  /// [1, 2].none(|x| x > 2)   // => true
  /// ```
  @CallsAtOnce
  @LooksShallowly
  @Export
  public static boolean none(ListValue list, @Type("(T, integer) -> any") FunctionValue f) {
    return position(list, f, true) < 0;
  }

  /// The number of elements for which the function is true.
  ///
  /// ```ruchy
  /// [1, 2, 3].count(|x| x > 1)   // => 2
  /// ```
  @CallsAtOnce
  @LooksShallowly
  @Export
  public static long count(ListValue list, @Type("(T, integer) -> any") FunctionValue f) {
    ListValue elements = list.snapshot();
    long count = 0;
    for (int i = 0; i < elements.size(); i++) {
      if (holds(f, elements, i)) {
        count++;
      }
    }
    list.release(elements);
    return count;
  }

  /// The first element for which the function is true, or nil.
  ///
  /// ```ruchy
  /// [1, 2, 3].find(|x| x > 1)   // => 2
  /// ```
  @CallsAtOnce
  @LooksShallowly
  @Export
  @Type("T?")
  public static @Nullable Object find(
      ListValue list, @Type("(T, integer) -> any") FunctionValue f) {
    ListValue elements = list.snapshot();
    int position = first(elements, f, true);
    Object found = position < 0 ? null : elements.at(position);
    list.release(elements);
    return found;
  }

  /// The index of the first element for which the function is true, or nil.
  ///
  /// ```ruchy
  /// [1, 2, 3].position(|x| x > 1)   // => 1
  /// ```
  @CallsAtOnce
  @LooksShallowly
  @Export({"find_index", "position"})
  public static @Nullable Long findIndex(
      ListValue list, @Type("(T, integer) -> any") FunctionValue f) {
    int position = position(list, f, true);
    return position < 0 ? null : (Long) (long) position;
  }

  private static int position(ListValue list, FunctionValue f, boolean wanted) {
    ListValue elements = list.snapshot();
    int position = first(elements, f, wanted);
    list.release(elements);
    return position;
  }

  /// The index of the first element for which the function gives what is wanted, or -1.
  private static int first(ListValue elements, FunctionValue f, boolean wanted) {
    for (int i = 0; i < elements.size(); i++) {
      if (holds(f, elements, i) == wanted) {
        return i;
      }
    }
    return -1;
  }

  /// The elements for which the function is true, and the others.
  ///
  /// ```ruchy
  /// [1, 2, 3].partition(|x| x > 1)   // => ([2, 3], [1])
  /// ```
  @CallsAtOnce
  @YieldsNew
  @Export
  @Type("tuple<list<T>, list<T>>")
  public static TupleValue partition(ListValue list, @Type("(T, integer) -> any") FunctionValue f) {
    ListValue elements = list.snapshot();
    ListValue yes = ListValue.empty();
    ListValue no = ListValue.empty();
    for (int i = 0; i < elements.size(); i++) {
      (holds(f, elements, i) ? yes : no).add(elements.at(i));
    }
    list.release(elements);
    return TupleValue.pair(yes, no);
  }

  /// The elements in lists by the function's result, which must be able to be a key.
  ///
  /// ```ruchy
  /// [1, 2, 3].group_by(|x| x % 2)   // => {0: [2], 1: [1, 3]}
  /// ```
  @CallsAtOnce
  @YieldsNew
  @Export
  @Type("map<U, list<T>>")
  public static MapValue groupBy(ListValue list, @Type("(T, integer) -> U") FunctionValue f) {
    ListValue elements = list.snapshot();
    HashMapValue groups = new HashMapValue();
    for (int i = 0; i < elements.size(); i++) {
      Object key = apply(f, elements, i);
      if (groups.get(key) instanceof ListValue group) {
        group.add(elements.at(i));
      } else {
        ListValue group = ListValue.empty();
        group.add(elements.at(i));
        groups.put(key, group);
      }
    }
    list.release(elements);
    return groups;
  }
}
