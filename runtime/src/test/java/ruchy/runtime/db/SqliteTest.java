package ruchy.runtime.db;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import ruchy.runtime.member.Bytes;
import ruchy.runtime.time.DateTimeValue;
import ruchy.runtime.value.HashMapValue;
import ruchy.runtime.value.ListValue;
import ruchy.runtime.value.MapValue;

/// What programs say to files of SQLite.
final class SqliteTest {
  private static final String ENDLESS =
      "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n";

  @TempDir private Path folder = Path.of("");
  private Database database = DbModule.connect("sqlite::memory:");

  @BeforeEach
  void a_file_with_users() {
    database.close();
    database = connected();
    database.execute(
        "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT NOT NULL, age INTEGER);"
            + "CREATE TABLE steps (n INTEGER)");
  }

  private Database connected() {
    return DbModule.connect("sqlite:" + folder.resolve("a.db"));
  }

  @Test
  void rows_are_added_found_by_number_or_text_changed_counted_and_deleted() {
    assertEquals(1L, database.insert("users", HashMapValue.of("name", "Ada", "age", 36L)));
    var ada = HashMapValue.of("id", 1L, "name", "Ada", "age", 36L);
    assertEquals(ada, database.find("users", 1L));
    assertEquals(
        ListValue.of("z", "a"),
        ((MapValue) database.query("SELECT 1 AS z, 2 AS a").get(0L)).keys());
    assertEquals(ada, database.find("main.users", "1"));
    assertNull(database.find("users", "1 OR 1=1"));
    assertNull(database.find("users", null));
    assertTrue(database.update("users", "1", HashMapValue.of("age", 37L)));
    assertFalse(database.update("users", 2L, HashMapValue.of("age", 1L)));
    assertTrue(database.update("users", 1L, new HashMapValue()));
    assertEquals(
        HashMapValue.of("age", 37L),
        database.queryOne("SELECT age FROM users WHERE name = ?", ListValue.of("Ada")));
    assertTrue(database.delete("users", 1L));
    assertFalse(database.delete("users", 1L));
    assertEquals(0, database.count("users"));
  }

  @Test
  void values_come_back_as_what_they_were() {
    database.execute(
        "CREATE TABLE kinds (i INTEGER, f REAL, t TEXT, b BOOLEAN, at DATETIME, doc JSON, raw BLOB,"
            + " list TEXT, empty)");
    var at = DateTimeValue.parse("2025-08-24T10:15:30Z");
    var row =
        HashMapValue.of(
            "i",
            Long.MIN_VALUE,
            "f",
            0.1,
            "t",
            "Grüße ' \" ; --",
            "b",
            true,
            "at",
            at,
            "doc",
            HashMapValue.of("a", ListValue.of(1L, null)),
            "raw",
            Bytes.list(new byte[] {0, -1}),
            "list",
            ListValue.of(1L, "x"),
            "empty",
            null);
    assertEquals(1L, database.insert("kinds", row));
    row.put("list", "[1,\"x\"]");
    assertEquals(row, database.query("SELECT * FROM kinds").get(0L));
    assertEquals(
        "{t: \"2025-08-24T10:15:30.000Z\"}",
        database.queryOne("SELECT CAST(at AS TEXT) AS t FROM kinds") + "");
    database.execute("UPDATE kinds SET at = '2025-08-24 10:15:30'");
    assertEquals(
        HashMapValue.of("at", at),
        database.queryOne("SELECT at FROM kinds WHERE b = ?", ListValue.of(true)));
  }

