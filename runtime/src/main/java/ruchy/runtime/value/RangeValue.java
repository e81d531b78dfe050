package ruchy.runtime.value;

import org.jspecify.annotations.Nullable;
import ruchy.runtime.failure.Failure;

/// `a..b`, `a..=b`, and the open forms `a..`, `..b`, `..` (L 5.9). Immutable. Counts upwards; a
/// range whose end is not above its start is empty.
public final class RangeValue {
  private final long start;
  private final long end;
  private final boolean hasStart;
  private final boolean hasEnd;
  private final boolean inclusive;

  private RangeValue(long start, long end, boolean hasStart, boolean hasEnd, boolean inclusive) {
    this.start = start;
    this.end = end;
    this.hasStart = hasStart;
    this.hasEnd = hasEnd;
    this.inclusive = inclusive;
  }

  /// `start..end`, or `start..=end` when inclusive.
  public static RangeValue of(long start, long end, boolean inclusive) {
    return new RangeValue(start, end, true, true, inclusive);
  }

  /// `start..`
  public static RangeValue from(long start) {
    return new RangeValue(start, Long.MAX_VALUE, true, false, false);
  }

  /// `..end`, or `..=end` when inclusive.
  public static RangeValue to(long end, boolean inclusive) {
    return new RangeValue(0, end, false, true, inclusive);
  }

  /// `..`
  public static RangeValue all() {
    return new RangeValue(0, Long.MAX_VALUE, false, false, false);
  }

  /// The range of two bounds whose kinds are not known when compiling: integers or bytes, nil for
  /// an absent one. Raises TypeError for other kinds (L 10.2).
  public static RangeValue between(
      @Nullable Object start, @Nullable Object end, boolean inclusive) {
    long first = start == null ? 0 : bound(start);
    long last = end == null ? Long.MAX_VALUE : bound(end);
    return new RangeValue(first, last, start != null, end != null, inclusive && end != null);
  }

  private static long bound(Object value) {
    if (value instanceof Long integer) {
      return integer;
    }
    if (value instanceof ByteValue octet) {
      return octet.value();
    }
    throw Failure.typeError("Range bounds must be integers, got " + Kind.name(value));
  }

  /// The first number; 0 when the start is absent.
  public long start() {
    return start;
  }

  /// The bound as written; `Long.MAX_VALUE` when the end is absent.
  public long end() {
    return end;
  }

  public boolean hasStart() {
    return hasStart;
  }

  public boolean hasEnd() {
    return hasEnd;
  }

  public boolean isInclusive() {
    return inclusive;
  }

  /// How many numbers there are; raises ArgumentError when the end is absent.
  public long length() {
    if (!hasEnd) {
      throw Failure.argumentError("An endless range has no length");
    }
    if (start > end || (start == end && !inclusive)) {
      return 0;
    }
    try {
      return Math.addExact(Math.subtractExact(end, start), inclusive ? 1 : 0);
    } catch (ArithmeticException e) {
      throw Failure.overflow("subtraction");
    }
  }

  public boolean contains(long number) {
    if (hasStart && number < start) {
      return false;
    }
    return !hasEnd || (inclusive ? number <= end : number < end);
  }

  /// How many numbers there are for a method of lists; raises ArgumentError when a list could not
  /// hold them.
  public int lengthAsList() {
    return asListSize(length());
  }

  /// So many numbers of a range as the size of a list; raises ArgumentError when a list could not
  /// hold them.
  public static int asListSize(long numbers) {
    if (numbers > ListStorage.LARGEST) {
      throw Failure.argumentError("A range of " + numbers + " numbers does not fit in a list");
    }
    return (int) numbers;
  }

  /// Whether there are not more numbers than a list could hold; false without an end.
  public boolean fitsInList() {
    return hasEnd && (start >= end || (end - start >= 0 && end - start < ListStorage.LARGEST));
  }

  /// The numbers as a new list; raises ArgumentError when there are too many for one.
  public ListValue toList() {
    long[] numbers = new long[lengthAsList()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = start + i;
    }
    return ListValue.ofLongs(numbers);
  }

  /// The walk of `for i in range`; endless when the end is absent.
  Cursor cursor() {
    return new RangeCursor(start, end, inclusive || !hasEnd);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof RangeValue that
        && start == that.start
        && end == that.end
        && hasStart == that.hasStart
        && hasEnd == that.hasEnd
        && inclusive == that.inclusive;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(start) * 31 + Long.hashCode(end);
  }

  @Override
  public String toString() {
    return (hasStart ? Long.toString(start) : "")
        + (inclusive ? "..=" : "..")
        + (hasEnd ? Long.toString(end) : "");
  }

  private static final class RangeCursor extends Cursor {
    private long next;
    private final long last;
    private final boolean inclusive;
    private boolean ended;
    private long present;

    RangeCursor(long start, long last, boolean inclusive) {
      this.next = start;
      this.last = last;
      this.inclusive = inclusive;
    }

    @Override
    public boolean advance() {
      if (ended || next > last || (next == last && !inclusive)) {
        return false;
      }
      present = next;
      if (next == last) {
        ended = true;
      } else {
        next++;
      }
      return true;
    }

    @Override
    public Object value() {
      return present;
    }
  }
}
