package ruchy.runtime.member;

import org.jspecify.annotations.Nullable;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.library.CallsAtOnce;
import ruchy.runtime.library.Computes;
import ruchy.runtime.library.Export;
import ruchy.runtime.library.LooksShallowly;
import ruchy.runtime.library.Members;
import ruchy.runtime.library.Mutates;
import ruchy.runtime.library.Reads;
import ruchy.runtime.library.Type;
import ruchy.runtime.library.YieldsNew;
import ruchy.runtime.operator.Indexing;
import ruchy.runtime.operator.Truth;
import ruchy.runtime.value.Display;
import ruchy.runtime.value.Equality;
import ruchy.runtime.value.FunctionValue;
import ruchy.runtime.value.Kind;
import ruchy.runtime.value.ListValue;
import ruchy.runtime.value.Options;
import ruchy.runtime.value.Ordering;
import ruchy.runtime.value.RangeValue;
import ruchy.runtime.value.TupleValue;
import ruchy.runtime.value.VariantValue;

/// Methods of lists beyond the tables of L 17.4 that programs written in the manner of Rust use.
@Members("list")
@Computes
public final class FamiliarListMembers {
  private FamiliarListMembers() {}

  /// Keeps the elements for which the function is true.
  ///
  /// ```ruchy
  /// let xs = [1, 2, 3]; xs.retain(|x| x > 1); xs   // => [2, 3]
  /// ```
  @CallsAtOnce
  @LooksShallowly
  @Export
  @Mutates
  public static void retain(ListValue list, @Type("(T) -> any") FunctionValue f) {
    ListValue elements = list.between(0, list.size());
    ListValue kept = ListValue.empty();
    for (int i = 0; i < elements.size(); i++) {
      if (Truth.truth(f.offer(elements.at(i)))) {
        kept.add(elements.at(i));
      }
    }
    list.clear();
    list.addAll(kept);
  }

  /// Removes all elements and gives them as a new list.
  ///
  /// ```ruchy
  /// let xs = [1, 2]; (xs.drain(), xs)   // => ([1, 2], [])
  /// ```
  @LooksShallowly
  @YieldsNew
  @Export
  @Mutates
  @Type("list<T>")
  public static ListValue drain(ListValue list) {
    ListValue removed = list.between(0, list.size());
    list.clear();
    return removed;
  }

  /// Removes the elements at the indexes of a range and gives them as a new list.
  ///
  /// ```ruchy
  /// let xs = [1, 2, 3]; (xs.drain(0..2), xs)   // => ([1, 2], [3])
  /// ```
  @LooksShallowly
  @YieldsNew
  @Export
  @Mutates
  @Type("list<T>")
  public static ListValue drain(ListValue list, RangeValue range) {
    ListValue removed = Indexing.slice(list, range);
    if (!removed.isEmpty()) {
      int from = range.hasStart() ? Indexing.clamp(range.start(), list.size()) : 0;
      ListValue rest = list.between(from + removed.size(), list.size());
      list.truncate(from);
      list.addAll(rest);
    }
    return removed;
  }

  /// Removes the elements from an index on and gives them as a new list. Raises IndexError.
  ///
  /// ```ruchy
  /// let xs = [1, 2, 3]; (xs.split_off(1), xs)   // => ([2, 3], [1])
  /// ```
  @YieldsNew
  @Export
  @Mutates
  @Type("list<T>")
  public static ListValue splitOff(ListValue list, long index) {
    ListValue removed = list.between(checked(list, index), list.size());
    list.truncate((int) index);
    return removed;
  }

  /// The elements before an index, and those from it on. Raises IndexError.
  ///
  /// ```ruchy
  /// [1, 2, 3].split_at(1)   // => ([1], [2, 3])
  /// ```
  @YieldsNew
  @Export
  @Type("tuple<list<T>, list<T>>")
  public static TupleValue splitAt(ListValue list, long index) {
    int at = checked(list, index);
    return TupleValue.pair(list.between(0, at), list.between(at, list.size()));
  }

