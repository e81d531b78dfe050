package ruchy.runtime.db;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ruchy.runtime.failure.Failure;
import ruchy.runtime.value.ListValue;

/// What is expected of the numbers of changed rows, whatever the database is.
final class Counting {
  private Counting() {}

  static void check(Database database) {
    execute(0, database, "CREATE TABLE counted (n INTEGER PRIMARY KEY)");
    execute(2, database, "INSERT INTO counted VALUES (1), (2)");
    execute(
        0, database, "CREATE TABLE of_counted (n INTEGER REFERENCES counted ON DELETE CASCADE)");
    execute(3, database, "INSERT INTO of_counted VALUES (1), (2), (2)");
    execute(0, database, "SELECT * FROM counted");
    execute(0, database, "WITH t AS (SELECT 1 AS n) SELECT n FROM t");
    execute(0, database, "EXPLAIN DELETE FROM counted");
    execute(0, database, "UPDATE counted SET n = 3 WHERE n = 3");
    execute(1, database, "INSERT INTO counted VALUES (4) RETURNING n");
    execute(2, database, "WITH t AS (SELECT 3) UPDATE of_counted SET n = NULL WHERE n = 2");
    execute(1, database, "DELETE FROM counted WHERE n = 1");
    execute(0, database, "DROP TABLE of_counted");
    execute(0, database, "");
    execute(0, database, " -- nothing");
    assertEquals(2, database.execute("DELETE FROM counted; DROP TABLE counted"));
    database.close();
  }

  /// In both forms; what it changes is taken back in between.
  private static void execute(int expected, Database database, String sql) {
    try {
      database.transaction(
          Functions.of(
              () -> {
                assertEquals(expected, database.execute(sql), sql);
                throw Failure.panic("back");
              }));
    } catch (Failure back) {
      assertEquals("panic: back", back.message());
    }
    assertEquals(expected, database.execute(sql, ListValue.empty()), sql);
  }
}
