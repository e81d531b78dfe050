package ruchy.runtime.member;

import java.math.BigInteger;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.library.Export;
import ruchy.runtime.library.Members;
import ruchy.runtime.library.Property;
import ruchy.runtime.library.Reads;
import ruchy.runtime.library.Type;
import ruchy.runtime.operator.Membership;
import ruchy.runtime.operator.Truth;
import ruchy.runtime.value.FunctionValue;
import ruchy.runtime.value.ListValue;
import ruchy.runtime.value.RangeValue;

/// The methods of ranges (L 17.6). A range has the methods of lists too.
@Members("range")
public final class RangeMembers {
  private RangeMembers() {}

  /// The first number, or nil for `..b`.
  ///
  /// ```ruchy
  /// (1..5).start   // => 1
  /// ```
  @Property("start")
  @Export("start")
  public static @Nullable Long start(RangeValue range) {
    return range.hasStart() ? (Long) range.start() : null;
  }

  /// The bound at the end as it is written, or nil for `a..`.
  ///
  /// ```ruchy
  /// (1..5).end   // => 5
  /// ```
  @Property("end")
  @Export("end")
  public static @Nullable Long end(RangeValue range) {
    return range.hasEnd() ? (Long) range.end() : null;
  }

  /// How many numbers there are.
  ///
  /// ```ruchy
  /// (1..=5).len()   // => 5
  /// ```
  @Export({"len", "length", "size", "count"})
  public static long len(RangeValue range) {
    return range.length();
  }

  /// Whether there is no number.
  ///
  /// ```ruchy
  /// (5..1).is_empty()   // => true
  /// ```
  @Export
  public static boolean isEmpty(RangeValue range) {
    return range.hasEnd() && range.length() == 0;
  }

  /// Whether the number lies in the range.
  ///
  /// ```ruchy
  /// (1..5).contains(5)   // => false
  /// ```
  @Export({"contains", "includes"})
  public static boolean contains(RangeValue range, @Reads @Nullable Object number) {
    return Membership.contains(range, number);
  }

  /// The numbers as a new list.
  ///
  /// ```ruchy
  /// (1..4).to_array()   // => [1, 2, 3]
  /// ```
  @Export({"to_array", "to_vec", "collect", "iter", "into_iter"})
  @Type("list<integer>")
  public static ListValue toArray(RangeValue range) {
    return range.toList();
  }

  /// The numbers in descending order.
  ///
  /// ```ruchy
  /// (1..4).rev()   // => [3, 2, 1]
  /// ```
  @Export({"rev", "reverse", "reversed"})
  @Type("list<integer>")
  public static ListValue rev(RangeValue range) {
    return ListMembers.reverse(range.toList());
  }

  /// Every `step`-th number, beginning with the first.
  ///
  /// ```ruchy
  /// (0..10).step_by(4)   // => [0, 4, 8]
  /// ```
  @Export
  @Type("list<integer>")
  public static ListValue stepBy(RangeValue range, long step) {
    if (step <= 0) {
      throw Failure.argumentError("step_by expects a number above 0, got " + step);
    }
    long length = range.length();
    long count = length / step + (length % step == 0 ? 0 : 1);
    ListValue numbers = ListValue.withLongCapacity(count);
    for (long i = 0; i < count; i++) {
      numbers.add(range.start() + i * step);
    }
    return numbers;
  }

  /// How many numbers there are to walk over: as many as an integer can count without an end.
  private static long walk(RangeValue range) {
    return range.hasEnd() ? range.length() : Long.MAX_VALUE - Math.max(range.start(), 0);
  }

  /// The first `n` numbers; the range needs no end.
  ///
  /// ```ruchy
  /// (5..).take(3)   // => [5, 6, 7]
  /// ```
  @Export
  @Type("list<integer>")
  public static ListValue take(RangeValue range, long n) {
    long count = Math.clamp(n, 0, walk(range));
    ListValue numbers = ListValue.withLongCapacity(count);
    for (long i = 0; i < count; i++) {
      numbers.add(range.start() + i);
    }
    return numbers;
  }

  /// The numbers up to the first for which the function is false; the range needs no end.
  ///
  /// ```ruchy
  /// (1..).take_while(|n| n * n < 10)   // => [1, 2, 3]
  /// ```
  @Export
  @Type("list<integer>")
  public static ListValue takeWhile(RangeValue range, @Type("(integer) -> any") FunctionValue f) {
    long count = walk(range);
    ListValue numbers = ListValue.empty();
    for (long i = 0; i < count && Truth.truth(f.offer((Object) (range.start() + i))); i++) {
      numbers.add(range.start() + i);
    }
    return numbers;
  }

  /// The first number for which the function is true, or nil; the range needs no end.
  ///
  /// ```ruchy
  /// (1..).find(|n| n * n > 50)   // => 8
  /// ```
  @Export
  public static @Nullable Long find(
      RangeValue range, @Type("(integer, integer) -> any") FunctionValue f) {
    long count = walk(range);
    for (long i = 0; i < count; i++) {
      Object number = range.start() + i;
      if (Truth.truth(f.takes(2) ? f.call(number, (Object) i) : f.offer(number))) {
        return range.start() + i;
      }
    }
    return null;
  }

  /// Pairs of the numbers and the elements of a list, as many as the shorter one has; the range
  /// needs no end.
  ///
  /// ```ruchy
  /// (1..).zip(["a", "b"])   // => [(1, "a"), (2, "b")]
  /// ```
  @Export
  @Type("list<tuple<integer, any>>")
  public static ListValue zip(RangeValue range, ListValue other) {
    return ListPartMembers.zip(take(range, other.size()), other);
  }

  /// The sum of the numbers, 0 for an empty range.
  ///
  /// ```ruchy
  /// (1..=100).sum()   // => 5050
  /// ```
  @Export
  public static long sum(RangeValue range) {
    long length = range.length();
    if (length == 0) {
      return 0;
    }
    // n numbers from a: n * (2 * a + n - 1) / 2
    BigInteger count = BigInteger.valueOf(length);
    BigInteger ends =
        BigInteger.valueOf(range.start()).shiftLeft(1).add(count).subtract(BigInteger.ONE);
    BigInteger sum = count.multiply(ends).shiftRight(1);
    if (sum.bitLength() > 63) {
      throw Failure.overflow("addition");
    }
    return sum.longValue();
  }
}
