package ruchy.runtime.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigInteger;
import java.util.function.Supplier;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.value.ByteValue;
import ruchy.runtime.value.ErrorValue;
import ruchy.runtime.value.HashMapValue;
import ruchy.runtime.value.ListValue;
import ruchy.runtime.value.SetValue;

/// L 6.2, 6.3, 6.4.
class ArithmeticTest {
  private static String errorOf(Supplier<@Nullable Object> action) {
    Failure failure = assertThrows(Failure.class, action::get);
    ErrorValue error = (ErrorValue) failure.value();
    return error.type() + ": " + error.message();
  }

  /// The exact result, or the OverflowError when it has more than 64 bits.
  private static void exact(BigInteger expected, String operation, Supplier<@Nullable Object> sum) {
    if (expected.bitLength() < 64) {
      assertEquals(expected.longValue(), sum.get());
    } else {
      assertEquals("OverflowError: Integer overflow in " + operation, errorOf(sum));
    }
  }

  private static BigInteger big(long value) {
    return BigInteger.valueOf(value);
  }

  @Property
  void integer_addition_is_exact_or_raises(@ForAll long a, @ForAll long b) {
    exact(big(a).add(big(b)), "addition", () -> Arithmetic.add(a, b));
  }

  @Property
  void integer_subtraction_is_exact_or_raises(@ForAll long a, @ForAll long b) {
    exact(big(a).subtract(big(b)), "subtraction", () -> Arithmetic.subtract(a, b));
  }

  @Property
  void integer_multiplication_is_exact_or_raises(@ForAll long a, @ForAll long b) {
    exact(big(a).multiply(big(b)), "multiplication", () -> Arithmetic.multiply(a, b));
  }

  @Property
  void integer_powers_are_exact_or_raise(
      @ForAll @IntRange(min = -70, max = 70) int base,
      @ForAll @IntRange(min = 0, max = 200) int exponent) {
    exact(big(base).pow(exponent), "exponentiation", () -> Arithmetic.powerOf(base, exponent));
  }

  @Property
  void integer_division_and_modulo_agree_with_exact_arithmetic(@ForAll long a, @ForAll long b) {
    if (b == 0) {
      assertEquals("DivisionByZero: Division by zero", errorOf(() -> Arithmetic.divide(a, b)));
      assertEquals("DivisionByZero: Division by zero", errorOf(() -> Arithmetic.modulo(a, b)));
    } else {
      exact(big(a).divide(big(b)), "division", () -> Arithmetic.divide(a, b));
      if (a != Long.MIN_VALUE || b != -1) {
        assertEquals(big(a).remainder(big(b)).longValue(), Arithmetic.modulo(a, b));
      }
    }
  }

  @Property
  void values_of_unknown_kind_give_what_typed_code_gives(@ForAll int a, @ForAll int b) {
    Object left = (long) a;
    Object right = (long) b;
    Object half = b / 2.0;
    assertEquals((long) a + b, Arithmetic.add(left, right));
    assertEquals((long) a - b, Arithmetic.subtract(left, right));
    assertEquals((long) a * b, Arithmetic.multiply(left, right));
    assertEquals(a + b / 2.0, Arithmetic.add(left, half));
    assertEquals(b / 2.0 - a, Arithmetic.subtract(half, (long) a));
    assertEquals(a * (b / 2.0), Arithmetic.multiply((long) a, half));
  }

  @Test
  void the_smallest_integer_overflows_when_negated_divided_or_taken_modulo() {
    assertEquals(
        "OverflowError: Integer overflow in negation",
        errorOf(() -> Arithmetic.negate(Long.MIN_VALUE)));
    assertEquals(
        "OverflowError: Integer overflow in division",
        errorOf(() -> Arithmetic.divide(Long.MIN_VALUE, -1)));
    assertEquals(
        "OverflowError: Integer overflow in modulo",
        errorOf(() -> Arithmetic.modulo(Long.MIN_VALUE, -1)));
  }

