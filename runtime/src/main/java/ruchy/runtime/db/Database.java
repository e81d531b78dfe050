package ruchy.runtime.db;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.engine.Blocking;
import ruchy.runtime.engine.Lifetime;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.library.CallsAtOnce;
import ruchy.runtime.library.Export;
import ruchy.runtime.library.LibraryType;
import ruchy.runtime.library.Reads;
import ruchy.runtime.library.Type;
import ruchy.runtime.library.Waits;
import ruchy.runtime.library.YieldsNew;
import ruchy.runtime.value.FunctionValue;
import ruchy.runtime.value.LibraryObject;
import ruchy.runtime.value.ListValue;
import ruchy.runtime.value.MapValue;

/// An open database (L 19.2). May be used from any task. Statements of several tasks run at the
/// same time as far as the database allows; those of a task in a transaction run on its connection.
@LibraryType("Database")
public final class Database implements LibraryObject {
  private static final Set<Database> OPEN = Collections.newSetFromMap(new IdentityHashMap<>());

  /// No limit of rows.
  private static final int ALL = 0;

  private final Driver driver;
  private final Pool readers;
  private final Pool writers;

  /// The threads of tasks that are in a transaction, with the session that it has.
  private final Map<Thread, Session> transactions = new ConcurrentHashMap<>();

  private Database(Driver driver) {
    this.driver = driver;
    readers = new Pool(driver, driver.limit());
    writers = driver.isOneWriter() && driver.limit() > 1 ? new Pool(driver, 1) : readers;
  }

  static Database open(Driver driver) {
    Database database = new Database(driver);
    try {
      database.use(true, (session, use) -> session.work("", connection -> true));
    } catch (Failure unreachable) {
      database.closePools();
      throw unreachable;
    }
    synchronized (OPEN) {
      if (OPEN.isEmpty()) {
        Lifetime.beforeEnd(Database::closeAll);
      }
      OPEN.add(database);
    }
    return database;
  }

  private static void closeAll() {
    List<Database> all;
    synchronized (OPEN) {
      all = List.copyOf(OPEN);
      OPEN.clear();
    }
    all.forEach(Database::closePools);
  }

  @Override
  public String typeName() {
    return "Database";
  }

  @Override
  public String display() {
    return "<Database " + driver.where() + ">";
  }

  private interface Work<T extends @Nullable Object> {
    T run(Session session, Use use) throws Refusal;
  }

  /// Does the work with the session of this task's transaction, or with one that is free.
  private <T extends @Nullable Object> T use(boolean writes, Work<T> work) {
    Session own = transactions.get(Thread.currentThread());
    if (own != null) {
      return use(own, work, () -> {});
    }
    Pool pool = writes ? writers : readers;
    Session session = pool.take();
    return use(session, work, () -> pool.give(session));
  }

  private static <T extends @Nullable Object> T use(
      Session session, Work<T> work, Runnable afterwards) {
    try {
      return Use.of(use -> work.run(session, use), afterwards);
    } catch (IOException refusal) {
      throw Failure.dbError(String.valueOf(refusal.getMessage()));
    }
  }

  /// Raises ArgumentError for what would leave a connection in a transaction that nobody ends.
  private Statement statement(String sql) {
    Statement statement = scanned(sql);
    if (statement.isOfTransaction()) {
      throw Failure.argumentError(
          "Transactions are begun and ended by transaction(f), not by " + statement.shown());
    }
    return statement;
  }

  private Statement scanned(String sql) {
    return Statement.of(sql, driver.lexicon());
  }

  private Rows rows(String sql, List<@Nullable Object> arguments) {
    return rows(statement(sql), arguments, false, ALL);
  }

  /// @param isWriting whether the statement may change something for all that its text tells
  /// @param limit how many rows are read
  private Rows rows(
      Statement statement, List<@Nullable Object> arguments, boolean isWriting, int limit) {
    if (!statement.isSingle()) {
      throw Failure.argumentError(
          "One statement is expected, and another follows it: " + statement.shown());
    }
    if (statement.placeholders() != arguments.size()) {
      throw Failure.argumentError(
          "The statement has "
              + statement.placeholders()
              + " placeholders, got "
              + arguments.size()
              + " arguments; SQL: "
              + statement.shown());
    }
    if (statement.isEmpty()) {
      return new Rows(List.of(), List.of(), 0);
    }
    return use(
        isWriting || statement.writes(),
        (session, use) -> session.rows(statement, arguments, limit, use));
  }

