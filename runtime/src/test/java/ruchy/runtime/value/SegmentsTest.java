package ruchy.runtime.value;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
final class SegmentsTest {
  private static final long[] ENDS = {
    Long.MIN_VALUE,
    Long.MIN_VALUE + 1,
    -5_000_000_000L,
    -1_000_000_000,
    -1,
    0,
    1,
    1_999_999_999,
    2_000_000_000,
    2_000_000_001,
    5_000_000_000L,
    Long.MAX_VALUE - 1,
    Long.MAX_VALUE
  };

  @Test
  void a_segment_goes_forward_and_stays_in_the_range() {
    for (long first : ENDS) {
      for (long last : ENDS) {
        if (first <= last) {
          long end = Segments.last(first, last);
          assertTrue(first <= end && end <= last, () -> first + " to " + last + ": " + end);
        }
      }
    }
  }

  @Test
  void the_counter_is_the_integer_where_that_can_be_a_position_and_negative_elsewhere() {
    for (long first : ENDS) {
      for (long last : ENDS) {
        if (first > last) {
          continue;
        }
        long count = Segments.last(first, last) - first;
        int counter = Segments.first(first);
        if (first >= 0 && first < 2_000_000_000) {
          assertEquals(first, counter);
          assertTrue(counter + count < 2_000_000_000);
        } else {
          assertTrue(counter + count + 1_048_576 < 0);
          assertTrue(counter - 1_048_576L >= Integer.MIN_VALUE);
        }
      }
    }
  }

  @Test
  void a_range_of_usual_size_is_one_segment() {
    assertEquals(999_999, Segments.last(0, 999_999));
    assertEquals(-1, Segments.last(-5, 10));
    assertEquals(10, Segments.last(0, 10));
  }
}
