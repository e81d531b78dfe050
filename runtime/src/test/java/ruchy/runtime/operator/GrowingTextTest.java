package ruchy.runtime.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
final class GrowingTextTest {
  private static final String LONG = "=".repeat(500);

  @Test
  void a_million_appends_go_to_one_builder() {
    Object held = GrowingText.append(LONG, "a");
    Object first = held;
    for (int i = 0; i < 1_000_000; i++) {
      held = GrowingText.append(held, "bc");
    }
    assertSame(first, held);
    assertEquals(LONG + "a" + "bc".repeat(1_000_000), GrowingText.text(held));
  }

  @Test
  void the_text_is_made_once_for_all_reads_between_two_appends() {
    Object held = GrowingText.append(LONG, "a");
    assertSame(GrowingText.text(held), GrowingText.text(held));
    held = GrowingText.append(held, "b");
    assertEquals(LONG + "ab", GrowingText.text(held));
  }

  @Test
  void short_text_needs_no_builder() {
    assertEquals("ab", GrowingText.append("a", "b"));
  }

  @Test
  void what_was_appended_while_the_operand_was_computed_does_not_count() {
    Object before = GrowingText.append(LONG, "a");
    int length = GrowingText.length(before);
    Object meanwhile = GrowingText.append(before, "lost");
    Object after = GrowingText.append(meanwhile, before, length, "b");
    assertEquals(LONG + "ab", GrowingText.text(after));
  }

  @Test
  void what_was_assigned_while_the_operand_was_computed_does_not_count() {
    Object before = GrowingText.append(LONG, "a");
    int length = GrowingText.length(before);
    assertEquals(LONG + "ab", GrowingText.text(GrowingText.append("new", before, length, "b")));
    assertEquals("oldb", GrowingText.text(GrowingText.append("new", "old", 0, "b")));
  }

  @Test
  void values_of_unknown_kind_are_added_as_the_operator_does() {
    assertEquals(3L, GrowingText.add(1L, 2L));
    assertEquals("a1", GrowingText.add("a", 1L));
    Object held = GrowingText.add(LONG, "a");
    assertEquals(
        LONG + "atruenil", GrowingText.value(GrowingText.add(GrowingText.add(held, true), null)));
  }
}
