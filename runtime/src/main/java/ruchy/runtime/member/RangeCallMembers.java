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
import ruchy.runtime.value.ListValue;
import ruchy.runtime.value.RangeValue;

/// The methods of ranges that call a function for their numbers, one after the other: no list of
/// them is made. A function of two parameters gets the number and its position. Those that may end
/// early need no end of the range.
@Members("range")
@Computes
public final class RangeCallMembers {
  private RangeCallMembers() {}

  private static @Nullable Object apply(FunctionValue f, RangeValue range, long position) {
    Object number = range.start() + position;
    return f.takes(2) ? f.call(number, (Object) position) : f.offer(number);
  }

  /// The position of the first number for which the function gives what is wanted, or -1.
  private static long position(RangeValue range, FunctionValue f, boolean wanted) {
    long count = RangeMembers.walk(range);
    for (long i = 0; i < count; i++) {
      if (Truth.truth(apply(f, range, i)) == wanted) {
        return i;
      }
    }
    return -1;
  }

  /// The list of the function's results.
  ///
  /// ```ruchy
  /// (1..4).map(|n| n * n)   // => [1, 4, 9]
  /// ```
  @CallsAtOnce
  @LooksShallowly
  @YieldsNew
  @Export
  @Type("list<U>")
  public static ListValue map(RangeValue range, @Type("(integer, integer) -> U") FunctionValue f) {
    long length = range.length();
    ListValue results = ListValue.empty();
    for (long i = 0; i < length; i++) {
      results.add(apply(f, range, i));
    }
    return results;
  }

  /// The numbers for which the function is true.
  ///
  /// ```ruchy
  /// (0..10).filter(|n| n % 4 == 0)   // => [0, 4, 8]
  /// ```
  @CallsAtOnce
  @LooksShallowly
  @YieldsNew
  @Export
  @Type("list<integer>")
  public static ListValue filter(
      RangeValue range, @Type("(integer, integer) -> any") FunctionValue f) {
    return chosen(range, f, true);
  }

  /// The numbers for which the function is false.
  ///
  /// ```ruchy
  /// (0..5).reject(|n| n % 2 == 0)   // => [1, 3]
  /// ```
  @CallsAtOnce
  @LooksShallowly
  @YieldsNew
  @Export
  @Type("list<integer>")
  public static ListValue reject(
      RangeValue range, @Type("(integer, integer) -> any") FunctionValue f) {
    return chosen(range, f, false);
  }

  private static ListValue chosen(RangeValue range, FunctionValue f, boolean wanted) {
    long length = range.length();
    ListValue numbers = ListValue.empty();
    for (long i = 0; i < length; i++) {
      if (Truth.truth(apply(f, range, i)) == wanted) {
        numbers.add(range.start() + i);
      }
    }
    return numbers;
  }

  /// Calls the function for each number.
  ///
  /// ```ruchy
  /// (1..2).each(|n| println(n))   // prints 1
  /// ```
  @CallsAtOnce
  @LooksShallowly
  @Export({"each", "for_each", "each_with_index"})
  public static void each(RangeValue range, @Type("(integer, integer) -> any") FunctionValue f) {
    long length = range.length();
    for (long i = 0; i < length; i++) {
      apply(f, range, i);
    }
  }

  /// Joins the numbers from the left: the function gets the value so far, `init` at first, and a
  /// number.
  ///
  /// ```ruchy
  /// (1..=5).fold(1, |product, n| product * n)   // => 120
  /// ```
  @CallsAtOnce
  @LooksShallowly
  @Export({"reduce", "fold"})
  @Type("U")
  public static @Nullable Object reduce(
      RangeValue range,
      @Type("U") @Nullable Object init,
      @Type("(U, integer, integer) -> U") FunctionValue f) {
    return joined(range, 0, init, f);
  }

  /// The text that begins with `init`, with what the function gives for each number added to it:
  /// `reduce(init, |text, n| text + f(n))` without a copy at each step.
  @CallsAtOnce
  @LooksShallowly
  @Export({"reduce#text", "fold#text"})
  public static String reduceText(
      RangeValue range, String init, @Type("(integer) -> any") FunctionValue f) {
    StringBuilder text = new StringBuilder(init);
    long length = range.length();
    for (long i = 0; i < length; i++) {
      text.append(Display.text(f.offer((Object) (range.start() + i))));
    }
    return text.toString();
  }