  /// The rows that a statement gives, each a map in the order of the columns.
  ///
  /// ```ruchy
  /// let database = db::connect("sqlite::memory:")
  /// database.query("SELECT 'Ada' AS name, 36 AS age")   // => [{age: 36, name: "Ada"}]
  /// ```
  @Export
  @Waits
  @YieldsNew
  @Type("list<map<string, any>>")
  public ListValue query(String sql) {
    return query(sql, ListValue.empty());
  }

  /// The rows that a statement gives. Each `?` of it stands for one of the arguments, which are
  /// never part of the text. Raises ArgumentError if their number differs, DbError with the words
  /// of the database.
  ///
  /// ```ruchy
  /// let database = db::connect("sqlite::memory:")
  /// database.query("SELECT ? AS name", ["Robert'); DROP TABLE students;--"]).len()   // => 1
  /// ```
  @Export
  @Waits
  @YieldsNew
  @Type("list<map<string, any>>")
  public ListValue query(String sql, @Reads ListValue arguments) {
    Rows rows = rows(sql, Values.arguments(arguments));
    ListValue list = ListValue.withCapacity(rows.rows().size());
    for (@Nullable Object[] row : rows.rows()) {
      list.add(Values.row(rows, row));
    }
    return list;
  }

  /// The first row that a statement gives, or nil; no other is read.
  ///
  /// ```ruchy
  /// db::connect("sqlite::memory:").query_one("SELECT 1 AS n").n   // => 1
  /// ```
  @Export
  @Waits
  @YieldsNew
  @Type("map<string, any>?")
  public @Nullable MapValue queryOne(String sql) {
    return queryOne(sql, ListValue.empty());
  }

  /// The first row that a statement with arguments gives, or nil.
  ///
  /// ```ruchy
  /// db::connect("sqlite::memory:").query_one("SELECT 1 AS n WHERE 1 = ?", [2])   // => nil
  /// ```
  @Export
  @Waits
  @YieldsNew
  @Type("map<string, any>?")
  public @Nullable MapValue queryOne(String sql, @Reads ListValue arguments) {
    return first(rows(statement(sql), Values.arguments(arguments), false, 1));
  }

  private static @Nullable MapValue first(Rows rows) {
    return rows.rows().isEmpty() ? null : Values.row(rows, rows.rows().getFirst());
  }

  /// Runs statements, separated by semicolons; the number of rows that they have changed.
  ///
  /// ```ruchy
  /// let database = db::connect("sqlite::memory:")
  /// database.execute("CREATE TABLE t (n INTEGER); INSERT INTO t VALUES (1), (2)")   // => 2
  /// ```
  @Export
  @Waits
  public long execute(String sql) {
    Statement statements = statement(sql);
    if (statements.isSingle() || statements.placeholders() != 0) {
      return rows(statements, List.of(), true, ALL).changed();
    }
    return use(true, (session, use) -> session.all(statements, use));
  }

  /// Runs one statement with arguments; the number of rows that it has changed.
  ///
  /// ```ruchy
  /// let database = db::connect("sqlite::memory:")
  /// database.execute("CREATE TABLE t (n INTEGER)")
  /// database.execute("INSERT INTO t VALUES (?), (?)", [1, 2])   // => 2
  /// ```
  @Export
  @Waits
  public long execute(String sql, @Reads ListValue arguments) {
    return rows(statement(sql), Values.arguments(arguments), true, ALL).changed();
  }

