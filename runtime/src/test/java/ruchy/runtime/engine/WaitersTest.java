package ruchy.runtime.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import ruchy.runtime.failure.Failure;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class WaitersTest {
  private volatile boolean isReached;
  private final Waiters waiters = new Waiters(() -> isReached);

  @Test
  void all_are_woken_and_who_comes_later_does_not_wait() throws Exception {
    List<Thread> tasks = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      tasks.add(Thread.ofVirtual().start(waiters::await));
    }
    while (waiters.size() < 10) {
      Thread.onSpinWait();
    }
    isReached = true;
    waiters.wake();
    for (Thread task : tasks) {
      task.join();
    }
    waiters.await();
    assertEquals(0, waiters.size());
  }

  @Test
  void who_gives_up_is_forgotten() {
    for (int i = 0; i < 100; i++) {
      assertThrows(Failure.class, () -> Bridge.await(waiters, 1));
      assertEquals(0, waiters.size());
    }
  }
}