  /// Joins the numbers from the left, beginning with `init`.
  ///
  /// ```ruchy
  /// (1..4).reduce(|sum, n| sum + n, 10)   // => 16
  /// ```
  @CallsAtOnce
  @LooksShallowly
  @Export
  @Type("U")
  public static @Nullable Object reduce(
      RangeValue range,
      @Type("(U, integer) -> U") FunctionValue f,
      @Type("U") @Nullable Object init) {
    return joined(range, 0, init, f);
  }

  /// Joins the numbers from the left, beginning with the first one; nil when there is none.
  ///
  /// ```ruchy
  /// (1..=4).reduce(|a, b| a * b)   // => 24
  /// ```
  @CallsAtOnce
  @LooksShallowly
  @Export
  @Type("any")
  public static @Nullable Object reduce(
      RangeValue range, @Type("(any, integer) -> any") FunctionValue f) {
    return range.length() == 0 ? null : joined(range, 1, range.start(), f);
  }

  private static @Nullable Object joined(
      RangeValue range, long from, @Nullable Object init, FunctionValue f) {
    long length = range.length();
    Object value = init;
    for (long i = from; i < length; i++) {
      Object number = range.start() + i;
      value = f.takes(3) ? f.call(value, number, (Object) (i - from)) : f.offerBoth(value, number);
    }
    return value;
  }

  /// Whether the function is true for a number; the range needs no end.
  ///
  /// ```ruchy
  /// (1..).any(|n| n * n == 49)   // => true
  /// ```
  @CallsAtOnce
  @LooksShallowly
  @Export({"any", "some"})
  public static boolean any(RangeValue range, @Type("(integer, integer) -> any") FunctionValue f) {
    return position(range, f, true) >= 0;
  }

  /// Whether the function is true for all numbers; the range needs no end.
  ///
  /// ```ruchy
  /// (1..).all(|n| n < 100)   // => false
  /// ```
  @CallsAtOnce
  @LooksShallowly
  @Export({"all", "every"})
  public static boolean all(RangeValue range, @Type("(integer, integer) -> any") FunctionValue f) {
    return position(range, f, false) < 0;
  }

  /// Whether the function is true for no number; the range needs no end.
  ///
  /// ```ruchy
  /// (2..7).none(|n| 7 % n == 0)   // => true
  /// ```
  @CallsAtOnce
  @LooksShallowly
  @Export
  public static boolean none(RangeValue range, @Type("(integer, integer) -> any") FunctionValue f) {
    return position(range, f, true) < 0;
  }

  /// The number of numbers for which the function is true.
  ///
  /// ```ruchy
  /// (0..10).count(|n| n % 3 == 0)   // => 4
  /// ```
  @CallsAtOnce
  @LooksShallowly
  @Export
  public static long count(RangeValue range, @Type("(integer, integer) -> any") FunctionValue f) {
    long length = range.length();
    long count = 0;
    for (long i = 0; i < length; i++) {
      if (Truth.truth(apply(f, range, i))) {
        count++;
      }
    }
    return count;
  }

  /// The first number for which the function is true, or nil; the range needs no end.
  ///
  /// ```ruchy
  /// (1..).find(|n| n * n > 50)   // => 8
  /// ```
  @CallsAtOnce
  @LooksShallowly
  @Export
  public static @Nullable Long find(
      RangeValue range, @Type("(integer, integer) -> any") FunctionValue f) {
    long position = position(range, f, true);
    return position < 0 ? null : (Long) (range.start() + position);
  }

  /// The position of the first number for which the function is true, or nil; the range needs no
  /// end.
  ///
  /// ```ruchy
  /// (10..).position(|n| n % 4 == 0)   // => 2
  /// ```
  @CallsAtOnce
  @LooksShallowly
  @Export({"find_index", "position"})
  public static @Nullable Long findIndex(
      RangeValue range, @Type("(integer, integer) -> any") FunctionValue f) {
    long position = position(range, f, true);
    return position < 0 ? null : (Long) position;
  }

  /// The numbers up to the first for which the function is false; the range needs no end.
  ///
  /// ```ruchy
  /// (1..).take_while(|n| n * n < 10)   // => [1, 2, 3]
  /// ```
  @CallsAtOnce
  @YieldsNew
  @Export
  @Type("list<integer>")
  public static ListValue takeWhile(RangeValue range, @Type("(integer) -> any") FunctionValue f) {
    long count = RangeMembers.walk(range);
    ListValue numbers = ListValue.empty();
    for (long i = 0; i < count && Truth.truth(f.offer((Object) (range.start() + i))); i++) {
      numbers.add(range.start() + i);
    }
    return numbers;
  }
}
