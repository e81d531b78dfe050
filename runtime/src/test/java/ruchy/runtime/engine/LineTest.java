package ruchy.runtime.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class LineTest {
  private final Line<Outcome<Integer>> line = new Line<>();

  private List<Outcome<Integer>> joined(int count) {
    List<Outcome<Integer>> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Outcome<Integer> outcome = new Outcome<>();
      line.add(outcome);
      all.add(outcome);
    }
    return all;
  }

  @Test
  void those_who_wait_come_in_the_order_in_which_they_came() {
    List<Outcome<Integer>> all = joined(3);
    for (Outcome<Integer> outcome : all) {
      assertSame(outcome, line.next());
    }
    assertNull(line.next());
  }

  @Test
  void who_has_given_up_is_passed_over() {
    List<Outcome<Integer>> all = joined(4);
    all.get(0).giveUp();
    all.get(2).giveUp();
    line.left();
    line.left();
    assertSame(all.get(1), line.next());
    assertSame(all.get(3), line.next());
    assertNull(line.next());
  }

  @Test
  void many_who_have_given_up_are_not_kept() {
    List<Outcome<Integer>> all = joined(1000);
    for (int i = 999; i > 0; i--) {
      all.get(i).giveUp();
      line.left();
      assertTrue(line.size() <= Math.max(64, 2 * i + 2), "kept: " + line.size());
    }
    assertSame(all.get(0), line.next());
    assertNull(line.next());
  }

  @Test
  void few_who_have_given_up_are_not_kept_at_all() {
    for (Outcome<Integer> outcome : joined(10)) {
      outcome.giveUp();
      line.left();
    }
    assertEquals(0, line.size());
  }

  @Test
  void all_who_wait_are_taken_at_once() {
    List<Outcome<Integer>> all = joined(3);
    all.get(1).giveUp();
    assertEquals(List.of(all.get(0), all.get(2)), line.all());
    assertEquals(0, line.size());
  }
}