  /// An index that may be that of the end.
  private static int checked(ListValue list, long index) {
    if (index < 0 || index > list.size()) {
      throw Failure.indexError(index, "array", list.size());
    }
    return (int) index;
  }

  /// Moves the first `n` elements to the end.
  ///
  /// ```ruchy
  /// let xs = [1, 2, 3]; xs.rotate_left(1); xs   // => [2, 3, 1]
  /// ```
  @Export
  @Mutates
  public static void rotateLeft(ListValue list, long n) {
    int at = checked(list, n);
    ListValue front = list.between(0, at);
    ListValue rest = list.between(at, list.size());
    list.clear();
    list.addAll(rest);
    list.addAll(front);
  }

  /// Moves the last `n` elements to the front.
  ///
  /// ```ruchy
  /// let xs = [1, 2, 3]; xs.rotate_right(1); xs   // => [3, 1, 2]
  /// ```
  @Export
  @Mutates
  public static void rotateRight(ListValue list, long n) {
    rotateLeft(list, list.size() - checked(list, n));
  }

  /// `Ok(index)` of an element in a sorted list, or `Err(index)` of the place where it would stand.
  ///
  /// ```ruchy
  /// [1, 3, 5].binary_search(3)   // => Ok(1)
  /// [1, 3, 5].binary_search(4)   // => Err(2)
  /// ```
  @YieldsNew
  @Export
  @Type("result<integer, integer>")
  public static VariantValue binarySearch(@Reads ListValue list, @Reads @Nullable Object element) {
    int low = 0;
    int high = list.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      int order = Ordering.compare(list.at(middle), element);
      if (order == 0) {
        return Options.ok((long) middle);
      }
      if (order < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return Options.err((long) low);
  }

  /// The index of the last element for which the function is true, or nil.
  ///
  /// ```ruchy
  /// [1, 2, 1].rposition(|x| x == 1)   // => 2
  /// ```
  @CallsAtOnce
  @Export
  public static @Nullable Long rposition(ListValue list, @Type("(T) -> any") FunctionValue f) {
    ListValue elements = list.snapshot();
    Long found = null;
    for (int i = elements.size() - 1; i >= 0 && found == null; i--) {
      if (Truth.truth(f.offer(elements.at(i)))) {
        found = (long) i;
      }
    }
    list.release(elements);
    return found;
  }

  /// The elements of the lists of a list, one after the other; the texts of a list as one text.
  ///
  /// ```ruchy
  /// [[1], [2, 3]].concat()   // => [1, 2, 3]
  /// ["a", "b"].concat()      // => "ab"
  /// ```
  @Export
  @Type("any")
  public static Object concat(ListValue list) {
    if (list.isEmpty() || !(list.at(0) instanceof String)) {
      return ListPartMembers.flatten(list);
    }
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < list.size(); i++) {
      text.append(Display.print(list.at(i)));
    }
    return text.toString();
  }

  /// Two lists, of the first and of the second elements of the pairs.
  ///
  /// ```ruchy
  /// [(1, "a"), (2, "b")].unzip()   // => ([1, 2], ["a", "b"])
  /// ```
  @YieldsNew
  @Export
  @Type("tuple<list<any>, list<any>>")
  public static TupleValue unzip(ListValue list) {
    ListValue first = ListValue.empty();
    ListValue second = ListValue.empty();
    for (int i = 0; i < list.size(); i++) {
      Object element = list.at(i);
      if (!(element instanceof TupleValue pair) || pair.size() != 2) {
        throw Failure.typeError("unzip expects pairs, got " + Kind.described(element));
      }
      first.add(pair.at(0));
      second.add(pair.at(1));
    }
    return TupleValue.pair(first, second);
  }

