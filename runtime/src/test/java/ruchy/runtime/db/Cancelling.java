package ruchy.runtime.db;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.function.BooleanSupplier;
import ruchy.runtime.value.HashMapValue;
import ruchy.runtime.value.ListValue;

/// What is expected of every database when the task that waits for it is cancelled.
final class Cancelling {
  private Cancelling() {}

  /// @param endless a statement that does not end by itself
  /// @param isRunning whether it runs now
  static void check(Database database, String endless, BooleanSupplier isRunning) throws Exception {
    database.execute("CREATE TABLE before_end (id INTEGER PRIMARY KEY)");
    var task =
        Task.of(
            () ->
                database.transaction(
                    Functions.of(
                        () -> {
                          database.insert("before_end", HashMapValue.of("id", 1L));
                          return database.query(endless);
                        })));
    while (!isRunning.getAsBoolean() || !isWaiting(task.thread())) {
      Thread.onSpinWait();
    }
    task.thread().interrupt();
    assertEquals("The task was cancelled", Said.by("CancelledError", task::get));
    assertEquals(0, database.count("before_end"));
    database.insert("before_end", HashMapValue.of("id", 2L));
    assertEquals(
        ListValue.of(HashMapValue.of("id", 2L)), database.query("SELECT id FROM before_end"));
  }

  private static boolean isWaiting(Thread thread) {
    return thread.getState() == Thread.State.WAITING
        || thread.getState() == Thread.State.TIMED_WAITING;
  }
}