  @Test
  void division_truncates_toward_zero_and_modulo_has_the_sign_of_the_dividend() {
    assertEquals(-3, Arithmetic.divide(-7, 2));
    assertEquals(-1, Arithmetic.modulo(-7, 3));
  }

  @Test
  void a_negative_exponent_gives_a_float() {
    assertEquals(0.5, Arithmetic.power(2, -1));
    assertEquals(1L, Arithmetic.power(-1, 1_000_000_000_000L));
    assertEquals(0L, Arithmetic.power(0, Long.MAX_VALUE));
    assertEquals(1L, Arithmetic.power(0, 0));
  }

  @Test
  void float_division_by_zero_is_infinite_but_modulo_raises() {
    assertEquals(Double.POSITIVE_INFINITY, Arithmetic.divide((Object) 1.0, (Object) 0.0));
    assertEquals("DivisionByZero: Division by zero", errorOf(() -> Arithmetic.modulo(1.0, 0.0)));
  }

  @Test
  void a_byte_acts_as_its_integer() {
    assertEquals(66L, Arithmetic.add(ByteValue.of(65), 1L));
    assertEquals(-65L, Arithmetic.negate(ByteValue.of(65)));
  }

  @Test
  void a_string_is_joined_with_the_s_form_of_the_other_side() {
    assertEquals("a1", Arithmetic.add("a", 1L));
    assertEquals("x1", Arithmetic.add("x", 1.0));
    assertEquals("1x", Arithmetic.add((Object) 1.0, "x"));
    assertEquals("anil", Arithmetic.add((Object) "a", (Object) null));
    assertEquals("[1, \"b\"]!", Arithmetic.add((Object) ListValue.of(1L, "b"), "!"));
  }

  @Test
  void lists_maps_and_sets_are_joined_into_new_ones() {
    ListValue list = ListValue.ofLongs(1);
    assertEquals(ListValue.of(1L, "a"), Arithmetic.add((Object) list, (Object) ListValue.of("a")));
    assertEquals(1, list.size());
    assertEquals(
        HashMapValue.of("a", 2L, "b", 3L),
        Arithmetic.add(
            (Object) HashMapValue.of("a", 1L), (Object) HashMapValue.of("a", 2L, "b", 3L)));
    assertEquals(
        SetValue.of(1L),
        Arithmetic.subtract((Object) SetValue.of(1L, 2L), (Object) SetValue.of(2L)));
  }

  @Test
  void strings_and_lists_are_repeated_in_either_order() {
    assertEquals("abab", Arithmetic.multiply((Object) "ab", 2L));
    assertEquals("", Arithmetic.multiply(-1L, (Object) "ab"));
    assertEquals(
        ListValue.ofLongs(1, 2, 1, 2), Arithmetic.multiply(2L, (Object) ListValue.ofLongs(1, 2)));
  }

  @Test
  void other_kinds_raise_with_the_verb_and_the_kinds() {
    assertEquals(
        "TypeError: Cannot add integer and nil", errorOf(() -> Arithmetic.add(1L, (Object) null)));
    assertEquals(
        "TypeError: Cannot subtract integer and string",
        errorOf(() -> Arithmetic.subtract(1L, (Object) "a")));
    assertEquals(
        "TypeError: Cannot take modulo of boolean and integer",
        errorOf(() -> Arithmetic.modulo((Object) true, 2L)));
    assertEquals(
        "TypeError: Cannot raise array and integer",
        errorOf(() -> Arithmetic.power((Object) ListValue.empty(), (Object) 2L)));
  }

  @Test
  void shifts_lose_bits_keep_the_sign_and_refuse_counts_outside() {
    assertEquals(Long.MIN_VALUE, Bits.shiftLeft(1, 63));
    assertEquals(-1, Bits.shiftRight(-1, 63));
    assertEquals("ArgumentError: Shift amount out of range", errorOf(() -> Bits.shiftLeft(1, 64)));
    assertEquals(
        "TypeError: Bitwise operations require integer operands, got float and integer",
        errorOf(() -> Bits.and(1.5, 1L)));
  }
}
