package ruchy.runtime.db;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One database of a kind: how it is reached, and what it does differently from others. All but
/// `limit`, `isOneWriter`, `where`, `lexicon` and `quoted` block, and are called on threads that
/// may.
public interface Driver {
  /// What shows the database to people, without secrets: `sqlite:data.db`.
  String where();

  /// How many connections may be open at once.
  int limit();

  /// Whether only one connection may write at a time. It is then another than those that read,
  /// unless `limit` is 1.
  boolean isOneWriter();

  /// A new connection, on which each statement is a transaction.
  Connection open() throws SQLException;

  /// Ends what the connection has left open before it is closed for good.
  void close(Connection connection) throws SQLException;

  /// Whether a statement that is done at once tells that the connection still works. Asked of one
  /// that was idle for long.
  boolean isAlive(Connection connection) throws SQLException;

  /// Whether a transaction is open on the connection, which the program has begun there.
  boolean isInTransaction(Connection connection);

  /// Rolls back the transaction that is open on the connection, if there is one.
  ///
  /// @return whether there was one
  boolean endTransaction(Connection connection);

  /// Raises ArgumentError if the statement takes arguments in other ways than by `?`, where the
  /// database knows such ways.
  void checkParameters(PreparedStatement statement, int arguments) throws SQLException;

  /// Gives the statement its arguments, one for each of its placeholders: each nil, a Boolean, a
  /// Long, a Double, a String, a byte array, a `Raw`.
  void bind(PreparedStatement statement, List<@Nullable Object> arguments) throws SQLException;

  /// How the columns of a result are read, in order.
  List<Column> columns(ResultSet result) throws SQLException;

  /// What can be read from a row: nil, a Boolean, a Long, a Double, a String, a byte array, a
  /// `Raw`.
  @FunctionalInterface
  interface Column {
    @Nullable Object read(ResultSet row, int index) throws SQLException;
  }

  /// The key of a table.
  Key key(Connection connection, String table) throws SQLException, Refusal;

  /// How statements name the key of a table.
  ///
  /// @param column the name, quoted
  /// @param type as the database names it
  record Key(String column, String type) {}

  /// What a statement compares the key of a table with; null if no row can have that id, such as a
  /// text that is no number where the keys are numbers.
  @Nullable Object id(Connection connection, Key key, Object given) throws SQLException;

  /// Runs statements that are separated by semicolons; the number of rows that they have changed.
  long runAll(java.sql.Statement statement, String sql) throws SQLException;

  /// What went wrong, in the words of the database.
  String message(SQLException failure);

  /// A name, as statements may contain it whatever it consists of.
  static String quoted(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  /// How its SQL text is read.
  Lexicon lexicon();

  /// The statement that begins a transaction.
  String begin();
}