  @Test
  void what_no_data_base_stores_is_a_type_error() {
    assertEquals(
        "A database cannot store function",
        Said.by(
            "TypeError", () -> database.query("SELECT ?", ListValue.of(Functions.of(() -> null)))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'; DROP TABLE users;--",
        "\"; DROP TABLE users;--",
        "x') ; DELETE FROM users; --",
        "1 OR 1=1",
        "?",
        "\\'; DROP TABLE users;--",
        "users\" WHERE 1=1; --",
        "`; DROP TABLE users",
        "]; DROP TABLE users"
      })
  void what_is_given_is_never_read_as_sql(String hostile) {
    long id = (Long) database.insert("users", HashMapValue.of("name", hostile));
    assertEquals(
        ListValue.of(HashMapValue.of("id", id)),
        database.query("SELECT id FROM users WHERE name = ?", ListValue.of(hostile)));
    assertNull(database.find("users", hostile));
    assertFalse(database.delete("users", hostile));
    assertEquals("no such table: " + hostile, Said.by("DbError", () -> database.find(hostile, 1L)));
    Said.by("DbError", () -> database.count(hostile));
    Said.by("DbError", () -> database.insert(hostile, HashMapValue.of("name", "x")));
    Said.by("DbError", () -> database.delete(hostile, 1L));
    Said.by("DbError", () -> database.insert("users", HashMapValue.of(hostile, "x")));
    Said.by("DbError", () -> database.update("users", id, HashMapValue.of(hostile, "x")));
    assertEquals(1, database.count("users"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          SELECT nam FROM users             | DbError | no such column: nam; SQL: SELECT nam FROM users
          SELECT * FORM users               | DbError | near "FORM": syntax error; SQL: SELECT * FORM users
          SELECT * FROM nobody              | DbError | no such table: nobody; SQL: SELECT * FROM nobody
          INSERT INTO users VALUES (1,NULL,2) | DbError | NOT NULL constraint failed: users.name; SQL: INSERT INTO users VALUES (1,NULL,2)
          SELECT ?, ?                       | ArgumentError | The statement has 2 placeholders, got 0 arguments; SQL: SELECT ?, ?
          SELECT 1; SELECT 2                | ArgumentError | One statement is expected, and another follows it: SELECT 1; SELECT 2
          COMMIT                            | ArgumentError | Transactions are begun and ended by transaction(f), not by COMMIT
          """)
  void errors_say_what_is_wrong_and_with_which_statement(String sql, String type, String said) {
    assertEquals(said, Said.by(type, () -> database.query(sql)));
  }

  @Test
  void question_marks_in_texts_and_comments_stand_for_nothing() {
    assertEquals(
        "[{a: \"?\", b: 1}]",
        database.query("SELECT '?' AS a, /* ? */ ? AS b -- ?\n;", ListValue.of(1L)).toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT ? AS [a?;b]",
        "SELECT ? AS `a?;b`",
        "SELECT ? AS \"a?\"\"?;b\"",
        "SELECT ? AS x, 'it''s ?; \\' AS y",
        "SELECT ? AS x, 'like'LIKE'\\' AS y",
        "SELECT ? AS x /* ? /* ?; */ -- ?; \r ?; \n ; -- ?",
        "SELECT ? AS x, '$a$' AS y, '$a$' AS z",
        "/* ?; */ SELECT ? AS x -- ?;"
      })
  void no_question_mark_in_quotes_or_comments_is_a_placeholder(String sql) {
    var row = database.queryOne(sql, ListValue.of(7L));
    assertEquals(7L, row == null ? null : row.valueAt(0));
  }

  @Test
  void names_must_be_names() {
    assertEquals(
        "The name of a table is empty", Said.by("ArgumentError", () -> database.count("")));
    assertEquals(
        "The name of a column is empty",
        Said.by("ArgumentError", () -> database.insert("users", HashMapValue.of("", 1L))));
    assertEquals(
        "The name of a column is a string, got integer",
        Said.by("TypeError", () -> database.insert("users", HashMapValue.of(1L, 1L))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          data.db                      | db::connect expects "sqlite:FILE", "sqlite::memory:" or "postgres://USER:PASSWORD@HOST:PORT/NAME", got a text without scheme
          mysql://u:secret@h/d         | db::connect expects "sqlite:FILE", "sqlite::memory:" or "postgres://USER:PASSWORD@HOST:PORT/NAME", got "mysql:..."
          sqlite:                      | sqlite: is to be followed by a file, or by :memory:
          sqlite:a.db?x=1              | The name of an SQLite file contains no ? and no NUL
          postgres://u:se/cret@h/d     | db::connect expects "postgres://USER:PASSWORD@HOST:PORT/NAME": HOST:PORT is missing or malformed, or what is special in a password is not written as %XX
          postgres://u:secret@h        | db::connect expects "postgres://USER:PASSWORD@HOST:PORT/NAME": the name of the database is missing
          postgres://u:secret@h/d?x=1  | db::connect expects "postgres://USER:PASSWORD@HOST:PORT/NAME": the option x is unknown; there are application_name, connect_timeout, sslcert, sslkey, sslmode, sslrootcert
          """)
  void what_names_no_data_base_is_refused(String address, String said) {
    assertEquals(said, Said.by("ArgumentError", () -> DbModule.connect(address)));
  }

  @Test
  void a_missing_folder_and_a_file_that_is_no_data_base_are_told() throws Exception {
    String missing = "sqlite:" + folder.resolve("no/a.db");
    assertEquals(
        "Cannot connect to " + missing + ": there is no folder " + folder.resolve("no"),
        Said.by("DbError", () -> DbModule.connect(missing)));
    Path text = Files.writeString(folder.resolve("text"), "This is no database.".repeat(100));
    assertEquals(
        "Cannot connect to sqlite:" + text + ": file is not a database",
        Said.by("DbError", () -> DbModule.connect("sqlite:" + text)));
  }

  @Test
  void a_transaction_counts_as_a_whole_and_one_in_it_takes_back_its_own() {
    Transactions.check(database);
  }

  @Test
  void others_read_what_was_before_a_transaction_and_write_when_it_has_ended() throws Exception {
    var isInside = new CountDownLatch(1);
    var mayEnd = new CountDownLatch(1);
    var first =
        Task.of(
            () ->
                database.transaction(
                    Functions.of(
                        () -> {
                          database.insert("steps", HashMapValue.of("n", 1L));
                          isInside.countDown();
                          await(mayEnd);
                          return null;
                        })));
    isInside.await();
    var hasWritten = new AtomicBoolean();
    var second =
        Task.of(
            () -> {
              @Nullable Object id = database.insert("steps", HashMapValue.of("n", 2L));
              hasWritten.set(true);
              return id;
            });
    assertEquals(0, Task.of(() -> database.count("steps")).get());
    assertFalse(hasWritten.get());
    mayEnd.countDown();
    first.get();
    assertEquals(2L, second.get());
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException cancelled) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void many_tasks_write_and_read_at_once_and_nothing_is_lost() throws Exception {
    var tasks = new ArrayList<Task<@Nullable Object>>();
    for (int i = 0; i < 50; i++) {
      long n = i;
      tasks.add(
          Task.of(
              () -> {
                for (int j = 0; j < 10; j++) {
                  database.insert("steps", HashMapValue.of("n", n));
                  database.count("steps");
                }
                return null;
              }));
    }
    for (var task : tasks) {
      task.get();
    }
    assertEquals(500, database.count("steps"));
  }

  @Test
  void a_slow_statement_keeps_no_other_task_from_reading_or_writing() throws Exception {
    var slow = Task.of(() -> database.query(ENDLESS));
    for (int i = 0; i < 10; i++) {
      Task.of(() -> database.insert("steps", HashMapValue.of("n", 1L))).get();
      assertEquals(i + 1, Task.of(() -> database.count("steps")).get());
    }
    assertTrue(slow.thread().isAlive());
    slow.thread().interrupt();
    assertEquals("The task was cancelled", Said.by("CancelledError", slow::get));
  }

  @Test
  void a_cancelled_task_ends_its_statement_and_the_connection_serves_others() throws Exception {
    Cancelling.check(database, ENDLESS, () -> true);
  }

  @Test
  void keys_of_other_tables_must_exist_and_texts_can_be_keys() {
    database.execute(
        "CREATE TABLE notes (code TEXT PRIMARY KEY, user_id INTEGER REFERENCES users (id))");
    assertEquals("a", database.insert("notes", HashMapValue.of("code", "a", "user_id", null)));
    assertEquals("a", database.find("notes", "a") instanceof HashMapValue m ? m.get("code") : "");
    assertTrue(
        Said.by(
                "DbError",
                () -> database.insert("notes", HashMapValue.of("code", "b", "user_id", 9L)))
            .startsWith("FOREIGN KEY constraint failed; SQL: INSERT INTO \"notes\""));
  }

  @Test
  void only_rows_that_were_added_changed_or_deleted_are_counted() {
    Counting.check(database);
  }

  @Test
  void of_many_rows_only_the_first_is_read_if_one_is_asked_for() {
    assertEquals(
        HashMapValue.of("i", 1L),
        database.queryOne(
            "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n"));
    database.execute("CREATE TABLE many (id INTEGER PRIMARY KEY)");
    assertEquals(
        HashMapValue.of("id", 1L),
        database.queryOne("INSERT INTO many VALUES (1), (2), (3) RETURNING id"));
    assertEquals(3, database.count("many"));
    database.close();
  }

  @Test
  void to_close_waits_for_transactions_and_statements_and_lets_nothing_begin() throws Exception {
    Closing.check(database, ENDLESS);
  }

  @Test
  void a_closed_data_base_says_so_and_leaves_one_file() throws Exception {
    database.insert("steps", HashMapValue.of("n", 1L));
    database.close();
    database.close();
    assertEquals(
        "sqlite:" + folder.resolve("a.db") + " is closed",
        Said.by("DbError", () -> database.count("steps")));
    try (var files = Files.list(folder)) {
      assertEquals("[a.db]", files.map(Path::getFileName).toList().toString());
    }
    database = connected();
    assertEquals(1, database.count("steps"));
  }
}