  /// The row of a table with that primary key, which may be given as text, or nil.
  ///
  /// ```ruchy
  /// let database = db::connect("sqlite::memory:")
  /// database.execute("CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT)")
  /// database.insert("users", {name: "Ada"})
  /// database.find("users", "1")   // => {id: 1, name: "Ada"}
  /// ```
  @Export
  @Waits
  @YieldsNew
  @Type("map<string, any>?")
  public @Nullable MapValue find(String table, @Reads @Nullable Object id) {
    String name = table(table);
    Object key = Values.argument(id);
    Rows found =
        use(
            false,
            (session, use) -> {
              Row row = row(session, table, key);
              return row == null
                  ? null
                  : session.rows(
                      scanned("SELECT * FROM " + name + row.condition()),
                      List.of(row.id()),
                      1,
                      use);
            });
    return found == null ? null : first(found);
  }

  /// Where the row of a table is that has an id.
  ///
  /// @param column that is the key, quoted
  private record Row(String column, Object id) {
    String condition() {
      return " WHERE " + column + " = ?";
    }
  }

  /// Null if no row can have that id.
  private @Nullable Row row(Session session, String table, @Nullable Object given) throws Refusal {
    return session.work(
        "",
        open -> {
          Driver.Key primary = driver.key(open, table);
          Object id = given == null ? null : driver.id(open, primary, given);
          return id == null ? null : new Row(primary.column(), id);
        });
  }

  /// Adds a row; its primary key.
  ///
  /// ```ruchy
  /// let database = db::connect("sqlite::memory:")
  /// database.execute("CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT)")
  /// database.insert("users", {name: "Ada"})   // => 1
  /// ```
  @Export
  @Waits
  @Type("any")
  public @Nullable Object insert(String table, @Reads MapValue values) {
    String name = table(table);
    Columns columns = Columns.of(values);
    Rows rows =
        use(
            true,
            (session, use) -> {
              Driver.Key primary = session.work("", open -> driver.key(open, table));
              return session.rows(
                  scanned(
                      "INSERT INTO "
                          + name
                          + columns.inserted()
                          + " RETURNING "
                          + primary.column()),
                  columns.values(),
                  ALL,
                  use);
            });
    MapValue row = first(rows);
    return row == null ? null : row.valueAt(0);
  }

  /// Changes columns of the row with that primary key; whether there is such a row.
  ///
  /// ```ruchy
  /// let database = db::connect("sqlite::memory:")
  /// database.execute("CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT)")
  /// database.insert("users", {name: "Ada"})
  /// database.update("users", 1, {name: "Grace"})   // => true
  /// database.update("users", 2, {name: "Nobody"})   // => false
  /// ```
  @Export
  @Waits
  public boolean update(String table, @Reads @Nullable Object id, @Reads MapValue values) {
    if (values.isEmpty()) {
      return find(table, id) != null;
    }
    Columns columns = Columns.of(values);
    return change("UPDATE " + table(table) + " SET " + columns.assigned(), table, id, columns);
  }

  /// Deletes the row with that primary key; whether there was one.
  ///
  /// ```ruchy
  /// let database = db::connect("sqlite::memory:")
  /// database.execute("CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT)")
  /// database.insert("users", {name: "Ada"})
  /// database.delete("users", "1")   // => true
  /// database.count("users")   // => 0
  /// ```
  @Export
  @Waits
  public boolean delete(String table, @Reads @Nullable Object id) {
    return change("DELETE FROM " + table(table), table, id, Columns.NONE);
  }

  private boolean change(String sql, String table, @Nullable Object id, Columns columns) {
    Object key = Values.argument(id);
    return use(
        true,
        (session, use) -> {
          Row row = row(session, table, key);
          if (row == null) {
            return false;
          }
          List<@Nullable Object> arguments = new ArrayList<>(columns.values());
          arguments.add(row.id());
          Statement statement = scanned(sql + row.condition());
          return session.rows(statement, arguments, ALL, use).changed() > 0;
        });
  }

  /// The number of rows of a table.
  ///
  /// ```ruchy
  /// let database = db::connect("sqlite::memory:")
  /// database.execute("CREATE TABLE users (id INTEGER PRIMARY KEY)")
  /// database.count("users")   // => 0
  /// ```
  @Export
  @Waits
  public long count(String table) {
    Rows rows = rows("SELECT count(*) FROM " + table(table), List.of());
    return rows.rows().getFirst()[0] instanceof Long count ? count : 0;
  }

