package ruchy.runtime.system;

import org.jspecify.annotations.Nullable;
import ruchy.runtime.library.CallsAtOnce;
import ruchy.runtime.library.Export;
import ruchy.runtime.library.Globals;
import ruchy.runtime.library.Mutates;
import ruchy.runtime.library.Reads;
import ruchy.runtime.library.Type;
import ruchy.runtime.member.ListCallMembers;
import ruchy.runtime.member.ListChangeMembers;
import ruchy.runtime.member.ListMembers;
import ruchy.runtime.member.ListOrderMembers;
import ruchy.runtime.member.ListPartMembers;
import ruchy.runtime.member.StringMembers;
import ruchy.runtime.member.StringPartMembers;
import ruchy.runtime.value.FunctionValue;
import ruchy.runtime.value.ListValue;

/// Some methods of lists and texts as functions (L 16).
@Globals
public final class CollectionGlobals {
  private CollectionGlobals() {}

  /// The sum of the numbers, 0 when there is none.
  ///
  /// ```ruchy
  /// sum([1, 2.5])   // => 3.5
  /// ```
  @Export
  @Type("number")
  public static Object sum(@Reads ListValue list) {
    return ListOrderMembers.sum(list);
  }

  /// The product of the numbers, 1 when there is none.
  ///
  /// ```ruchy
  /// product([2, 3])   // => 6
  /// ```
  @Export
  @Type("number")
  public static Object product(@Reads ListValue list) {
    return ListOrderMembers.product(list);
  }

  /// A new list in the opposite order.
  ///
  /// ```ruchy
  /// reverse([1, 2])   // => [2, 1]
  /// ```
  @Export
  @Type("list<T>")
  public static ListValue reverse(@Type("list<T>") ListValue list) {
    return ListMembers.reverse(list);
  }

  /// The text in the opposite order.
  ///
  /// ```ruchy
  /// reverse("ab")   // => "ba"
  /// ```
  @Export
  public static String reverse(String text) {
    return StringMembers.reverse(text);
  }

  /// A new list in ascending order.
  ///
  /// ```ruchy
  /// sort([3, 1, 2])   // => [1, 2, 3]
  /// ```
  @Export
  @Type("list<T>")
  public static ListValue sort(@Type("list<T>") ListValue list) {
    return ListOrderMembers.sort(list);
  }

  /// A new list without repetitions.
  ///
  /// ```ruchy
  /// unique([1, 2, 1])   // => [1, 2]
  /// ```
  @Export
  @Type("list<T>")
  public static ListValue unique(@Type("list<T>") ListValue list) {
    return ListMembers.unique(list);
  }

  /// A new list in which the elements of inner lists stand themselves.
  ///
  /// ```ruchy
  /// flatten([[1], [2, 3]])   // => [1, 2, 3]
  /// ```
  @CallsAtOnce
  @Export
  @Type("list<any>")
  public static ListValue flatten(ListValue list) {
    return ListPartMembers.flatten(list);
  }

  /// Pairs of index and element.
  ///
  /// ```ruchy
  /// enumerate(["a", "b"])   // => [(0, "a"), (1, "b")]
  /// ```
  @Export
  @Type("list<tuple<integer, T>>")
  public static ListValue enumerate(@Type("list<T>") ListValue list) {
    return ListPartMembers.enumerate(list);
  }

  /// Pairs of the elements at the same place, as many as the shorter list has.
  ///
  /// ```ruchy
  /// zip([1, 2], ["a", "b"])   // => [(1, "a"), (2, "b")]
  /// ```
  @Export
  @Type("list<tuple<T, U>>")
  public static ListValue zip(@Type("list<T>") ListValue first, @Type("list<U>") ListValue second) {
    return ListPartMembers.zip(first, second);
  }

  /// The elements as one text, the separator between them.
  ///
  /// ```ruchy
  /// join([1, 2], "-")   // => "1-2"
  /// ```
  @Export
  public static String join(@Reads ListValue list, String separator) {
    return ListMembers.join(list, separator);
  }

  /// The parts of a text between the separators.
  ///
  /// ```ruchy
  /// split("a,b", ",")   // => ["a", "b"]
  /// ```
  @Export
  @Type("list<string>")
  public static ListValue split(String text, String separator) {
    return StringPartMembers.split(text, separator);
  }

  /// The results of the function for each element.
  ///
  /// ```ruchy
  /// map([1, 2], |x| x * 2)   // => [2, 4]
  /// ```
  @CallsAtOnce
  @Export
  @Type("list<U>")
  public static ListValue map(
      @Type("list<T>") ListValue list, @Type("(T, integer) -> U") FunctionValue f) {
    return ListCallMembers.map(list, f);
  }

  /// The elements for which the function is true.
  ///
  /// ```ruchy
  /// filter([1, 2, 3], |x| x > 1)   // => [2, 3]
  /// ```
  @CallsAtOnce
  @Export
  @Type("list<T>")
  public static ListValue filter(
      @Type("list<T>") ListValue list, @Type("(T, integer) -> any") FunctionValue f) {
    return ListCallMembers.filter(list, f);
  }

  /// The function's last result, for the value so far and each element.
  ///
  /// ```ruchy
  /// reduce([1, 2, 3], 0, |total, x| total + x)   // => 6
  /// ```
  @CallsAtOnce
  @Export
  @Type("any")
  public static @Nullable Object reduce(
      @Type("list<T>") ListValue list,
      @Nullable Object init,
      @Type("(any, T, integer) -> any") FunctionValue f) {
    return ListCallMembers.reduce(list, init, f);
  }

  /// As above, the function first.
  ///
  /// ```ruchy
  /// reduce([1, 2, 3], |total, x| total + x, 0)   // => 6
  /// ```
  @CallsAtOnce
  @Export
  @Type("any")
  public static @Nullable Object reduce(
      @Type("list<T>") ListValue list,
      @Type("(any, T) -> any") FunctionValue f,
      @Nullable Object init) {
    return ListCallMembers.reduce(list, f, init);
  }

  /// As above, beginning with the first element; nil when there is none.
  ///
  /// ```ruchy
  /// reduce([1, 2, 3], |total, x| total + x)   // => 6
  /// ```
  @CallsAtOnce
  @Export
  @Type("any")
  public static @Nullable Object reduce(
      @Type("list<T>") ListValue list, @Type("(any, T) -> any") FunctionValue f) {
    return ListCallMembers.reduce(list, f);
  }

  /// Adds a value at the end of a list. Gives the list, or nil for a variable, a member and an
  /// element.
  ///
  /// ```ruchy
  /// let xs = [1]; push(xs, 2); xs   // => [1, 2]
  /// push([1], 2)                    // => [1, 2]
  /// ```
  @Export
  @Mutates
  @Type("list<T>")
  public static ListValue push(
      @Type("list<T>") ListValue list, @Type("T") @Nullable Object element) {
    return ListChangeMembers.push(list, element);
  }

  /// Takes the last element off a list; nil when it is empty.
  ///
  /// ```ruchy
  /// let xs = [1, 2]; pop(xs)   // => 2
  /// ```
  @Export
  @Mutates
  @Type("T?")
  public static @Nullable Object pop(@Type("list<T>") ListValue list) {
    return ListChangeMembers.pop(list);
  }
}
