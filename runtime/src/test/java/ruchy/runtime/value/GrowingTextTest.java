package ruchy.runtime.value;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
final class GrowingTextTest {
  @Test
  void a_builder_has_room_for_the_text_and_not_much_more_where_that_is_long() {
    assertEquals(400, GrowingText.capacity(200));
    for (int units : new int[] {1_000_000, 1 << 30, (1 << 30) + 1, Integer.MAX_VALUE - 8}) {
      int capacity = GrowingText.capacity(units);
      assertTrue(capacity >= units, () -> capacity + " for " + units);
      assertTrue(capacity - units <= 1 << 16, () -> capacity + " for " + units);
    }
  }
}
