package ruchy.runtime.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

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