  /// `Ok` of the payloads of a list of Results, or the first `Err`; an element that is no Result
  /// stands for itself.
  ///
  /// ```ruchy
  /// [Ok(1), Ok(2)].to_result()        // => Ok([1, 2])
  /// [Ok(1), Err("x")].to_result()     // => Err("x")
  /// ```
  @Export
  @Type("any")
  public static Object toResult(ListValue list) {
    ListValue payloads = ListValue.empty();
    for (int i = 0; i < list.size(); i++) {
      Object element = list.at(i);
      if (element instanceof VariantValue variant && Options.isErr(variant)) {
        return variant;
      }
      payloads.add(Options.isOk(element) ? Options.payload(element) : element);
    }
    return Options.ok(payloads);
  }

  /// Calls the function for each element; the list itself.
  ///
  /// ```ruchy
  /// let seen = []; [1, 2].inspect(|x| seen.push(x)); seen   // => [1, 2]
  /// ```
  @CallsAtOnce
  @Export
  @Type("list<T>")
  public static ListValue inspect(ListValue list, @Type("(T) -> any") FunctionValue f) {
    ListValue elements = list.snapshot();
    for (int i = 0; i < elements.size(); i++) {
      f.offer(elements.at(i));
    }
    list.release(elements);
    return list;
  }

  /// The function's results up to the first nil or `None`; of a `Some` its payload.
  ///
  /// ```ruchy
  /// [1, 2, 3].map_while(|x| if x < 3 { Some(x * 2) } else { None })   // => [2, 4]
  /// ```
  @CallsAtOnce
  @YieldsNew
  @Export
  @Type("list<any>")
  public static ListValue mapWhile(ListValue list, @Type("(T) -> any") FunctionValue f) {
    ListValue elements = list.snapshot();
    ListValue results = ListValue.empty();
    for (int i = 0; i < elements.size(); i++) {
      Object result = f.offer(elements.at(i));
      if (Options.isAbsent(result)) {
        break;
      }
      results.add(Truth.present(result));
    }
    list.release(elements);
    return results;
  }

  /// The result of the first call that gives something for an element, or nil; of a `Some` its
  /// payload.
  ///
  /// ```ruchy
  /// ["x", "7"].find_map(|s| s.parse::<i32>().ok())   // => 7
  /// ```
  @CallsAtOnce
  @LooksShallowly
  @Export
  @Type("any")
  public static @Nullable Object findMap(ListValue list, @Type("(T) -> any") FunctionValue f) {
    ListValue elements = list.snapshot();
    Object found = null;
    for (int i = 0; i < elements.size() && found == null; i++) {
      Object result = f.offer(elements.at(i));
      found = Options.isAbsent(result) ? null : Truth.present(result);
    }
    list.release(elements);
    return found;
  }

  /// Lists of `n` elements each, without the elements left over at the end.
  ///
  /// ```ruchy
  /// [1, 2, 3].chunks_exact(2)   // => [[1, 2]]
  /// ```
  @YieldsNew
  @Export
  @Type("list<list<T>>")
  public static ListValue chunksExact(ListValue list, long n) {
    Counts.positive(n, "chunks_exact");
    ListValue chunks = ListPartMembers.chunks(list, n);
    ListValue exact = ListValue.empty();
    for (int i = 0; i < chunks.size(); i++) {
      if (chunks.at(i) instanceof ListValue chunk && chunk.size() == n) {
        exact.add(chunk);
      }
    }
    return exact;
  }

  /// Whether the list begins with the elements of another one.
  ///
  /// ```ruchy
  /// [1, 2, 3].starts_with([1, 2])   // => true
  /// ```
  @Export
  public static boolean startsWith(@Reads ListValue list, @Reads ListValue other) {
    return isAt(list, 0, other);
  }

  /// Whether the list ends with the elements of another one.
  ///
  /// ```ruchy
  /// [1, 2, 3].ends_with([3])   // => true
  /// ```
  @Export
  public static boolean endsWith(@Reads ListValue list, @Reads ListValue other) {
    return isAt(list, list.size() - other.size(), other);
  }

  private static boolean isAt(ListValue list, int from, ListValue other) {
    if (from < 0 || from + other.size() > list.size()) {
      return false;
    }
    return Equality.equal(list.between(from, from + other.size()), other);
  }
}
