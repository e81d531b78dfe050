package ruchy.runtime.member;

import org.jspecify.annotations.Nullable;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.library.Export;
import ruchy.runtime.library.Members;
import ruchy.runtime.library.Property;
import ruchy.runtime.library.Reads;
import ruchy.runtime.library.Type;
import ruchy.runtime.operator.Arithmetic;
import ruchy.runtime.operator.Membership;
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
    // n numbers from a: n * a + n * (n - 1) / 2, the even one of n and n - 1 halved first
    long first = Arithmetic.multiply(length, range.start());
    long rest =
        length % 2 == 0
            ? Arithmetic.multiply(length / 2, length - 1)
            : Arithmetic.multiply(length, (length - 1) / 2);
    return Arithmetic.add(first, rest);
  }
}
