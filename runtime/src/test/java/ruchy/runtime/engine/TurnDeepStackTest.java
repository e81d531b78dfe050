package ruchy.runtime.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import ruchy.runtime.failure.Failure;

/// Waits and turns where the stack ends: whatever does not fit raises before anything is given up,
/// so nobody else waits for ever.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class TurnDeepStackTest {
  /// Changed only with the turn.
  private int inside;

  private volatile boolean isWrong;
  private int reached;
  private int refused;

  @Test
  void waits_at_the_end_of_the_stack_never_lose_the_turn() throws Exception {
    contend(Thread.ofPlatform(), () -> down(this::waitInTurn));
    assertTrue(reached > 0 && refused > 0, reached + " waits, " + refused + " refused");
  }

  @Test
  void turns_asked_for_at_the_end_of_the_stack_are_never_lost() throws Exception {
    contend(Thread.ofPlatform(), () -> down(this::askInTurn));
    assertTrue(reached > 0 && refused > 0, reached + " asked, " + refused + " refused");
  }

  @Test
  void waits_of_virtual_threads_at_the_end_of_the_stack_never_lose_the_turn() throws Exception {
    contend(Thread.ofVirtual(), () -> down(this::waitInTurn));
    assertTrue(reached > 0 && refused > 0, reached + " waits, " + refused + " refused");
  }

  /// Two that go down, and two that only want the turn, again and again.
  private void contend(Thread.Builder threads, Runnable deep) throws InterruptedException {
    List<Thread> started = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      started.add(threads.start(deep));
    }
    for (Thread thread : started) {
      while (!thread.join(Duration.ofMillis(1))) {
        Turn.PROGRAM.enter();
        stretch();
        Turn.PROGRAM.leave();
      }
    }
    assertEquals(0, Turn.PROGRAM.asking());
    assertFalse(isWrong);
  }

  private void down(Runnable step) {
    for (int round = 0; round < 10; round++) {
      try {
        deeper(0, step);
      } catch (StackOverflowError end) {
        assertTrue(Turn.PROGRAM.settles(false));
      }
    }
  }

  /// Goes to the end of the stack; the innermost levels take the step there.
  private int deeper(int level, Runnable step) {
    int below = 0;
    try {
      below = level == Integer.MAX_VALUE ? 0 : deeper(level + 1, step);
    } catch (StackOverflowError full) {
      below = 0;
    }
    if (below % 100 < 4) {
      step.run();
    }
    return below + 1;
  }

  private void waitInTurn() {
    inTurn(
        () -> {
          stretch();
          Bridge.sleep(0);
          stretch();
        });
  }

  private void askInTurn() {
    inTurn(this::stretch);
  }

  /// Whatever the step raises, this thread has the turn afterwards or takes it back before it goes
  /// on.
  private void inTurn(Runnable step) {
    try {
      Turn.PROGRAM.enter();
    } catch (StackOverflowError full) {
      count(false);
      return;
    }
    try {
      step.run();
      count(true);
    } catch (StackOverflowError | Failure full) {
      if (Turn.PROGRAM.settles(reached % 2 == 0) && !Turn.PROGRAM.isHeld()) {
        isWrong = true;
      }
      count(false);
    } finally {
      Turn.PROGRAM.leave();
    }
  }

  private synchronized void count(boolean isReached) {
    if (isReached) {
      reached++;
    } else {
      refused++;
    }
  }

  private void stretch() {
    if (!Turn.PROGRAM.isHeld() || ++inside != 1) {
      isWrong = true;
    }
    inside--;
  }
}
