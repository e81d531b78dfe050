package ruchy.compiler.bounds;

import ruchy.compiler.program.Operator;

/// The integers from `low` to `high`, both included; never empty. What operators give is meant as
/// the results that 64 bits hold: the others raise.
public record Interval(long low, long high) {
  /// Every integer.
  public static final Interval ALL = new Interval(Long.MIN_VALUE, Long.MAX_VALUE);

  /// What a length can be.
  static final Interval LENGTH = new Interval(0, Integer.MAX_VALUE);

  static Interval of(long value) {
    return new Interval(value, value);
  }

  boolean isAll() {
    return equals(ALL);
  }

  /// Whether all of them are at least `least` and at most `most`.
  public boolean isWithin(long least, long most) {
    return low >= least && high <= most;
  }

  Interval join(Interval other) {
    return new Interval(Math.min(low, other.low), Math.max(high, other.high));
  }

  /// Those that are at most `most`; if there are none, the code never runs and any will do.
  Interval atMost(long most) {
    return new Interval(Math.min(low, most), Math.min(high, most));
  }

  /// Those that are at least `least`; if there are none, any will do.
  Interval atLeast(long least) {
    return new Interval(Math.max(low, least), Math.max(high, least));
  }

  Interval plus(Interval other) {
    return new Interval(sum(low, other.low), sum(high, other.high));
  }

  /// Whether no sum of both leaves 64 bits.
  boolean sumFits(Interval other) {
    return !sumOverflows(low, other.low) && !sumOverflows(high, other.high);
  }

  Interval minus(Interval other) {
    return new Interval(difference(low, other.high), difference(high, other.low));
  }

  /// Whether no difference of both leaves 64 bits.
  boolean differenceFits(Interval other) {
    return !differenceOverflows(low, other.high) && !differenceOverflows(high, other.low);
  }

  Interval times(Interval other) {
    if (!productFits(other)) {
      return isWithin(0, Long.MAX_VALUE) && other.isWithin(0, Long.MAX_VALUE)
          ? new Interval(0, Long.MAX_VALUE)
          : ALL;
    }
    long a = low * other.low;
    long b = low * other.high;
    long c = high * other.low;
    long d = high * other.high;
    return new Interval(
        Math.min(Math.min(a, b), Math.min(c, d)), Math.max(Math.max(a, b), Math.max(c, d)));
  }

  /// Whether no product of both leaves 64 bits.
  boolean productFits(Interval other) {
    return productFits(low, other.low)
        && productFits(low, other.high)
        && productFits(high, other.low)
        && productFits(high, other.high);
  }

  /// What `/` gives, which truncates toward zero.
  Interval dividedBy(Interval other) {
    return other.low > 0 && other.low == other.high
        ? new Interval(low / other.low, high / other.low)
        : other.low > 0 && low >= 0 ? new Interval(0, high) : ALL;
  }

  /// What `%` gives, which has the sign of the dividend.
  Interval remainderOf(Interval other) {
    if (other.low == Long.MIN_VALUE) {
      return low >= 0 ? new Interval(0, high) : ALL;
    }
    long most = Math.max(Math.abs(other.low), Math.abs(other.high));
    long reach = Math.max(most - 1, 0);
    return new Interval(
        low >= 0 ? 0 : Math.max(-reach, low), high <= 0 ? 0 : Math.min(reach, high));
  }

  /// What `&` gives.
  Interval and(Interval other) {
    if (low >= 0 && other.low >= 0) {
      return new Interval(0, Math.min(high, other.high));
    }
    if (other.low >= 0) {
      return new Interval(0, other.high);
    }
    return low >= 0 ? new Interval(0, high) : ALL;
  }

  /// What the operator gives for integers of both.
  Interval with(Operator operator, Interval other) {
    return switch (operator) {
      case ADD -> plus(other);
      case SUBTRACT -> minus(other);
      case MULTIPLY -> times(other);
      case DIVIDE -> dividedBy(other);
      case MODULO -> remainderOf(other);
      case BIT_AND -> and(other);
      default -> ALL;
    };
  }

  /// The sums of up to `times` of them. An end of 64 bits stands for whatever is beyond it, too.
  Interval repeated(long times) {
    return new Interval(low < 0 ? product(low, times) : 0, high > 0 ? product(high, times) : 0);
  }

  /// Those of these that sums, as `repeated` gives them, lead to by and by.
  Interval changedBy(Interval sums) {
    return new Interval(
        sums.low == Long.MIN_VALUE ? Long.MIN_VALUE : sum(low, sums.low),
        sums.high == Long.MAX_VALUE ? Long.MAX_VALUE : sum(high, sums.high));
  }

  /// What a loop over a range counts from a start to an end of these.
  static Interval counter(boolean inclusive, Interval start, Interval end) {
    boolean below = !inclusive && end.high > Long.MIN_VALUE;
    return new Interval(start.low, Math.max(start.low, below ? end.high - 1 : end.high));
  }

  Interval negated() {
    return new Interval(difference(0, high), difference(0, low));
  }

  private static boolean sumOverflows(long a, long b) {
    long sum = a + b;
    return ((a ^ sum) & (b ^ sum)) < 0;
  }

  private static long sum(long a, long b) {
    return sumOverflows(a, b) ? (a < 0 ? Long.MIN_VALUE : Long.MAX_VALUE) : a + b;
  }

  private static boolean differenceOverflows(long a, long b) {
    return ((a ^ b) & (a ^ (a - b))) < 0;
  }

  private static long difference(long a, long b) {
    return differenceOverflows(a, b) ? (a < 0 ? Long.MIN_VALUE : Long.MAX_VALUE) : a - b;
  }

  /// A product with what is not negative.
  private static long product(long a, long times) {
    return productFits(a, times) ? a * times : a < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
  }

  private static boolean productFits(long a, long b) {
    long low = a * b;
    return Math.multiplyHigh(a, b) == low >> 63;
  }
}
