package ruchy.runtime.random;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.member.ListOrderMembers;
import ruchy.runtime.value.ListValue;

/// L 16, 18.3.
class RandomModuleTest {
  @Property
  void integers_lie_between_the_bounds(@ForAll long a, @ForAll long b) {
    long low = Math.min(a, b);
    long high = Math.max(a, b);
    long number = RandomModule.integer(low, high);
    assertTrue(low <= number && number <= high);
    if (low < high) {
      long below = RandomGlobals.random(low, high);
      assertTrue(low <= below && below < high);
    }
  }

  @Test
  void the_largest_and_the_smallest_integer_are_bounds_too() {
    assertEquals(Long.MAX_VALUE, RandomModule.integer(Long.MAX_VALUE, Long.MAX_VALUE));
    RandomModule.integer(Long.MIN_VALUE, Long.MAX_VALUE);
  }

  @Test
  void bounds_in_the_wrong_order_raise() {
    assertThrows(Failure.class, () -> RandomModule.integer(2, 1));
    assertThrows(Failure.class, () -> RandomGlobals.random(1, 1));
    assertThrows(Failure.class, () -> RandomModule.number(1, 1));
    assertThrows(Failure.class, () -> RandomModule.number(Double.NaN, 1));
  }

  @Test
  void a_shuffled_list_has_the_same_elements() {
    ListValue list = ListValue.of(3L, 1L, 2L, "a".length() + 1.5);
    ListValue shuffled = RandomModule.shuffle(list);
    assertEquals(ListOrderMembers.sort(list), ListOrderMembers.sort(shuffled));
    assertNull(RandomModule.choice(ListValue.empty()));
  }
}