  /// Calls the function, with the database, in a transaction: all that this task does with the
  /// database meanwhile counts when the function returns, and nothing of it if it raises. A
  /// transaction in another one that raises takes back what it has done itself.
  ///
  /// ```ruchy
  /// let database = db::connect("sqlite::memory:")
  /// database.execute("CREATE TABLE users (id INTEGER PRIMARY KEY)")
  /// try {
  ///     database.transaction(|| { database.insert("users", {}); throw "no" })
  /// } catch (e) {}
  /// database.count("users")   // => 0
  /// ```
  @CallsAtOnce
  @Export
  @Waits
  @Type("any")
  public @Nullable Object transaction(@Type("(Database) -> any") FunctionValue function) {
    Thread task = Thread.currentThread();
    Session outer = transactions.get(task);
    if (outer != null) {
      return within(outer, function);
    }
    Session session = writers.take();
    transactions.put(task, session);
    try {
      return within(session, function);
    } finally {
      transactions.remove(task);
      writers.give(session);
    }
  }

  private @Nullable Object within(Session session, FunctionValue function) {
    int depth = session.depth;
    String mark = "ruchy_" + depth;
    run(session, depth == 0 ? driver.begin() : "SAVEPOINT " + mark);
    session.depth = depth + 1;
    boolean isWhole = false;
    try {
      Object result = function.offer(this);
      run(session, depth == 0 ? "COMMIT" : "RELEASE " + mark);
      isWhole = true;
      return result;
    } finally {
      try {
        if (!isWhole) {
          rollBack(
              session,
              depth == 0 ? List.of("ROLLBACK") : List.of("ROLLBACK TO " + mark, "RELEASE " + mark));
        }
      } finally {
        session.depth = depth;
      }
    }
  }

  /// Runs a statement of a transaction, also for a task that is cancelled meanwhile: whether it was
  /// begun and whether it counts must be known.
  private static void run(Session session, String sql) {
    try {
      Blocking.callFullyAtLength(
          () -> {
            session.run(sql);
            return true;
          });
    } catch (IOException refusal) {
      throw Failure.dbError(String.valueOf(refusal.getMessage()));
    }
  }

  /// Also for a task that was cancelled. A connection that cannot be rolled back serves nobody any
  /// more, unless it is the only one that there can be.
  private void rollBack(Session session, List<String> statements) {
    try {
      Blocking.callFullyAtLength(
          () -> {
            try {
              for (String sql : statements) {
                session.run(sql);
              }
            } catch (Refusal | RuntimeException ended) {
              if (driver.limit() > 1) {
                session.close();
              }
            }
            return true;
          });
    } catch (IOException impossible) {
      throw Failure.dbError(String.valueOf(impossible.getMessage()));
    }
  }

  /// Closes the database: no statement begins any more, but for those of transactions that have
  /// begun, and those are waited for. Raises DbError in a transaction, as that would wait for
  /// itself. Does nothing when it is closed already.
  ///
  /// ```ruchy
  /// let database = db::connect("sqlite::memory:")
  /// database.close()
  /// ```
  @Export
  @Waits
  public void close() {
    if (transactions.containsKey(Thread.currentThread())) {
      throw Failure.dbError(driver.where() + " cannot be closed in a transaction of its own");
    }
    synchronized (OPEN) {
      OPEN.remove(this);
    }
    try {
      Blocking.callFully(
          () -> {
            closePools();
            return true;
          });
    } catch (IOException impossible) {
      throw Failure.dbError(String.valueOf(impossible.getMessage()));
    }
    readers.awaitEnd();
    writers.awaitEnd();
  }

  private void closePools() {
    readers.close();
    writers.close();
  }

  /// The name of a table as statements contain it; a dot follows the schema.
  private static String table(String table) {
    StringBuilder quoted = new StringBuilder();
    for (String part : table.split("\\.", -1)) {
      quoted.append(quoted.isEmpty() ? "" : ".").append(Columns.quoted(part, "table"));
    }
    return quoted.toString();
  }
}
