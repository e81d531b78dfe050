package ruchy.runtime.manual;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// The manual of the library, taken apart.
class ManualTest {
  private static final String TEXT =
      """
      # list

      ## list.first() -> T?

      Also `head`, `front`.

      The first element.
      Nil when there is none.

      ```ruchy
      # not a heading
      [1].first()   // => 1
      ```

      ```ruchy
      [].first()   // => nil
      ```

      # math

      ## math::PI: float

      A number.
      """;

  @Test
  void an_entry_has_owner_heading_other_names_text_and_examples() {
    List<ManualEntry> entries = Manual.parse(TEXT);
    assertEquals(2, entries.size());
    ManualEntry first = entries.getFirst();
    assertEquals("list", first.owner());
    assertEquals("list.first() -> T?", first.heading());
    assertEquals(List.of("head", "front"), first.aliases());
    assertEquals("The first element. Nil when there is none.", first.summary());
    assertEquals(
        List.of("# not a heading\n[1].first()   // => 1\n", "[].first()   // => nil\n"),
        first.examples());
    ManualEntry constant = entries.getLast();
    assertEquals("math", constant.owner());
    assertEquals(List.of(), constant.aliases());
    assertEquals(List.of(), constant.examples());
    assertEquals("A number.", constant.text());
  }

  @Test
  void every_entry_of_the_library_has_text_an_example_and_a_heading_of_its_own() {
    Set<String> headings = new HashSet<>();
    for (ManualEntry entry : Manual.load()) {
      assertTrue(!entry.summary().isEmpty(), entry.heading());
      assertTrue(!entry.examples().isEmpty(), entry.heading());
      assertTrue(headings.add(entry.heading()), entry.heading());
    }
  }
}
