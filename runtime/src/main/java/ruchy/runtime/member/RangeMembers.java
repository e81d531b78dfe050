package ruchy.runtime.member;

import java.math.BigInteger;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.library.CallsAtOnce;
import ruchy.runtime.library.Computes;
import ruchy.runtime.library.Export;
import ruchy.runtime.library.LooksShallowly;
import ruchy.runtime.library.Members;
import ruchy.runtime.library.Property;
import ruchy.runtime.library.Reads;
import ruchy.runtime.library.Type;
import ruchy.runtime.library.YieldsNew;
import ruchy.runtime.operator.Membership;
import ruchy.runtime.value.ListValue;
import ruchy.runtime.value.Options;
import ruchy.runtime.value.RangeValue;
import ruchy.runtime.value.VariantValue;

/// The methods of ranges (L 17.6) that call no function. A range has the methods of lists too;
/// those that need no list are here, so that a range may be longer than a list can be.
@Members("range")
@Computes
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
  @LooksShallowly
  @Export({"len", "length", "size", "count"})
  public static long len(RangeValue range) {
    return range.length();
  }

  /// Whether there is no number.
  ///
  /// ```ruchy
  /// (5..1).is_empty()   // => true
  /// ```
  @LooksShallowly
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
  @LooksShallowly
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
  @LooksShallowly
  @YieldsNew
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
  @YieldsNew
  @Export
  @Type("list<integer>")
  public static ListValue stepBy(RangeValue range, long step) {
    Counts.positive(step, "step_by");
    long length = range.length();
    long count = length / step + (length % step == 0 ? 0 : 1);
    ListValue numbers = ListValue.withLongCapacity(count);
    for (long i = 0; i < count; i++) {
      numbers.add(range.start() + i * step);
    }
    return numbers;
  }

  /// How many numbers there are to walk over: as many as an integer can count without an end.
  static long walk(RangeValue range) {
    return range.hasEnd() ? range.length() : Long.MAX_VALUE - Math.max(range.start(), 0);
  }

  /// The first `n` numbers; the range needs no end.
  ///
  /// ```ruchy
  /// (5..).take(3)   // => [5, 6, 7]
  /// ```
  @LooksShallowly
  @YieldsNew
  @Export({"take", "first"})
  @Type("list<integer>")
  public static ListValue take(RangeValue range, long n) {
    return part(range, 0, Math.clamp(n, 0, walk(range)));
  }

  /// The numbers after the first `n`.
  ///
  /// ```ruchy
  /// (0..10).skip(7)   // => [7, 8, 9]
  /// ```
  @LooksShallowly
  @YieldsNew
  @Export({"skip", "drop"})
  @Type("list<integer>")
  public static ListValue skip(RangeValue range, long n) {
    long length = range.length();
    return part(range, Math.clamp(n, 0, length), length);
  }

  /// The last `n` numbers.
  ///
  /// ```ruchy
  /// (0..10).last(2)   // => [8, 9]
  /// ```
  @LooksShallowly
  @YieldsNew
  @Export
  @Type("list<integer>")
  public static ListValue last(RangeValue range, long n) {
    long length = range.length();
    return part(range, length - Math.clamp(n, 0, length), length);
  }

  /// The numbers from one position up to before another one, as a list.
  private static ListValue part(RangeValue range, long from, long to) {
    long[] numbers = new long[RangeValue.asListSize(to - from)];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = range.start() + from + i;
    }
    return ListValue.ofLongs(numbers);
  }

  /// The first number, or nil if there is none; the range needs no end.
  ///
  /// ```ruchy
  /// (3..7).first()   // => 3
  /// ```
  @LooksShallowly
  @Export({"first", "front", "peek"})
  public static @Nullable Long first(RangeValue range) {
    return walk(range) == 0 ? null : (Long) range.start();
  }

  /// The last number, or nil if there is none.
  ///
  /// ```ruchy
  /// (3..7).last()   // => 6
  /// ```
  @LooksShallowly
  @Export({"last", "back"})
  public static @Nullable Long last(RangeValue range) {
    long length = range.length();
    return length == 0 ? null : (Long) (range.start() + length - 1);
  }

  /// The least number, or nil if there is none.
  ///
  /// ```ruchy
  /// (3..7).min()   // => 3
  /// ```
  @Export
  public static @Nullable Long min(RangeValue range) {
    return first(range);
  }

  /// The greatest number, or nil if there is none.
  ///
  /// ```ruchy
  /// (3..7).max()   // => 6
  /// ```
  @Export
  public static @Nullable Long max(RangeValue range) {
    return last(range);
  }

  /// The number at a position (negative from the end), or nil.
  ///
  /// ```ruchy
  /// (3..7).get(1)   // => 4
  /// ```
  @LooksShallowly
  @Export
  public static @Nullable Long get(RangeValue range, long index) {
    long position = index < 0 ? index + range.length() : index;
    return position >= 0 && position < walk(range) ? (Long) (range.start() + position) : null;
  }

  /// The number at a position (negative from the end), or the default.
  ///
  /// ```ruchy
  /// (3..7).get(9, 0)   // => 0
  /// ```
  @LooksShallowly
  @Export
  @Type("integer | U")
  public static @Nullable Object get(
      RangeValue range, long index, @Type("U") @Nullable Object defaultValue) {
    Long found = get(range, index);
    return found == null ? defaultValue : found;
  }

  /// `Some(number)` at a position, or `None`; the range needs no end.
  ///
  /// ```ruchy
  /// (3..7).nth(9)   // => None
  /// ```
  @YieldsNew
  @Export
  @Type("option<integer>")
  public static VariantValue nth(RangeValue range, long index) {
    return index >= 0 && index < walk(range) ? Options.some(range.start() + index) : Options.NONE;
  }

  /// The position of a number, or -1.
  ///
  /// ```ruchy
  /// (3..7).index_of(5)   // => 2
  /// ```
  @Export
  public static long indexOf(RangeValue range, @Reads @Nullable Object number) {
    return number instanceof Long integer && range.contains(integer) ? integer - range.start() : -1;
  }

  /// The mean of the numbers, or nil if there is none.
  ///
  /// ```ruchy
  /// (1..=4).mean()   // => 2.5
  /// ```
  @Export({"mean", "average", "median"})
  public static @Nullable Double mean(RangeValue range) {
    Long last = last(range);
    return last == null ? null : (Double) (((double) range.start() + last) / 2);
  }

  /// Pairs of the numbers and the elements of a list, as many as the shorter one has; the range
  /// needs no end.
  ///
  /// ```ruchy
  /// (1..).zip(["a", "b"])   // => [(1, "a"), (2, "b")]
  /// ```
  @CallsAtOnce
  @YieldsNew
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
