package ruchy.benchmarks.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import org.junit.jupiter.api.Test;

final class StandingTest {
  @Test
  void the_best_rival_is_the_one_that_takes_the_least_time() {
    Entrant ruchy = entrant("Ruchy", 5, 6, 5);
    assertEquals(
        "Ahead of the best rival, Bun: it takes 1.50 (1.40-1.60) times the CPU time of Ruchy.",
        String.valueOf(
            Standing.of(ruchy, List.of(entrant("Go", 14, 15, 14), entrant("Bun", 7.5, 8.4, 8)))));
  }

  @Test
  void ruchy_may_be_behind() {
    assertEquals(
        "Behind the best rival, Bun: it takes 0.80 (0.80-0.80) times the CPU time of Ruchy.",
        String.valueOf(Standing.of(entrant("Ruchy", 10), List.of(entrant("Bun", 8)))));
  }

  @Test
  void without_rivals_there_is_nothing_to_say() {
    assertNull(Standing.of(entrant("Ruchy", 5), List.of()));
  }

  private static Entrant entrant(String title, double... cpu) {
    Entrant entrant = new Entrant(title, List.of(), 0);
    for (double each : cpu) {
      entrant.figures().cpu().add(each);
    }
    return entrant;
  }
}
