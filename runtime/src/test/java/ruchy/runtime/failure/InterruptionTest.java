package ruchy.runtime.failure;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
final class InterruptionTest {
  @Test
  void a_thread_that_ends_before_its_next_check_costs_later_checks_nothing() throws Exception {
    Thread thread = Thread.ofVirtual().start(InterruptionTest::untilInterrupted);
    Interruption.stop(thread);
    assertTrue(Interruption.isAsked());
    thread.interrupt();
    thread.join();
    Interruption.check();
    assertFalse(Interruption.isAsked());
  }

  private static void untilInterrupted() {
    while (!Thread.currentThread().isInterrupted()) {
      LockSupport.park();
    }
  }
}
