package ruchy.runtime.member;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.operator.Conversion;
import ruchy.runtime.value.Options;
import ruchy.runtime.value.RangeValue;

/// L 6.7, 17.2, 17.6.
class NumberMembersTest {
  private static BigInteger big(long value) {
    return BigInteger.valueOf(value);
  }

  private static long saturated(BigInteger value) {
    return value.bitLength() < 64
        ? value.longValue()
        : value.signum() < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
  }

  @Property
  void arithmetic_that_saturates_or_checks_agrees_with_exact_arithmetic(
      @ForAll long a, @ForAll long b) {
    BigInteger sum = big(a).add(big(b));
    BigInteger difference = big(a).subtract(big(b));
    BigInteger product = big(a).multiply(big(b));
    assertEquals(saturated(sum), OverflowMembers.saturatingAdd(a, b));
    assertEquals(saturated(difference), OverflowMembers.saturatingSub(a, b));
    assertEquals(saturated(product), OverflowMembers.saturatingMul(a, b));
    assertEquals(sum.longValue(), OverflowMembers.wrappingAdd(a, b));
    assertEquals(
        sum.bitLength() < 64 ? Options.some(sum.longValue()) : Options.NONE,
        OverflowMembers.checkedAdd(a, b));
    assertEquals(
        product.bitLength() < 64 ? Options.some(product.longValue()) : Options.NONE,
        OverflowMembers.checkedMul(a, b));
  }

  @Property
  void the_greatest_common_divisor_agrees_with_exact_arithmetic(@ForAll int a, @ForAll int b) {
    assertEquals(big(a).gcd(big(b)).longValue(), IntegerMembers.gcd(a, b));
  }

  @Test
  void halves_are_rounded_away_from_zero() {
    assertEquals(3.0, FloatMembers.round(2.5));
    assertEquals(-3.0, FloatMembers.round(-2.5));
    assertEquals(0.0, FloatMembers.round(0.49999999999999994));
    assertEquals(2.68, FloatMembers.round(2.675, 2));
    assertEquals(-1.0, FloatMembers.round(-0.5));
    assertEquals(1300.0, FloatMembers.round(1250, -2));
  }

  @Test
  void casts_wrap_truncate_and_saturate() {
    assertEquals(44L, Conversion.cast(300L, "u8"));
    assertEquals(-128L, Conversion.cast(128L, "i8"));
    assertEquals(3L, Conversion.cast(3.9, "i64"));
    assertEquals(-3L, Conversion.cast(-3.9, "i32"));
    assertEquals(Long.MAX_VALUE, Conversion.cast(1e300, "i64"));
    assertEquals(0L, Conversion.cast(Double.NaN, "i64"));
    assertEquals(1L, Conversion.cast(true, "i32"));
    assertEquals(97L, Conversion.cast("a", "i32"));
    assertEquals("a", Conversion.cast(97L, "char"));
    assertEquals("1", Conversion.cast(1.0, "String"));
    assertEquals(2.0, Conversion.cast(2L, "f64"));
    assertEquals(
        "Cannot cast string to i32",
        assertThrows(Failure.class, () -> Conversion.cast("ab", "i32")).message());
  }

  @Test
  void int_parses_truncates_and_refuses() {
    assertEquals(42L, Conversion.toInt(" 42 "));
    assertEquals(-3L, Conversion.toInt(-3.9));
    assertEquals(1L, Conversion.toInt(true));
    assertEquals(
        "Cannot parse 'abc' as integer",
        assertThrows(Failure.class, () -> Conversion.toInt("abc")).message());
    assertThrows(Failure.class, () -> Conversion.toInt(Double.NaN));
    assertThrows(Failure.class, () -> Conversion.toInt(0x1p63));
  }

  @Property
  void the_sum_of_a_range_is_that_of_its_numbers(@ForAll short from, @ForAll short to) {
    long sum = 0;
    for (long i = from; i <= to; i++) {
      sum += i;
    }
    assertEquals(sum, RangeMembers.sum(RangeValue.of(from, to, true)));
  }

  @Test
  void logarithms_of_powers_of_two_are_exact() {
    for (int i = -1000; i < 1000; i++) {
      assertEquals(i, NumberMembers.log2(Math.scalb(1.0, i)));
    }
  }

  @Test
  void radixes() {
    assertEquals("ff", IntegerMembers.toHex(255));
    assertEquals("ffffffffffffffff", IntegerMembers.toHex(-1));
    assertEquals("-ff", IntegerMembers.toString(-255, 16));
    assertEquals("3.14", NumberMembers.toFixed(3.14159, 2));
  }
}
