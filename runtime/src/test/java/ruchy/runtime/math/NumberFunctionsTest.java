package ruchy.runtime.math;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import ruchy.runtime.call.LibraryFunctionValue;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.system.RangeGlobals;
import ruchy.runtime.value.ListValue;

/// L 16, the functions of numbers.
class NumberFunctionsTest {
  @Test
  void extremes_keep_the_kind() {
    assertEquals(1L, NumberFunctions.min(1L, 2.5));
    assertEquals(2.5, NumberFunctions.max(1L, 2.5));
    assertEquals(-4.0, NumberFunctions.min(1.5, -4.0));
    assertEquals(9L, NumberFunctions.max(3L, 9L, 4L, 9.0));
    assertEquals("b", NumberFunctions.max("a", "b"));
    assertEquals(1.0, NumberFunctions.min(Double.NaN, 1.0));
    assertEquals(1.0, NumberFunctions.min(1.0, Double.NaN));
    assertEquals(Double.NaN, NumberFunctions.max(1.0, Double.NaN));
    assertEquals(Double.NaN, NumberFunctions.max(Double.NaN, 1.0));
  }

  @Test
  void extremes_of_one_list_are_those_of_its_elements() {
    assertEquals(1L, NumberFunctions.min(ListValue.of(3L, 1L, 2L)));
    assertEquals(3L, NumberFunctions.max(ListValue.of(3L, 1L, 2L)));
    assertNull(NumberFunctions.min(ListValue.empty()));
  }

  @Test
  void abs_keeps_the_kind_and_has_its_limits() {
    assertEquals(5L, NumberFunctions.abs((Object) Long.valueOf(-5)));
    assertEquals(1.5, NumberFunctions.abs(Double.valueOf(-1.5)));
    Failure failure = assertThrows(Failure.class, () -> NumberFunctions.abs(Long.MIN_VALUE));
    assertTrue(failure.matchesType("OverflowError"));
    assertThrows(Failure.class, () -> NumberFunctions.abs("5"));
  }

  @Test
  void rounding_gives_integers_and_halves_go_away_from_zero() {
    assertEquals(-2, NumberFunctions.floor(-1.5));
    assertEquals(-1, NumberFunctions.ceil(-1.5));
    assertEquals(3, NumberFunctions.round(2.5));
    assertEquals(-3, NumberFunctions.round(-2.5));
    assertEquals(0, NumberFunctions.round(0.49999999999999994));
    assertEquals(3.14, NumberFunctions.round(3.14159, 2));
    assertThrows(Failure.class, () -> NumberFunctions.round(Double.POSITIVE_INFINITY));
    assertThrows(Failure.class, () -> NumberFunctions.floor(1e300));
  }

  @Test
  void ranges_are_half_open_and_may_count_down() {
    assertEquals(ListValue.of(0L, 1L, 2L), RangeGlobals.range(3));
    assertEquals(ListValue.empty(), RangeGlobals.range(3, 3));
    assertEquals(ListValue.of(2L, 4L), RangeGlobals.range(2, 6, 2));
    assertEquals(ListValue.of(10L, 6L, 2L), RangeGlobals.range(10, 0, -4));
    assertEquals(
        ListValue.of(Long.MAX_VALUE - 1),
        RangeGlobals.range(Long.MAX_VALUE - 1, Long.MAX_VALUE, 5));
    assertEquals(
        ListValue.of(Long.MIN_VALUE, -1L, Long.MAX_VALUE - 1),
        RangeGlobals.range(Long.MIN_VALUE, Long.MAX_VALUE, Long.MAX_VALUE));
    assertThrows(Failure.class, () -> RangeGlobals.range(1, 5, 0));
    assertThrows(Failure.class, () -> RangeGlobals.range(Long.MIN_VALUE, Long.MAX_VALUE));
  }

  @Test
  void powers_are_those_of_the_operator() {
    assertEquals(1024L, NumberFunctions.pow(2L, 10L));
    assertEquals(0.5, NumberFunctions.pow(2L, -1L));
    assertEquals(3.0, NumberFunctions.log2(8));
    assertEquals(3.0, NumberFunctions.sqrt(9));
  }

  @Test
  void functions_as_values_choose_by_number_and_kind_of_the_arguments() {
    LibraryFunctionValue min = LibraryFunctionValue.of("", "min");
    assertEquals(1L, min.call(ListValue.of(2L, 1L)));
    assertEquals(1L, min.call(1L, 2.5));
    assertEquals(-1.5, min.call(3L, -1.5, 2L));
    Failure failure = assertThrows(Failure.class, min::call);
    assertEquals("min expects 1 or more arguments, got 0", failure.message());
    LibraryFunctionValue abs = LibraryFunctionValue.of("", "abs");
    assertEquals(1L, abs.call(-1L));
    assertEquals(1.5, abs.call(-1.5));
    LibraryFunctionValue floor = LibraryFunctionValue.of("", "floor");
    assertEquals(Long.MAX_VALUE, floor.call(Long.MAX_VALUE));
  }
}
