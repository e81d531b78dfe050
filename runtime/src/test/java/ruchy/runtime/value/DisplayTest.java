package ruchy.runtime.value;

import static org.junit.jupiter.api.Assertions.assertEquals;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// L 15.1.
class DisplayTest {
  private static void forms(@Nullable Object value, String debug, String print, String text) {
    assertEquals(debug, Display.debug(value));
    assertEquals(print, Display.print(value));
    assertEquals(text, Display.text(value));
  }

  private static void form(@Nullable Object value, String all) {
    forms(value, all, all, all);
  }

  @Test
  void numbers_and_plain_values_have_the_forms_of_the_table() {
    form(42L, "42");
    forms(1.0, "1.0", "1.0", "1");
    forms(-0.0, "-0.0", "-0.0", "-0");
    form(3.14, "3.14");
    form(0.1 + 0.2, "0.30000000000000004");
    forms(1e20, "100000000000000000000.0", "100000000000000000000.0", "100000000000000000000");
    form(1e-7, "0.0000001");
    form(Double.POSITIVE_INFINITY, "inf");
    form(Double.NEGATIVE_INFINITY, "-inf");
    form(Double.NaN, "NaN");
    form(true, "true");
    form(null, "nil");
    form(ByteValue.of(65), "65");
    form(Atom.of("a"), ":a");
    forms("a\"b", "\"a\"b\"", "a\"b", "a\"b");
    form(RangeValue.of(0, 5, true), "0..=5");
    form(RangeValue.from(3), "3..");
  }

  @Test
  void values_inside_of_others_are_in_d_form() {
    form(ListValue.of(1L, "a", 2.0), "[1, \"a\", 2.0]");
    form(TupleValue.of(1L), "(1,)");
    form(TupleValue.of(1L, "a"), "(1, \"a\")");
    form(SetValue.of(2L, 1L), "{2, 1}");
    form(new SetValue(), "set()");
    form(new HashMapValue(), "{}");
    form(Options.some("x"), "Some(\"x\")");
    form(Options.NONE, "None");
  }

  @Test
  void maps_print_their_keys_sorted_by_kind_and_without_quotes() {
    form(
        HashMapValue.of("name", "Al", "age", 30L, 10L, 1L, 2L, 1L, Atom.of("x"), 1L, false, 0L),
        "{false: 0, 2: 1, 10: 1, :x: 1, age: 30, name: \"Al\"}");
  }

  @Test
  void a_value_inside_of_itself_is_three_dots() {
    ListValue list = ListValue.of(1L);
    list.add(list);
    form(list, "[1, ...]");
  }

  @Test
  void records_and_tuples_of_user_types_show_their_fields() {
    EnumType shape =
        new EnumType(
            "Shape",
            new String[] {"Red", "Move", "Size"},
            new String @Nullable [][] {null, null, {"w", "h"}},
            new long[] {0, 1, 2});
    form(shape.unit(0), "Red");
    form(new VariantValue(shape, 1, new Object[] {10L, "a"}), "Move(10, \"a\")");
    form(new VariantValue(shape, 2, new Object[] {2L, 1L}), "Size {h: 1, w: 2}");
  }

  @Property
  void a_float_prints_digits_that_read_back_as_the_same_float(@ForAll double number) {
    String text = Display.print(number);
    if (Double.isFinite(number)) {
      assertEquals(number, Double.parseDouble(text));
      assertEquals(-1, text.indexOf('E'));
      assertEquals(1, text.chars().filter(unit -> unit == '.').count());
    }
  }
}
