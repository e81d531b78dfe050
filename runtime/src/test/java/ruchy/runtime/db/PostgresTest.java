package ruchy.runtime.db;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.TimeZone;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import ruchy.runtime.time.DateTimeValue;
import ruchy.runtime.value.HashMapValue;
import ruchy.runtime.value.ListValue;

/// What programs say to a PostgreSQL server.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class PostgresTest {
  private @Nullable PostgresServer server;

  @BeforeAll
  void starts_a_server() throws Exception {
    server = PostgresServer.start();
  }

  @AfterAll
  void ends_the_server() throws Exception {
    if (server != null) {
      server.close();
    }
  }

  private String address() {
    return server == null ? "" : server.address();
  }

  private Database connected() {
    return DbModule.connect(address());
  }

  @Test
  void rows_are_added_found_by_number_or_text_changed_counted_and_deleted() {
    Database database = connected();
    database.execute("CREATE TABLE users (id serial PRIMARY KEY, name text, age int)");
    assertEquals(1L, database.insert("users", HashMapValue.of("name", "Ada", "age", 36L)));
    var ada = HashMapValue.of("id", 1L, "name", "Ada", "age", 36L);
    assertEquals(ada, database.find("users", 1L));
    assertEquals(ada, database.find("users", "1"));
    assertNull(database.find("users", "1 OR 1=1"));
    assertNull(database.find("users", null));
    assertTrue(database.update("users", "1", HashMapValue.of("age", "37")));
    assertFalse(database.update("users", 2L, HashMapValue.of("age", 1L)));
    assertEquals(
        ListValue.of(HashMapValue.of("age", 37L)),
        database.query("SELECT age FROM users WHERE name = ? LIMIT ?", ListValue.of("Ada", 10L)));
    assertTrue(database.delete("users", 1L));
    assertEquals(0, database.count("public.users"));
    database.close();
  }

  @Test
  void values_come_back_as_what_they_were() {
    Database database = connected();
    database.execute(
        "CREATE TABLE kinds (id uuid PRIMARY KEY, i bigint, f float8, d numeric(12, 2), n numeric,"
            + " t text, b boolean, at timestamptz, plain timestamp, doc jsonb, raw bytea,"
            + " tags text[], counts int[])");
    var at = DateTimeValue.parse("2025-08-24T10:15:30.123Z");
    var id = "8b7df143-d91c-4f6e-a6a0-6d1a7a7d2d11";
    var row =
        HashMapValue.of(
            "id",
            id,
            "i",
            Long.MAX_VALUE,
            "f",
            0.1,
            "d",
            12.5,
            "n",
            "123456789012345678901234567890.5",
            "t",
            "Grüße ' \" ; --",
            "b",
            true,
            "at",
            at,
            "plain",
            at,
            "doc",
            HashMapValue.of("a", ListValue.of(1L, null, "x")),
            "raw",
            ruchy.runtime.member.Bytes.list(new byte[] {0, -1}),
            "tags",
            ListValue.of("a,b", "c"),
            "counts",
            ListValue.of(1L, 2L));
    assertEquals(id, database.insert("kinds", row));
    assertEquals(row, database.find("kinds", id));
    assertEquals(
        1,
        database
            .query(
                "SELECT 1 FROM kinds WHERE i = ANY (?)", ListValue.of(ListValue.of(Long.MAX_VALUE)))
            .size());
    assertEquals(
        "[{nil: nil, sum: 3}]",
        database
            .query("SELECT sum(x) AS sum, NULL AS nil FROM (VALUES (1), (2)) AS v (x)")
            .toString());
    database.close();
  }

  @Test
  void a_float_keeps_its_digits_in_a_numeric() {
    Database database = connected();
    database.execute("CREATE TABLE prices (id serial PRIMARY KEY, n numeric, s numeric[])");
    for (double number :
        new double[] {0.1 + 0.2, -1234567.0123456789, Math.PI, Double.MAX_VALUE, 1e-300}) {
      var id = database.insert("prices", HashMapValue.of("n", number, "s", ListValue.of(number)));
      assertEquals(
          HashMapValue.of("n", number, "s", ListValue.of(number), "is", true),
          database.queryOne(
              "SELECT n, s, n = ? AS is FROM prices WHERE id = ?", ListValue.of(number, id)));
    }
    assertEquals(
        "{sum: 3.8000000000000003}",
        database.queryOne("SELECT ? + 1 AS sum", ListValue.of(2.8000000000000003)) + "");
    database.close();
  }

  @Test
  void dates_and_times_do_not_depend_on_the_zone_of_the_machine_nor_on_how_often_they_are_read() {
    TimeZone zone = TimeZone.getDefault();
    TimeZone.setDefault(TimeZone.getTimeZone("Asia/Kathmandu"));
    try {
      Database database = connected();
      for (int i = 0; i < 8; i++) {
        assertEquals(
            "{at: \"10:15:30.123456\", ats: [\"10:15:30.123456\"],"
                + " attz: \"10:15:30.123456+02\", attzs: [\"10:15:30.123456+02\"],"
                + " d: \"2025-08-24\", ds: [\"2025-08-24\"], ever: [nil, nil],"
                + " point: \"(1,2)\", span: \"1 day 02:00:00\","
                + " t: 2025-08-24T10:15:30.123Z, ts: [2025-08-24T10:15:30.123Z, nil],"
                + " tz: 2025-08-24T10:15:30.123Z, tzs: [[2025-08-24T08:15:30Z]]}",
            String.valueOf(
                database.queryOne(
                    """
                    SELECT timestamptz '2025-08-24 12:15:30.123+02' AS tz,
                      timestamp '2025-08-24 10:15:30.123' AS t,
                      date '2025-08-24' AS d, time '10:15:30.123456' AS at,
                      timetz '10:15:30.123456+02' AS attz,
                      ARRAY[timestamp '2025-08-24 10:15:30.123', NULL] AS ts,
                      ARRAY[[timestamptz '2025-08-24 10:15:30+02']] AS tzs,
                      ARRAY[date '2025-08-24'] AS ds, ARRAY[time '10:15:30.123456'] AS ats,
                      ARRAY[timetz '10:15:30.123456+02'] AS attzs,
                      ARRAY[timestamp 'infinity', timestamp '-infinity'] AS ever,
                      interval '26 h' - interval '24 h' + interval '1 day' AS span,
                      point '(1,2)' AS point
                    """)));
      }
      var at = DateTimeValue.parse("2025-08-24T10:15:30.123Z");
      database.execute("CREATE TABLE days (id serial PRIMARY KEY, t timestamp, ts timestamp[])");
      var row = HashMapValue.of("t", at, "ts", ListValue.of(at, null));
      database.insert("days", row);
      assertEquals(row, database.queryOne("SELECT t, ts FROM days"));
      database.close();
    } finally {
      TimeZone.setDefault(zone);
    }
  }

  @Test
  void arrays_of_all_kinds_go_there_and_come_back() {
    Database database = connected();
    database.execute(
        "CREATE TYPE mood AS ENUM ('so so', 'happy');"
            + "CREATE TABLE lists (id serial PRIMARY KEY, t text[], n int[], b boolean[],"
            + " raw bytea[], docs jsonb[], m mood[], u uuid[], f float8[])");
    var row =
        HashMapValue.of(
            "t",
            ListValue.of("", "NULL", null, "a\"b\\c,{}", "Grüße "),
            "n",
            ListValue.of(ListValue.of(1L, 2L), ListValue.of(3L, null)),
            "b",
            ListValue.of(true, false),
            "raw",
            ListValue.of(ruchy.runtime.member.Bytes.list(new byte[] {0, -1, '\\'})),
            "docs",
            ListValue.of(HashMapValue.of("a", ListValue.of("\"")), ListValue.of(1L)),
            "m",
            ListValue.of("so so", "happy"),
            "u",
            ListValue.of("8b7df143-d91c-4f6e-a6a0-6d1a7a7d2d11"),
            "f",
            ListValue.of(0.1 + 0.2, Double.POSITIVE_INFINITY));
    Object id = database.insert("lists", row);
    row.put("id", id);
    assertEquals(row, database.find("lists", id));
    assertEquals(
        "{box: [\"(1,1),(0,0)\", \"(2,2),(1,1)\"], from: [1, 2], none: []}",
        String.valueOf(
            database.queryOne(
                "SELECT '[5:6]={1,2}'::int[] AS from, '{}'::int[] AS none,"
                    + " ARRAY[box '(1,1),(0,0)', box '(2,2),(1,1)'] AS box")));
    database.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT ?::int AS x, (ARRAY[1])[1] AS y",
        "SELECT 7 AS x, (ARRAY[1, 7])[?::int - 5] AS y",
        "SELECT ?::int AS \"a?\"\"?;b\"",
        "SELECT ?::int AS x, E'it\\'s ?; \\\\' AS y",
        "SELECT ?::int AS x, e'\\\\' AS y",
        "SELECT ?::int AS x, CASE'\\' WHEN '\\' THEN 1 END AS y",
        "SELECT ?::int AS x, $$ ?; ' $$ AS y, $a$ $$ ?; $b$ \" $a$ AS z",
        "SELECT ?::int AS x, $é$ ?; $é$ AS y",
        "SELECT ?::int AS a$b$, 2 AS c$b$",
        "SELECT /* ? /* ?; */ ?; */ ?::int AS x -- ?; \n",
        "SELECT ?::int AS x -- ?; \r , 2 AS y",
        "SELECT ?::int AS x, '{\"a\": 1}'::jsonb ?? 'a' AS y",
        "SELECT ?::int AS x, '{\"a\": 1}'::jsonb ??| ARRAY['a'] AS y",
        "SELECT ?::int AS x, '{\"a\": 1}'::jsonb ??& '{a}' AS y"
      })
  void no_question_mark_in_quotes_comments_or_operators_is_a_placeholder(String sql) {
    Database database = connected();
    var row = database.queryOne(sql, ListValue.of(7L));
    assertEquals(7L, row == null ? null : row.valueAt(0));
    assertNotEquals(false, row == null ? null : row.get("y"));
    database.close();
  }

  @Test
  void hosts_are_named_as_containers_are_or_by_number() {
    assertEquals(
        "Cannot connect to postgres://my_shop_db-1.invalid:5432/shop:"
            + " there is no host my_shop_db-1.invalid",
        Said.by("DbError", () -> DbModule.connect("postgres://ada:x@my_shop_db-1.invalid/shop")));
    assertEquals(
        "Cannot connect to postgres://[::1]:1/shop: Connection to [::1]:1 refused. Check that the"
            + " hostname and port are correct and that the postmaster is accepting TCP/IP"
            + " connections.",
        Said.by("DbError", () -> DbModule.connect("postgres://ada:x@[::1]:1/shop")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          uuid             | 8b7df143-d91c-4f6e-a6a0-6d1a7a7d2d11 | abc
          uuid             | {8B7DF143D91C4F6EA6A06D1A7A7D2D11}   | 8b7df143-d91c-4f6e-a6a0-6d1a7a7d2d1
          int              | 7                                    | seven
          bigint           | -7                                   | 99999999999999999999
          numeric          | 7.0                                  | seven
          text             | abc                                  | 8
          varchar(5)       | abc                                  | abcdefg
          date             | 2025-08-24                           | 2025-02-30
          timestamptz      | 2025-08-24T10:15:30Z                 | yesterdayish
          inet             | 127.0.0.1                            | 127.0.0.1.1
          digit            | 7                                    | 70
          """)
  void an_id_that_no_row_can_have_is_no_row(String type, String id, String other) {
    Database database = connected();
    database.execute(
        "DROP TABLE IF EXISTS keyed; DROP DOMAIN IF EXISTS digit;"
            + "CREATE DOMAIN digit AS numeric CHECK (VALUE < 10);"
            + "CREATE TABLE keyed (id "
            + type
            + " PRIMARY KEY, n int)");
    Object known = database.insert("keyed", HashMapValue.of("id", id, "n", 1L));
    assertEquals(HashMapValue.of("id", known, "n", 1L), database.find("keyed", id));
    for (String none : new String[] {other, "", "a\0b", "'; DROP TABLE keyed; --"}) {
      database.transaction(
          Functions.of(
              () -> {
                assertNull(database.find("keyed", none));
                assertFalse(database.update("keyed", none, HashMapValue.of("n", 2L)));
                assertFalse(database.delete("keyed", none));
                return null;
              }));
    }
    assertNull(database.find("keyed", 8L));
    assertEquals(
        "invalid input syntax for type integer: \"x\"; SQL: "
            + "UPDATE \"keyed\" SET \"n\" = ? WHERE \"id\" = ?",
        Said.by("DbError", () -> database.update("keyed", id, HashMapValue.of("n", "x"))));
    database.close();
  }

  @Test
  void errors_are_those_of_the_server_with_the_statement_and_without_the_password() {
    Database database = connected();
    database.execute("CREATE TABLE mails (id serial PRIMARY KEY, mail text UNIQUE NOT NULL)");
    database.insert("mails", HashMapValue.of("mail", "a@b"));
    assertEquals(
        "duplicate key value violates unique constraint \"mails_mail_key\": "
            + "Key (mail)=(a@b) already exists.; SQL: "
            + "INSERT INTO \"mails\" (\"mail\") VALUES (?) RETURNING \"id\"",
        Said.by("DbError", () -> database.insert("mails", HashMapValue.of("mail", "a@b"))));
    assertEquals(
        "column \"nam\" does not exist; SQL: SELECT nam FROM mails",
        Said.by("DbError", () -> database.query("SELECT  nam\nFROM mails")));
    assertEquals("relation \"x\" does not exist", Said.by("DbError", () -> database.find("x", 1L)));
    database.close();
    String wrong = address().replace("sec%3A", "wrong%3A");
    assertEquals(
        "Cannot connect to postgres://127.0.0.1:"
            + (server == null ? 0 : server.port())
            + "/postgres: password authentication failed for user \"ada\"",
        Said.by("DbError", () -> DbModule.connect(wrong)));
  }

  @Test
  void a_transaction_counts_as_a_whole_and_one_in_it_takes_back_its_own() {
    Database database = connected();
    database.execute(
        "DROP TABLE IF EXISTS steps; CREATE TABLE steps (id serial PRIMARY KEY, n int)");
    Transactions.check(database);
    database.close();
  }

  @Test
  void only_rows_that_were_added_changed_or_deleted_are_counted() {
    Counting.check(connected());
  }

  @Test
  void of_many_rows_only_the_first_is_read_if_one_is_asked_for() {
    Database database = connected();
    assertEquals(
        HashMapValue.of("i", 1L),
        database.queryOne(
            "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n"));
    database.execute("CREATE TABLE many (id int PRIMARY KEY)");
    assertEquals(
        HashMapValue.of("id", 1L),
        database.queryOne("INSERT INTO many VALUES (1), (2), (3) RETURNING id"));
    assertEquals(3, database.count("many"));
    database.close();
  }

  @Test
  void after_a_restart_of_the_server_one_statement_fails_and_the_next_find_new_connections()
      throws Exception {
    Database database = connected();
    fourAtOnce(database);
    if (server != null) {
      server.restart();
    }
    Said.by("DbError", () -> database.query("SELECT 1"));
    fourAtOnce(database);
    database.close();
  }

  /// Each with a connection of its own.
  private static void fourAtOnce(Database database) throws Exception {
    var meeting = new CyclicBarrier(4);
    var tasks = new ArrayList<Task<@Nullable Object>>();
    for (int i = 0; i < 4; i++) {
      tasks.add(
          Task.of(
              () ->
                  database.transaction(
                      Functions.of(
                          () -> {
                            meet(meeting);
                            return database.query("SELECT 1 AS n").toString();
                          }))));
    }
    for (var task : tasks) {
      assertEquals("[{n: 1}]", task.get());
    }
  }

  private static void meet(CyclicBarrier barrier) {
    try {
      barrier.await(20, TimeUnit.SECONDS);
    } catch (InterruptedException | BrokenBarrierException | TimeoutException ended) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void to_close_waits_for_transactions_and_statements_and_lets_nothing_begin() throws Exception {
    Database database = connected();
    database.execute(
        "DROP TABLE IF EXISTS steps; CREATE TABLE steps (id serial PRIMARY KEY, n int)");
    Closing.check(database, "SELECT pg_sleep(600)");
  }

  @Test
  void a_cancelled_task_ends_its_statement_and_the_connection_serves_others() throws Exception {
    Database database = connected();
    Cancelling.check(
        database,
        "SELECT pg_sleep(600)",
        () ->
            database
                    .query(
                        "SELECT 1 FROM pg_stat_activity WHERE query = 'SELECT pg_sleep(600)'"
                            + " AND state = 'active'")
                    .size()
                > 0);
    database.close();
  }
}
