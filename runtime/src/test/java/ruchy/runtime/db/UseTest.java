package ruchy.runtime.db;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.reflect.Proxy;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/// How statements are stopped.
final class UseTest {
  @Test
  void a_statement_that_was_asked_to_stop_before_it_began_is_asked_again() throws Exception {
    var isBegun = new CountDownLatch(1);
    var asked = new CountDownLatch(3);
    java.sql.Statement deaf =
        (java.sql.Statement)
            Proxy.newProxyInstance(
                UseTest.class.getClassLoader(),
                new Class<?>[] {java.sql.Statement.class},
                (proxy, method, arguments) -> {
                  assertEquals("cancel", method.getName());
                  asked.countDown();
                  return null;
                });
    var task =
        Task.of(
            () ->
                Use.of(
                    use -> {
                      use.runs(deaf);
                      isBegun.countDown();
                      awaitCount(asked);
                      use.runs(null);
                      return 1;
                    },
                    () -> {}));
    isBegun.await();
    task.thread().interrupt();
    assertEquals("The task was cancelled", Said.by("CancelledError", task::get));
    asked.await();
  }

  private static void awaitCount(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException cancelled) {
      Thread.currentThread().interrupt();
    }
  }
}
