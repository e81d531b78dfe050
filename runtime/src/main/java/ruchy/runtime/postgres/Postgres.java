package ruchy.runtime.postgres;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.Oid;
import org.postgresql.core.TransactionState;
import org.postgresql.util.PSQLException;
import ruchy.runtime.db.Driver;
import ruchy.runtime.db.Lexicon;
import ruchy.runtime.db.Refusal;
import ruchy.runtime.failure.Failure;

/// A database of a PostgreSQL server. Texts and points in time go there without a type, so that
/// each becomes what its place asks for: `WHERE id = ?` takes `"7"`.
public final class Postgres implements Driver {
  private static final int CONNECTIONS = 10;
  private static final int CONNECT_SECONDS = 10;
  private static final int ALIVE_SECONDS = 5;
  private static final String DEFAULT_PORT = "5432";

  /// Names of hosts may have a `_`, as those of containers do.
  private static final Pattern SERVER =
      Pattern.compile("(?<host>[\\w.-]+|\\[[0-9A-Fa-f:.]+\\])(:(?<port>\\d{1,5}))?");

  /// The driver reports to it what it also throws. Kept, or the setting would be forgotten.
  private static final Logger LOGGER = Logger.getLogger("org.postgresql");

  /// The types whose values the driver may ask for in their binary form.
  private static final Set<Integer> BINARY = Set.of(Oid.BYTEA);

  /// The driver says no more of it than this.
  private static final Pattern OTHER_HOST =
      Pattern.compile("The hostname .* could not be verified by hostnameverifier .*");

  private static final Set<String> OPTIONS =
      Set.of("sslmode", "sslrootcert", "sslcert", "sslkey", "connect_timeout", "application_name");

  private static final String KEY =
      """
      SELECT a.attname, format_type(a.atttypid, NULL)
      FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey)
      WHERE i.indisprimary AND i.indrelid = to_regclass(?)
      """;

  private final String where;
  private final String address;
  private final Properties properties;

  private Postgres(String where, String address, Properties properties) {
    this.where = where;
    this.address = address;
    this.properties = properties;
  }

  /// What is named by `postgres://USER:PASSWORD@HOST:PORT/NAME?sslmode=require`. Raises
  /// ArgumentError, without the password.
  public static Driver of(String text) {
    URI uri;
    try {
      uri = new URI(text);
    } catch (URISyntaxException malformed) {
      throw expected("what is special in a user or password is to be written as %XX");
    }
    String authority = uri.getRawAuthority() == null ? "" : uri.getRawAuthority();
    int at = authority.lastIndexOf('@');
    Matcher server = SERVER.matcher(authority.substring(at + 1));
    String path = uri.getPath();
    if (!server.matches()) {
      throw expected(
          "HOST:PORT is missing or malformed, or what is special in a password is not written as"
              + " %XX");
    }
    // A / or ? in a password ends it, and messages show what follows.
    String query = uri.getRawQuery();
    if (path != null && path.indexOf('@') >= 0 || query != null && query.indexOf('@') >= 0) {
      throw expected("what is special in a user or password is to be written as %XX");
    }
    if (path == null || path.length() < 2) {
      throw expected("the name of the database is missing");
    }
    String host = server.group("host");
    String port = server.group("port") == null ? DEFAULT_PORT : server.group("port");
    Properties properties = new Properties();
    addUser(at < 0 ? null : authority.substring(0, at), properties);
    addOptions(query, properties);
    String place = host + ":" + port;
    return new Postgres(
        "postgres://" + place + path,
        "jdbc:postgresql://" + place + "/" + encoded(path.substring(1)),
        properties);
  }

  private static Failure expected(String reason) {
    return Failure.argumentError(
        "db::connect expects \"postgres://USER:PASSWORD@HOST:PORT/NAME\": " + reason);
  }

  private static void addUser(@Nullable String info, Properties properties) {
    if (info == null) {
      return;
    }
    int colon = info.indexOf(':');
    properties.setProperty("user", decoded(colon < 0 ? info : info.substring(0, colon)));
    if (colon >= 0) {
      properties.setProperty("password", decoded(info.substring(colon + 1)));
    }
  }

  private static void addOptions(@Nullable String query, Properties properties) {
    properties.setProperty("connectTimeout", Integer.toString(CONNECT_SECONDS));
    properties.setProperty("tcpKeepAlive", "true");
    properties.setProperty("ApplicationName", "ruchy");
    if (query == null) {
      return;
    }
    for (String option : query.split("&", -1)) {
      int equals = option.indexOf('=');
      String name = equals < 0 ? option : option.substring(0, equals);
      if (equals < 0 || !OPTIONS.contains(name)) {
        throw expected(
            "the option "
                + name
                + " is unknown; there are "
                + String.join(", ", OPTIONS.stream().sorted().toList()));
      }
      properties.setProperty(
          switch (name) {
            case "connect_timeout" -> "connectTimeout";
            case "application_name" -> "ApplicationName";
            default -> name;
          },
          decoded(option.substring(equals + 1)));
    }
  }

  private static String decoded(String part) {
    return java.net.URLDecoder.decode(
        part.replace("+", "%2B"), java.nio.charset.StandardCharsets.UTF_8);
  }

