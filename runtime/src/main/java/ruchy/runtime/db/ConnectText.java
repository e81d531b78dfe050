package ruchy.runtime.db;

import java.lang.reflect.InvocationTargetException;
import ruchy.runtime.failure.Failure;

/// What `db::connect` is given. No message repeats more of it than the scheme: it may hold a
/// password.
final class ConnectText {
  private static final String EXPECTED =
      "\"sqlite:FILE\", \"sqlite::memory:\" or \"postgres://USER:PASSWORD@HOST:PORT/NAME\"";

  private ConnectText() {}

  /// The driver for the database that the text names, not connected yet.
  static Driver driver(String text) {
    int colon = text.indexOf(':');
    String scheme = colon < 0 ? "" : text.substring(0, colon);
    return switch (scheme) {
      case "sqlite" -> found("ruchy.runtime.sqlite.Sqlite", text);
      case "postgres", "postgresql" -> found("ruchy.runtime.postgres.Postgres", text);
      default ->
          throw Failure.argumentError(
              "db::connect expects "
                  + EXPECTED
                  + (colon < 0 ? ", got a text without scheme" : ", got \"" + scheme + ":...\""));
    };
  }

  /// By name, so that a jar need not carry it.
  private static Driver found(String name, String text) {
    try {
      return (Driver) Class.forName(name).getMethod("of", String.class).invoke(null, text);
    } catch (InvocationTargetException thrown) {
      throw thrown.getCause() instanceof Failure failure
          ? failure
          : new IllegalStateException(thrown);
    } catch (ReflectiveOperationException absent) {
      throw new LinkageError(name, absent);
    }
  }
}
