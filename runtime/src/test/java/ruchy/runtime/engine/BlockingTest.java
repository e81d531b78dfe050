package ruchy.runtime.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import ruchy.runtime.failure.Failure;

/// Calls that block a thread of the system.
@Timeout(60)
final class BlockingTest {
  @Test
  void files_do_not_wait_for_servers_of_names_that_are_silent() throws Exception {
    var answer = new CountDownLatch(1);
    var asked = new CountDownLatch(40);
    List<Future<String>> silent = new ArrayList<>();
    try (ExecutorService tasks = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 40; i++) {
        silent.add(tasks.submit(() -> Blocking.ask(() -> answered(asked, answer))));
      }
      asked.await();
      assertEquals("read", tasks.submit(() -> Blocking.call(() -> "read")).get());
      answer.countDown();
      for (Future<String> each : silent) {
        assertEquals("answered", each.get());
      }
    }
  }

  /// As many as are asked at once are, and one of them is answered: its thread takes the others in
  /// their order.
  @Test
  void a_question_whose_task_was_cancelled_before_it_was_asked_is_not() throws Exception {
    var asked = new CountDownLatch(64);
    var answer = new CountDownLatch(1);
    var firstAnswer = new CountDownLatch(1);
    var wasAsked = new AtomicBoolean();
    try (ExecutorService tasks = Executors.newVirtualThreadPerTaskExecutor()) {
      var _ = tasks.submit(() -> Blocking.ask(() -> answered(asked, firstAnswer)));
      for (int i = 1; i < 64; i++) {
        var _ = tasks.submit(() -> Blocking.ask(() -> answered(asked, answer)));
      }
      asked.await();
      Thread cancelled =
          Thread.ofVirtual().start(() -> assertThrows(Failure.class, () -> ask(wasAsked)));
      while (cancelled.getState() != Thread.State.WAITING) {
        Thread.onSpinWait();
      }
      cancelled.interrupt();
      cancelled.join();
      Future<String> next = tasks.submit(() -> Blocking.ask(() -> "asked"));
      firstAnswer.countDown();
      String answered = next.get();
      answer.countDown();
      assertEquals("asked", answered);
      assertFalse(wasAsked.get());
    }
  }

  private static boolean ask(AtomicBoolean wasAsked) throws IOException {
    return Blocking.ask(() -> !wasAsked.getAndSet(true));
  }

  private static String answered(CountDownLatch asked, CountDownLatch answer) throws IOException {
    asked.countDown();
    try {
      answer.await();
    } catch (InterruptedException ended) {
      throw new IOException(ended);
    }
    return "answered";
  }
}