  private static String encoded(String part) {
    return java.net.URLEncoder.encode(part, java.nio.charset.StandardCharsets.UTF_8);
  }

  @Override
  public String where() {
    return where;
  }

  @Override
  public int limit() {
    return CONNECTIONS;
  }

  @Override
  public boolean isOneWriter() {
    return false;
  }

  @Override
  public Connection open() throws SQLException {
    LOGGER.setLevel(Level.OFF);
    Connection connection = new org.postgresql.Driver().connect(address, properties);
    if (connection == null) {
      throw new SQLException("the driver does not know the address");
    }
    // All comes as the server writes it. The driver would ask for another form when a statement has
    // run often, and would write times and points its own way then.
    connection.unwrap(BaseConnection.class).getQueryExecutor().setBinaryReceiveOids(BINARY);
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET TIME ZONE 'UTC'");
    }
    return connection;
  }

  @Override
  public void close(Connection connection) {
    // The server rolls back by itself.
  }

  @Override
  public boolean isAlive(Connection connection) throws SQLException {
    return connection.isValid(ALIVE_SECONDS);
  }

  @Override
  public Lexicon lexicon() {
    return new PostgresLexicon();
  }

  @Override
  public String begin() {
    return "BEGIN";
  }

  @Override
  public void bind(PreparedStatement statement, List<@Nullable Object> arguments)
      throws SQLException {
    Arguments.bind(statement, arguments);
  }

  @Override
  public List<Column> columns(ResultSet result) throws SQLException {
    ResultSetMetaData about = result.getMetaData();
    ColumnTypes types = new ColumnTypes();
    List<Column> columns = new ArrayList<>();
    for (int i = 1; i <= about.getColumnCount(); i++) {
      columns.add(types.column(about.getColumnTypeName(i), about.getColumnType(i)));
    }
    return columns;
  }

  @Override
  public Key key(Connection connection, String table) throws SQLException, Refusal {
    String name = quoted(table);
    try (PreparedStatement statement = connection.prepareStatement(KEY)) {
      statement.setString(1, name);
      try (ResultSet rows = statement.executeQuery()) {
        if (!rows.next()) {
          throw new Refusal(missing(connection, table, name));
        }
        Key key = new Key(Driver.quoted(rows.getString(1)), rows.getString(2));
        if (rows.next()) {
          throw new Refusal(
              "The primary key of " + table + " has several columns: use query and execute");
        }
        return key;
      }
    }
  }

  @Override
  public @Nullable Object id(Connection connection, Key key, Object given) throws SQLException {
    return Ids.id(connection, key.type(), given);
  }

  private static String missing(Connection connection, String table, String name)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement("SELECT to_regclass(?)")) {
      statement.setString(1, name);
      try (ResultSet rows = statement.executeQuery()) {
        boolean isKnown = rows.next() && rows.getString(1) != null;
        return isKnown
            ? table + " has no primary key: use query and execute"
            : "relation \"" + table + "\" does not exist";
      }
    }
  }

  private static String quoted(String table) {
    StringBuilder quoted = new StringBuilder();
    for (String part : table.split("\\.", -1)) {
      quoted.append(quoted.isEmpty() ? "" : ".").append(Driver.quoted(part));
    }
    return quoted.toString();
  }

  @Override
  public boolean isInTransaction(Connection connection) {
    try {
      TransactionState state = connection.unwrap(BaseConnection.class).getTransactionState();
      return state != TransactionState.IDLE;
    } catch (SQLException closed) {
      return false;
    }
  }

  @Override
  public boolean endTransaction(Connection connection) {
    if (!isInTransaction(connection)) {
      return false;
    }
    try (Statement statement = connection.createStatement()) {
      statement.execute("ROLLBACK");
    } catch (SQLException broken) {
      // Then the server has rolled back.
    }
    return true;
  }

  @Override
  public void checkParameters(PreparedStatement statement, int arguments) {}

  @Override
  public long runAll(Statement statement, String sql) throws SQLException {
    long changed = 0;
    boolean hasRows = statement.execute(sql);
    while (true) {
      int count = hasRows ? 0 : statement.getUpdateCount();
      if (count < 0) {
        return changed;
      }
      changed += count;
      hasRows = statement.getMoreResults();
    }
  }

  @Override
  public String message(SQLException failure) {
    var told = failure instanceof PSQLException known ? known.getServerErrorMessage() : null;
    if (failure.getCause() instanceof UnknownHostException unknown) {
      return "there is no host " + unknown.getMessage();
    }
    if (failure.getCause() instanceof SSLException untrusted
        && causeOf(untrusted) instanceof GeneralSecurityException) {
      return "the certificate of the server is not one that sslrootcert trusts";
    }
    if (OTHER_HOST.matcher(String.valueOf(failure.getMessage())).matches()) {
      return "the certificate of the server is for another host";
    }
    if (told == null || told.getMessage() == null) {
      return String.valueOf(failure.getMessage());
    }
    return told.getDetail() == null
        ? told.getMessage()
        : told.getMessage() + ": " + told.getDetail();
  }

  private static Throwable causeOf(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }
}
