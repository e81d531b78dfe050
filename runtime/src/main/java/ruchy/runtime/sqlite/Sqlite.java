package ruchy.runtime.sqlite;

import java.io.File;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.sqlite.JDBC;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;
import ruchy.runtime.db.Driver;
import ruchy.runtime.db.Lexicon;
import ruchy.runtime.db.Raw;
import ruchy.runtime.db.Refusal;
import ruchy.runtime.env.Surroundings;
import ruchy.runtime.failure.Failure;

/// A database of SQLite: a file, or one in memory. A file has one connection that writes and
/// several that read what was written last (its write-ahead log); one in memory has one connection,
/// for there is nothing that two could share.
public final class Sqlite implements Driver {
  private static final String MEMORY = ":memory:";

  /// Connections that read.
  private static final int READERS = 4;

  /// Other processes may use the file; so long they are waited for.
  private static final int BUSY_MILLIS = 5000;

  /// `[SQLITE_CONSTRAINT_UNIQUE] A UNIQUE constraint failed (UNIQUE constraint failed: t.a)`
  private static final Pattern MESSAGE =
      Pattern.compile("\\[SQLITE_\\w+\\] .*? \\((.*)\\)", Pattern.DOTALL);

  private final String path;

  private Sqlite(String path) {
    this.path = path;
  }

  /// What is named by `sqlite:FILE` or `sqlite::memory:`.
  public static Driver of(String address) {
    String path = address.substring("sqlite:".length());
    if (path.startsWith("//")) {
      path = path.substring(2);
    }
    if (path.isEmpty()) {
      throw Failure.argumentError("sqlite: is to be followed by a file, or by :memory:");
    }
    if (path.contains("?") || path.indexOf('\0') >= 0) {
      throw Failure.argumentError("The name of an SQLite file contains no ? and no NUL");
    }
    return new Sqlite(path);
  }

  @Override
  public String where() {
    return "sqlite:" + path;
  }

  @Override
  public int limit() {
    return path.equals(MEMORY) ? 1 : READERS;
  }

  @Override
  public boolean isOneWriter() {
    return true;
  }

