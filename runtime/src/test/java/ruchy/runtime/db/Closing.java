package ruchy.runtime.db;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.value.HashMapValue;

/// What is expected of every database that is closed while tasks use it.
final class Closing {
  private Closing() {}

  /// @param database has an empty table `steps` with a column `n`
  /// @param endless a statement that does not end by itself
  static void check(Database database, String endless) throws Exception {
    var isInside = new CountDownLatch(1);
    var mayEnd = new CountDownLatch(1);
    var isStopped = new AtomicBoolean();
    Task<@Nullable Object> transaction =
        Task.of(
            () ->
                database.transaction(
                    Functions.of(
                        () -> {
                          assertTrue(
                              Said.by("DbError", database::close)
                                  .endsWith(" cannot be closed in a transaction of its own"));
                          isInside.countDown();
                          await(mayEnd);
                          database.insert("steps", HashMapValue.of("n", 1L));
                          return database.count("steps");
                        })));
    isInside.await();
    var slow = Task.of(() -> database.query(endless));
    awaitWait(slow);
    var closing =
        Task.of(
            () -> {
              database.close();
              return mayEnd.getCount() == 0 && isStopped.get();
            });
    while (isOpen(database)) {
      Thread.onSpinWait();
    }
    mayEnd.countDown();
    assertEquals(1L, transaction.get());
    isStopped.set(true);
    slow.thread().interrupt();
    assertEquals("The task was cancelled", Said.by("CancelledError", slow::get));
    assertEquals(true, closing.get());
  }

  private static boolean isOpen(Database database) {
    try {
      database.count("steps");
      return true;
    } catch (Failure closed) {
      assertTrue(closed.message().endsWith(" is closed"), closed::message);
      return false;
    }
  }

  private static void awaitWait(Task<?> task) {
    while (task.thread().getState() != Thread.State.WAITING
        && task.thread().getState() != Thread.State.TIMED_WAITING
        && !task.result().isDone()) {
      Thread.onSpinWait();
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException cancelled) {
      Thread.currentThread().interrupt();
    }
  }
}
