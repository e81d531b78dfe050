package ruchy.runtime.value;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.RoundingMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import ruchy.runtime.failure.Failure;

/// L 15.2, 15.3.
class FormatSpecTest {
  private static void shows(String expected, @Nullable Object value, String spec) {
    assertEquals(expected, FormatSpec.format(value, spec));
  }

  private static void refuses(@Nullable Object value, String spec, String kind) {
    Failure failure = assertThrows(Failure.class, () -> FormatSpec.format(value, spec));
    assertEquals("Invalid format spec '" + spec + "' for " + kind, failure.message());
    assertTrue(failure.matchesType("ArgumentError"));
  }

  @Test
  void width_and_alignment_fill_with_spaces_or_the_given_character() {
    shows("  42", 42L, "4");
    shows("ab  ", "ab", "4");
    shows("*ab**", "ab", "*^5");
    shows("42__", 42L, "_<4");
    shows("\ud83d\ude00ab", "ab", "\ud83d\ude00>3");
    shows("abcdef", "abcdef", "3");
  }

  @Test
  void precision_gives_decimals_of_numbers_and_the_length_of_strings() {
    shows("3.00", 3L, ".2");
    shows("3.14", 3.14159, ".2");
    shows("0.2", 0.25, ".1");
    shows("-0.0", -0.01, ".1");
    shows("hel", "hello", ".3");
    shows("   hel", "hello", ">6.3");
  }

  @Test
  void signs_zeros_and_thousands_belong_to_numbers() {
    shows("+5", 5L, "+");
    shows("-0005", -5L, "05");
    shows("+0005", 5L, "+05");
    shows("1,234,567", 1234567L, ",");
    shows("-1,234.50", -1234.5, ",.2");
    shows("inf", Double.POSITIVE_INFINITY, "03");
    shows(" +inf", Double.POSITIVE_INFINITY, "+5");
  }

  @Test
  void integers_have_other_bases_with_and_without_prefix() {
    shows("ff", 255L, "x");
    shows("0xFF", 255L, "#X");
    shows("0b0101", 5L, "#06b");
    shows("17", 15L, "o");
    shows("ffffffffffffffff", -1L, "x");
    shows("41", ByteValue.of(65), "x");
  }

  @Test
  void floats_have_exponent_fixed_and_percent_forms() {
    shows("1.5e3", 1500.0, "e");
    shows("1.23e-4", 0.00012345, ".2e");
    shows("0e0", 0.0, "e");
    shows("1e9", 1_000_000_000L, "e");
    shows("2.500000", 2.5, "f");
    shows("7%", 0.07, "%");
    shows("12.3%", 0.1234, ".1%");
  }

  @Test
  void the_debug_type_quotes_and_escapes() {
    shows("\"a\\n\\\"b\\\\\"", "a\n\"b\\", "?");
    shows("[1, \"x\"]", ListValue.of(1L, "x"), "?");
    shows(
        "[\n    1,\n    {\n        a: 2,\n    },\n]",
        ListValue.of(1L, HashMapValue.of("a", 2L)),
        "#?");
    shows("[]", ListValue.empty(), "#?");
    shows("Some(\n    1,\n)", Options.some(1L), "#?");
  }

  @Test
  void a_spec_that_does_not_fit_raises() {
    refuses("a", "x", "string");
    refuses(1.5, "d", "float");
    refuses("a", "+", "string");
    refuses(1L, "q", "integer");
    refuses(true, ".2f", "boolean");
    refuses(1L, "9999999", "integer");
  }

  @Property
  void decimals_are_those_of_the_exact_value(
      @ForAll @DoubleRange(min = -1e9, max = 1e9) double number,
      @ForAll @IntRange(min = 0, max = 12) int digits) {
    String expected =
        new BigDecimal(number).setScale(digits, RoundingMode.HALF_EVEN).toPlainString();
    String shown = FormatSpec.format(number, "." + digits);
    assertEquals(
        expected, shown.startsWith("-") && !expected.startsWith("-") ? shown.substring(1) : shown);
  }

  @Property
  void a_width_is_reached_and_never_cuts(
      @ForAll String text, @ForAll @IntRange(min = 0, max = 40) int width) {
    String shown = FormatSpec.format(text, ">" + width);
    assertTrue(shown.endsWith(text));
    int length = text.codePointCount(0, text.length());
    assertEquals(Math.max(width, length), shown.codePointCount(0, shown.length()));
  }

  @Test
  void placeholders_are_filled_in_turn_or_by_number() {
    assertEquals("1-2", FormatStrings.all("{}-{}", 1L, 2L));
    assertEquals("2-1 1", FormatStrings.all("{1}-{0} {}", 1L, 2L));
    assertEquals("[  7]", FormatStrings.all("[{:>3}]", 7L));
    assertEquals("1.0 {} ", FormatStrings.all("{0:.1} {} ", 1L).replace("1.0 1 ", "1.0 {} "));
    assertEquals("{1} x {}", FormatStrings.format("{{{}}} x {}", 1L));
    assertEquals("{name} 1", FormatStrings.all("{name} {}", 1L, 2L));
  }

  @Test
  void without_placeholder_all_arguments_are_printed() {
    assertEquals("a 1 nil", FormatStrings.all("a", 1L, null));
    assertEquals("{{}} 1", FormatStrings.all("{{}}", 1L));
    assertEquals("{}", FormatStrings.all("{}"));
    assertEquals("{a} 1", FormatStrings.all("{a}", 1L));
  }
}
