package ruchy.runtime.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/// How many tries there may be, by a clock that the test moves.
class RetryBudgetTest {
  private static final long SECOND = 1_000_000_000;

  /// Clocks of the JDK may begin anywhere.
  private static final long BEGIN = -3 * SECOND / 2;

  private static void request(RetryBudget budget, int times, long nanos) {
    for (int i = 0; i < times; i++) {
      budget.requested(nanos);
    }
  }

  private static int tries(RetryBudget budget, long nanos) {
    int tries = 0;
    while (tries < 10_000 && budget.take(nanos)) {
      tries++;
    }
    return tries;
  }

  @Test
  void ten_tries_need_no_requests() {
    var budget = new RetryBudget(0, BEGIN);
    assertEquals(10, tries(budget, BEGIN));
    request(budget, 1000, BEGIN);
    assertEquals(0, tries(budget, BEGIN));
  }

  @Test
  void a_busy_balancer_may_try_more_often() {
    var budget = new RetryBudget(0.2, BEGIN);
    request(budget, 1000, BEGIN);
    request(budget, 500, BEGIN + 9 * SECOND);
    assertEquals(310, tries(budget, BEGIN + 9 * SECOND));
  }

  @Test
  void what_is_ten_seconds_ago_does_not_count() {
    var budget = new RetryBudget(0.2, BEGIN);
    request(budget, 1000, BEGIN);
    assertEquals(210, tries(budget, BEGIN + 5 * SECOND));
    request(budget, 50, BEGIN + 10 * SECOND);
    assertEquals(0, tries(budget, BEGIN + 10 * SECOND));
    assertEquals(20, tries(budget, BEGIN + 15 * SECOND));
    assertEquals(10, tries(budget, BEGIN + 1000 * SECOND));
  }
}
