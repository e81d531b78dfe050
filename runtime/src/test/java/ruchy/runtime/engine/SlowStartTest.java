package ruchy.runtime.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class SlowStartTest {
  private final AtomicInteger pauses = new AtomicInteger();
  private final SlowStart start = new SlowStart(pauses::incrementAndGet);

  private void start(int count, Thread task) {
    for (int i = 0; i < count; i++) {
      start.started(task);
    }
  }

  @Test
  void some_pauses_are_made_when_thousands_are_started_that_do_not_end() {
    Thread waiting = Thread.ofVirtual().unstarted(() -> {});
    start(4_000, waiting);
    assertEquals(0, pauses.get());
    start(100_000, waiting);
    assertEquals(20, pauses.get());
    start(100_000, waiting);
    assertEquals(20, pauses.get());
  }

  @Test
  void tasks_that_end_are_started_without_a_pause() throws InterruptedException {
    Thread ended = Thread.ofVirtual().start(() -> {});
    ended.join();
    start(100_000, ended);
    assertEquals(0, pauses.get());
  }

  @Test
  void an_event_loop_never_pauses() throws InterruptedException {
    Thread waiting = Thread.ofVirtual().unstarted(() -> {});
    Thread loop =
        Thread.ofPlatform()
            .name(LoopThreads.LOOP_NAME + "-test")
            .start(() -> start(100_000, waiting));
    loop.join();
    assertEquals(0, pauses.get());
  }
}
