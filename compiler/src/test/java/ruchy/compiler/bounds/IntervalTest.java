package ruchy.compiler.bounds;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.BinaryOperator;
import java.util.function.LongBinaryOperator;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
final class IntervalTest {
  private static final long MIN = Long.MIN_VALUE;
  private static final long MAX = Long.MAX_VALUE;
  private static final long[] ENDS = {
    MIN,
    MIN + 1,
    MIN / 2,
    -3_000_000_000L,
    -7,
    -2,
    -1,
    0,
    1,
    2,
    5,
    3_000_000_000L,
    MAX / 2,
    MAX - 1,
    MAX
  };
  private static final BigInteger LEAST = BigInteger.valueOf(MIN);
  private static final BigInteger MOST = BigInteger.valueOf(MAX);

  private static List<Interval> intervals() {
    List<Interval> all = new ArrayList<>();
    for (long low : ENDS) {
      for (long high : ENDS) {
        if (low <= high) {
          all.add(new Interval(low, high));
        }
      }
    }
    return all;
  }

  private static boolean isLong(BigInteger value) {
    return value.compareTo(LEAST) >= 0 && value.compareTo(MOST) <= 0;
  }

  /// The values of the interval that are tried.
  private static List<Long> values(Interval interval) {
    List<Long> values = new ArrayList<>();
    for (long value : ENDS) {
      if (value >= interval.low() && value <= interval.high()) {
        values.add(value);
      }
    }
    return values;
  }

  private static void contain(
      BinaryOperator<BigInteger> exact,
      BinaryOperator<Interval> operator,
      BiFunction<Interval, Interval, Boolean> fits) {
    for (Interval a : intervals()) {
      for (Interval b : intervals()) {
        Interval result = operator.apply(a, b);
        boolean allFit = true;
        for (long x : values(a)) {
          for (long y : values(b)) {
            BigInteger value = exact.apply(BigInteger.valueOf(x), BigInteger.valueOf(y));
            if (isLong(value)) {
              long found = value.longValueExact();
              assertTrue(
                  result.low() <= found && found <= result.high(),
                  () -> x + ", " + y + " of " + a + ", " + b + " is not in " + result);
            } else {
              allFit = false;
            }
          }
        }
        assertEquals(allFit, fits.apply(a, b), () -> a + ", " + b);
      }
    }
  }

  @Test
  void sums_are_inside_and_fit_when_all_do() {
    contain(BigInteger::add, Interval::plus, Interval::sumFits);
  }

  @Test
  void differences_are_inside_and_fit_when_all_do() {
    contain(BigInteger::subtract, Interval::minus, Interval::differenceFits);
  }

  @Test
  void products_are_inside_and_fit_when_all_do() {
    contain(BigInteger::multiply, Interval::times, Interval::productFits);
  }

  private static void containDirect(LongBinaryOperator exact, BinaryOperator<Interval> operator) {
    for (Interval a : intervals()) {
      for (Interval b : intervals()) {
        Interval result = operator.apply(a, b);
        for (long x : values(a)) {
          for (long y : values(b)) {
            if (y != 0) {
              long found = exact.applyAsLong(x, y);
              assertTrue(
                  result.low() <= found && found <= result.high(),
                  () -> x + ", " + y + " of " + a + ", " + b + " is not in " + result);
            }
          }
        }
      }
    }
  }

  @Test
  void quotients_remainders_and_common_bits_are_inside() {
    containDirect((x, y) -> x / y, Interval::dividedBy);
    containDirect((x, y) -> x % y, Interval::remainderOf);
    containDirect((x, y) -> x & y, Interval::and);
  }

  @Test
  void a_sum_of_some_of_them_is_inside_however_often_they_are_added() {
    for (Interval interval : intervals()) {
      for (long times : new long[] {0, 1, 2, 3, 1_000_000, MAX}) {
        Interval result = interval.repeated(times);
        assertTrue(result.low() <= 0 && 0 <= result.high(), "nothing may be added");
        for (long value : values(interval)) {
          BigInteger most = BigInteger.valueOf(value).multiply(BigInteger.valueOf(times));
          long found = most.max(LEAST).min(MOST).longValueExact();
          assertTrue(
              result.low() <= found && found <= result.high(),
              () -> times + " times " + value + " of " + interval + " is not in " + result);
        }
      }
    }
  }

  @Test
  void sums_beyond_64_bits_lead_anywhere_up_to_the_end() {
    assertEquals(
        new Interval(MIN, MAX - 1),
        Interval.of(MAX - 1).changedBy(Interval.of(MIN / 2).repeated(MAX)));
    assertEquals(
        new Interval(MIN + 1, MAX),
        Interval.of(MIN + 1).changedBy(Interval.of(MAX / 2).repeated(3)));
    assertEquals(new Interval(1, 7), Interval.of(1).changedBy(Interval.of(2).repeated(3)));
  }

  @Test
  void what_a_loop_counts_is_inside() {
    for (Interval start : intervals()) {
      for (Interval end : intervals()) {
        Interval below = Interval.counter(false, start, end);
        Interval upTo = Interval.counter(true, start, end);
        for (long first : values(start)) {
          for (long last : values(end)) {
            if (first <= last) {
              assertTrue(upTo.low() <= first);
              assertTrue(upTo.high() >= last, () -> start + " up to " + end + ": " + upTo);
            }
            if (first < last) {
              assertTrue(below.low() <= first);
              assertTrue(below.high() >= last - 1, () -> start + " below " + end + ": " + below);
            }
          }
        }
      }
    }
  }

  @Test
  void negation_of_the_least_integer_does_not_count() {
    assertEquals(new Interval(-5, MAX), new Interval(MIN, 5).negated());
    assertEquals(new Interval(-5, 3), new Interval(-3, 5).negated());
  }

  @Test
  void what_is_at_most_or_at_least_a_value_is_cut_off() {
    assertEquals(new Interval(0, 4), new Interval(0, 9).atMost(4));
    assertEquals(new Interval(4, 9), new Interval(0, 9).atLeast(4));
    assertTrue(new Interval(0, 9).isWithin(0, 9));
    assertFalse(new Interval(0, 9).isWithin(0, 8));
  }
}
