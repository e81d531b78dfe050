package ruchy.runtime.db;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ruchy.runtime.failure.Failure;
import ruchy.runtime.value.HashMapValue;

/// What is expected of the transactions of every database.
final class Transactions {
  private Transactions() {}

  /// @param database has an empty table `steps` with a column `n`
  static void check(Database database) {
    assertEquals(
        "done",
        database.transaction(
            Functions.of(
                () -> {
                  add(database, 1);
                  assertEquals(1, database.count("steps"));
                  assertEquals("inner", Said.by("Panic", () -> inner(database)).substring(7));
                  add(database, 3);
                  return "done";
                })));
    assertEquals("[{n: 1}, {n: 3}]", database.query("SELECT n FROM steps ORDER BY n").toString());
    assertEquals("panic: inner", Said.by("Panic", () -> inner(database)));
    assertEquals(2, database.count("steps"));
    Said.by(
        "DbError",
        () ->
            database.transaction(
                Functions.of(
                    () -> {
                      add(database, 4);
                      return database.query("SELECT nonsense FROM steps");
                    })));
    assertEquals(2, database.count("steps"));
    assertEquals(
        "Transactions are begun and ended by transaction(f), not by begin",
        Said.by("ArgumentError", () -> database.execute("begin")));
  }

  private static void inner(Database database) {
    database.transaction(
        Functions.of(
            () -> {
              add(database, 2);
              throw Failure.panic("inner");
            }));
  }

  private static void add(Database database, long n) {
    database.insert("steps", HashMapValue.of("n", n));
  }
}
