package ruchy.runtime.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.TransactionState;
import org.postgresql.util.PSQLException;

/// What programs name rows by, which is often a text out of a request. PostgreSQL raises an error
/// for a text that is no value of the key's type, and ends the transaction with it; here it is the
/// id of no row.
final class Ids {
  /// The usual form of a uuid. There are others, which only the server knows.
  private static final Pattern UUID =
      Pattern.compile("\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}");

  /// Of states that say that a value is none of its type, or of its domain.
  private static final String NO_VALUE = "22";

  private static final String OUT_OF_DOMAIN = "23514";

  private Ids() {}

  /// What a key of that type is compared with; null if no key can be that.
  static @Nullable Object id(Connection connection, String type, Object given) throws SQLException {
    return switch (type) {
      case "smallint", "integer", "bigint" -> given instanceof String text ? integer(text) : given;
      case "numeric", "real", "double precision" ->
          given instanceof Long ? given : other(connection, type, given);
      default -> other(connection, type, given);
    };
  }

  private static @Nullable Long integer(String text) {
    try {
      return Long.valueOf(text);
    } catch (NumberFormatException other) {
      return null;
    }
  }

  private static @Nullable Object other(Connection connection, String type, Object given)
      throws SQLException {
    if (!(given instanceof String || given instanceof Long)) {
      return given;
    }
    String text = given.toString();
    // No text of PostgreSQL has this character.
    if (text.indexOf('\0') >= 0) {
      return null;
    }
    boolean isKnown =
        switch (type) {
          case "text", "character varying" -> true;
          case "uuid" -> UUID.matcher(text).matches();
          default -> false;
        };
    return isKnown || isValue(connection, type, text) ? text : null;
  }

  /// Asks the server whether a text is a value of the type.
  private static boolean isValue(Connection connection, String type, String text)
      throws SQLException {
    boolean isInTransaction =
        connection.unwrap(BaseConnection.class).getTransactionState() == TransactionState.OPEN;
    run(connection, isInTransaction, "SAVEPOINT ruchy_id");
    try (PreparedStatement statement =
        connection.prepareStatement("SELECT CAST(? AS " + type + ")")) {
      statement.setObject(1, text, java.sql.Types.OTHER);
      statement.execute();
      run(connection, isInTransaction, "RELEASE ruchy_id");
      return true;
    } catch (PSQLException refused) {
      String state = String.valueOf(refused.getSQLState());
      if (!state.startsWith(NO_VALUE) && !state.equals(OUT_OF_DOMAIN)) {
        throw refused;
      }
      run(connection, isInTransaction, "ROLLBACK TO ruchy_id");
      run(connection, isInTransaction, "RELEASE ruchy_id");
      return false;
    }
  }

  private static void run(Connection connection, boolean isToRun, String sql) throws SQLException {
    if (isToRun) {
      try (java.sql.Statement statement = connection.createStatement()) {
        statement.execute(sql);
      }
    }
  }
}