  @Override
  public Connection open() throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    config.enforceForeignKeys(true);
    config.setBusyTimeout(BUSY_MILLIS);
    if (path.equals(MEMORY)) {
      return JDBC.createConnection(JDBC.PREFIX + MEMORY, config.toProperties());
    }
    File file = Surroundings.file(path);
    File folder = file.getParentFile();
    if (folder != null && !folder.isDirectory()) {
      throw new SQLException("there is no folder " + folder);
    }
    if (file.isDirectory()) {
      throw new SQLException("it is a folder");
    }
    config.setJournalMode(JournalMode.WAL);
    config.setSynchronous(SynchronousMode.NORMAL);
    return JDBC.createConnection(JDBC.PREFIX + file, config.toProperties());
  }

  @Override
  public void close(Connection connection) {
    // SQLite rolls back by itself.
  }

  @Override
  public boolean isAlive(Connection connection) {
    return true;
  }

  @Override
  public Lexicon lexicon() {
    return new SqliteLexicon();
  }

  @Override
  public String begin() {
    return "BEGIN IMMEDIATE";
  }

  @Override
  public void bind(PreparedStatement statement, List<@Nullable Object> arguments)
      throws SQLException {
    for (int i = 0; i < arguments.size(); i++) {
      bind(statement, i + 1, arguments.get(i));
    }
  }

  private static void bind(PreparedStatement statement, int index, @Nullable Object argument)
      throws SQLException {
    switch (argument) {
      case Boolean truth -> statement.setLong(index, truth ? 1 : 0);
      case Long integer -> statement.setLong(index, integer);
      case byte[] bytes -> statement.setBytes(index, bytes);
      case Raw.Moment(long millis) -> statement.setString(index, MomentText.write(millis));
      case Raw.Json(String text, var _) -> statement.setString(index, text);
      case null, default -> statement.setObject(index, argument);
    }
  }

  /// By the type that the column was declared with; any column may hold any value.
  @Override
  public List<Column> columns(ResultSet result) throws SQLException {
    ResultSetMetaData about = result.getMetaData();
    List<Column> columns = new ArrayList<>();
    for (int i = 1; i <= about.getColumnCount(); i++) {
      String type = about.getColumnTypeName(i);
      columns.add(
          switch (type == null ? "" : type.toUpperCase(Locale.ROOT)) {
            case "BOOLEAN", "BOOL" -> Sqlite::readBoolean;
            case "DATETIME", "TIMESTAMP", "TIMESTAMPTZ" -> Sqlite::readMoment;
            case "JSON", "JSONB" -> Sqlite::readJson;
            default -> Sqlite::read;
          });
    }
    return columns;
  }

  private static @Nullable Object read(ResultSet row, int index) throws SQLException {
    Object value = row.getObject(index);
    return value instanceof Integer number ? (Object) number.longValue() : value;
  }

  private static @Nullable Object readBoolean(ResultSet row, int index) throws SQLException {
    Object value = read(row, index);
    if (value instanceof Long number && (number == 0 || number == 1)) {
      return number == 1;
    }
    return value;
  }

  private static @Nullable Object readMoment(ResultSet row, int index) throws SQLException {
    Object value = read(row, index);
    Long millis = value instanceof String text ? MomentText.read(text) : null;
    return millis == null ? value : new Raw.Moment(millis);
  }

  private static @Nullable Object readJson(ResultSet row, int index) throws SQLException {
    Object value = read(row, index);
    return value instanceof String text ? new Raw.Json(text, null) : value;
  }

  @Override
  public Key key(Connection connection, String table) throws SQLException, Refusal {
    int dot = table.indexOf('.');
    String sql =
        dot < 0
            ? "SELECT name, type, pk FROM pragma_table_info(?)"
            : "SELECT name, type, pk FROM pragma_table_info(?, ?)";
    String column = "rowid";
    boolean isKnown = false;
    int parts = 0;
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, table.substring(dot + 1));
      if (dot >= 0) {
        statement.setString(2, table.substring(0, dot));
      }
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          isKnown = true;
          if (rows.getInt("pk") > 0) {
            parts++;
            column = Driver.quoted(rows.getString("name"));
          }
        }
      }
    }
    if (!isKnown) {
      throw new Refusal("no such table: " + table);
    }
    if (parts > 1) {
      throw new Refusal(
          "The primary key of " + table + " has " + parts + " columns: use query and execute");
    }
    return new Key(column, "");
  }

  @Override
  public Object id(Connection connection, Key key, Object given) {
    // Texts become what the column holds by its affinity.
    return given;
  }

  @Override
  public boolean isInTransaction(Connection connection) {
    // There is no question for it: in a transaction no other one can begin.
    return !run(connection, "BEGIN") || !run(connection, "ROLLBACK");
  }

  @Override
  public boolean endTransaction(Connection connection) {
    return run(connection, "ROLLBACK");
  }

  private static boolean run(Connection connection, String sql) {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
      return true;
    } catch (SQLException refused) {
      return false;
    }
  }

  @Override
  public void checkParameters(PreparedStatement statement, int arguments) throws SQLException {
    int count = statement.getParameterMetaData().getParameterCount();
    if (count != arguments) {
      throw Failure.argumentError(
          "Arguments take the places of ?, one each, not of ?1, :name, @name or $name");
    }
  }

  @Override
  public long runAll(Statement statement, String sql) throws SQLException {
    return statement.executeUpdate(sql);
  }

  @Override
  public String message(SQLException failure) {
    String text = String.valueOf(failure.getMessage());
    Matcher matcher = MESSAGE.matcher(text);
    return matcher.matches() ? matcher.group(1) : text;
  }
}
