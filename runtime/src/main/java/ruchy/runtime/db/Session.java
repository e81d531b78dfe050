package ruchy.runtime.db;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// A connection, opened when it is first used, and again when it has broken. Its methods block, and
/// run one at a time; `Pool` sees to it that it is one task's.
final class Session {
  /// A connection that was idle for longer may have been closed on the way, and is asked first.
  private static final long FRESH_NANOS = 5_000_000_000L;

  private final Driver driver;

  /// When one of the connections to the database was last found broken, in nanoseconds of the
  /// system's clock: what was not used since may be so, too.
  private final AtomicLong lastBreak;

  private @Nullable Connection connection;
  private long lastUsed;

  /// How many transactions of the program are open, one within the other. Of the task that has the
  /// session.
  int depth;

  /// Whether the database has ended the transaction by itself, or by a statement of the program.
  private boolean isLost;

  Session(Driver driver, AtomicLong lastBreak) {
    this.driver = driver;
    this.lastBreak = lastBreak;
  }

  /// Something that is done with a connection.
  interface Work<T extends @Nullable Object> {
    T run(Connection connection) throws SQLException, Refusal;
  }

  /// Does the work; a message of the database becomes a `Refusal`.
  ///
  /// @param doing what the message says to have failed, such as the statement
  synchronized <T extends @Nullable Object> T work(String doing, Work<T> work) throws Refusal {
    Connection open = connection();
    try {
      return work.run(open);
    } catch (SQLException failure) {
      isLost = depth > 0 && !driver.isInTransaction(open);
      forgetIfBroken(open, failure);
      throw new Refusal(driver.message(failure) + doing);
    } finally {
      lastUsed = System.nanoTime();
    }
  }

  /// Within a transaction a broken connection is not replaced: what was done is lost.
  private Connection connection() throws Refusal {
    isLost &= depth > 0;
    if (isLost) {
      throw new Refusal("The database has ended the transaction: nothing of it counts");
    }
    Connection known = connection;
    if (known != null && (depth > 0 || isAlive(known))) {
      return known;
    }
    if (depth > 0) {
      throw new Refusal("The connection broke in the middle of a transaction");
    }
    try {
      Connection opened = driver.open();
      connection = opened;
      lastUsed = System.nanoTime();
      return opened;
    } catch (SQLException failure) {
      throw new Refusal("Cannot connect to " + driver.where() + ": " + driver.message(failure));
    }
  }

  private boolean isAlive(Connection known) {
    if (System.nanoTime() - lastUsed < FRESH_NANOS && lastUsed - lastBreak.get() > 0) {
      return true;
    }
    try {
      if (driver.isAlive(known)) {
        return true;
      }
      known.close();
    } catch (SQLException gone) {
      // It is replaced.
    }
    connection = null;
    return false;
  }

  private void forgetIfBroken(Connection open, SQLException failure) {
    String state = failure.getSQLState();
    if (state != null && (state.startsWith("08") || state.startsWith("57P"))) {
      lastBreak.set(System.nanoTime());
      try {
        open.close();
      } catch (SQLException gone) {
        // That is what was wanted.
      }
      connection = null;
    }
  }

  synchronized void close() {
    Connection known = connection;
    connection = null;
    if (known != null) {
      try (known) {
        driver.close(known);
      } catch (SQLException gone) {
        // Nothing that was written is lost by it.
      }
    }
  }

  /// Runs the statement.
  ///
  /// @param limit how many rows are read; 0 is all
  /// @param use is told what can be stopped
  Rows rows(Statement statement, List<@Nullable Object> arguments, int limit, Use use)
      throws Refusal {
    return work(
        "; SQL: " + statement.shown(), open -> rows(open, statement, arguments, limit, use));
  }

  private Rows rows(
      Connection open, Statement statement, List<@Nullable Object> arguments, int limit, Use use)
      throws SQLException, Refusal {
    try (PreparedStatement prepared = open.prepareStatement(statement.sql())) {
      prepared.setMaxRows(limit);
      driver.checkParameters(prepared, arguments.size());
      driver.bind(prepared, arguments);
      use.runs(prepared);
      boolean hasRows = prepared.execute();
      if (!hasRows) {
        long changed = statement.changesRows() ? Math.max(0, prepared.getUpdateCount()) : 0;
        return new Rows(List.of(), List.of(), changed);
      }
      try (ResultSet result = prepared.getResultSet()) {
        return read(result, statement.changesRows());
      }
    } finally {
      use.runs(null);
    }
  }

  private Rows read(ResultSet result, boolean isOfChanged) throws SQLException {
    List<Driver.Column> columns = driver.columns(result);
    int count = columns.size();
    List<String> names = new ArrayList<>(count);
    for (int i = 1; i <= count; i++) {
      names.add(result.getMetaData().getColumnLabel(i));
    }
    List<@Nullable Object[]> rows = new ArrayList<>();
    while (result.next()) {
      @Nullable Object[] row = new Object[count];
      for (int i = 0; i < count; i++) {
        row[i] = columns.get(i).read(result, i + 1);
      }
      rows.add(row);
    }
    return new Rows(names, rows, isOfChanged ? rows.size() : 0);
  }

  /// Runs several statements without arguments; the number of rows that they have changed.
  long all(Statement statements, Use use) throws Refusal {
    return work(
        "; SQL: " + statements.shown(),
        open -> {
          try (java.sql.Statement made = open.createStatement()) {
            use.runs(made);
            long changed = driver.runAll(made, statements.sql());
            checkTransaction(open);
            return changed;
          } catch (SQLException | Refusal failure) {
            if (depth == 0) {
              driver.endTransaction(open);
            }
            throw failure;
          } finally {
            use.runs(null);
          }
        });
  }

  /// Several statements may have begun or ended transactions among them.
  private void checkTransaction(Connection open) throws Refusal {
    if (depth == 0 && driver.endTransaction(open)) {
      throw new Refusal("A transaction was left open, and is rolled back");
    }
    isLost = depth > 0 && !driver.isInTransaction(open);
    if (isLost) {
      throw new Refusal("The statements have ended the transaction around them");
    }
  }

  /// Runs a statement that is the runtime's own.
  void run(String sql) throws Refusal {
    work(
        "; SQL: " + sql,
        open -> {
          try (java.sql.Statement made = open.createStatement()) {
            return made.execute(sql);
          }
        });
  }
}
