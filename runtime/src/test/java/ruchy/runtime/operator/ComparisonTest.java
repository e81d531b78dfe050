package ruchy.runtime.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.value.ByteValue;
import ruchy.runtime.value.Equality;
import ruchy.runtime.value.HashMapValue;
import ruchy.runtime.value.ListValue;
import ruchy.runtime.value.Options;
import ruchy.runtime.value.SetValue;
import ruchy.runtime.value.TupleValue;

/// L 6.3, 6.6.
class ComparisonTest {
  @Test
  void numbers_are_equal_by_value_across_kinds() {
    assertTrue(Comparison.equal((Object) 1L, (Object) 1.0));
    assertTrue(Comparison.equal((Object) ByteValue.of(1), 1L));
    assertFalse(Comparison.equal((Object) 1L, (Object) "1"));
    assertFalse(Comparison.equal((Object) Double.NaN, (Object) Double.NaN));
  }

  @Test
  void collections_are_equal_by_their_elements() {
    assertTrue(Comparison.equal(ListValue.of(1L, 2L), (Object) ListValue.of(1.0, 2.0)));
    assertTrue(Comparison.equal(SetValue.of(1L, 2L), (Object) SetValue.of(2L, 1L)));
    assertTrue(
        Comparison.equal(
            HashMapValue.of("a", 1L, "b", null), (Object) HashMapValue.of("b", null, "a", 1L)));
    assertFalse(Comparison.equal(HashMapValue.of("a", null), (Object) HashMapValue.of("b", null)));
    assertTrue(Comparison.equal(TupleValue.of(1L, "a"), (Object) TupleValue.of(1L, "a")));
    assertTrue(Comparison.equal(Options.some(1L), (Object) Options.some(1L)));
    assertFalse(Comparison.equal(Options.ok(1L), (Object) Options.err(1L)));
  }

  @Test
  void none_equals_nil() {
    assertTrue(Comparison.equal((Object) Options.NONE, (Object) null));
    assertTrue(Comparison.equal((Object) null, (Object) Options.NONE));
  }

  @Property
  void equal_numbers_have_equal_hashes(@ForAll int number) {
    assertEquals(Equality.hash((long) number), Equality.hash((Object) (double) number));
  }

  @Property
  void strings_are_ordered_by_code_point(@ForAll String left, @ForAll String right) {
    int[] a = left.codePoints().toArray();
    int[] b = right.codePoints().toArray();
    boolean isPaired =
        left.chars().noneMatch(c -> Character.isSurrogate((char) c))
            && right.chars().noneMatch(c -> Character.isSurrogate((char) c));
    if (isPaired) {
      assertEquals(
          Integer.signum(java.util.Arrays.compare(a, b)),
          Integer.signum(Comparison.compare(left, right)));
    }
  }

  @Test
  void characters_outside_the_basic_plane_come_last() {
    assertTrue(Comparison.compare("\uffff", "\ud83d\ude00") < 0);
    assertTrue(Comparison.compare("\ud83d\ude00", "\ud83d\ude01") < 0);
  }

  @Test
  void nan_is_unordered_for_operators_and_last_for_sorting() {
    assertFalse(Comparison.less((Object) Double.NaN, (Object) 1L));
    assertFalse(Comparison.greaterOrEqual((Object) 1.0, (Object) Double.NaN));
    assertTrue(Comparison.compare(Double.NaN, (Object) Double.POSITIVE_INFINITY) > 0);
    assertEquals(0, Comparison.compare(Double.NaN, (Object) Double.NaN));
  }

  @Test
  void lists_and_tuples_are_ordered_element_by_element() {
    assertTrue(Comparison.less(ListValue.of(1L, 2L), (Object) ListValue.of(1L, 3L)));
    assertTrue(Comparison.less(ListValue.of(1L), (Object) ListValue.of(1L, 0L)));
    assertTrue(Comparison.greater(TupleValue.of("b"), (Object) TupleValue.of("a", 1L)));
  }

  @Test
  void variants_are_ordered_by_declaration_and_then_payload() {
    assertTrue(Comparison.less(Options.NONE, (Object) Options.some(1L)));
    assertTrue(Comparison.less(Options.some(1L), (Object) Options.some(2L)));
  }

  @Test
  void values_without_common_order_raise() {
    Failure failure = assertThrows(Failure.class, () -> Comparison.less((Object) 1L, (Object) "a"));
    assertEquals("Cannot compare integer and string for ordering", failure.message());
  }
}
