package ruchy.runtime.postgres;

import java.math.BigDecimal;
import java.sql.ParameterMetaData;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.db.Raw;

/// What the placeholders of a statement are given. The server is asked what a place takes where
/// that makes a difference, once for all of them, and when it knows the types of the others.
final class Arguments {
  /// PostgreSQL makes a `numeric` of so many digits of a float.
  private static final int FLOAT_DIGITS = 15;

  private Arguments() {}

  static void bind(PreparedStatement statement, List<@Nullable Object> arguments)
      throws SQLException {
    boolean isToAsk = false;
    for (int i = 0; i < arguments.size(); i++) {
      if (dependsOnPlace(arguments.get(i))) {
        isToAsk = true;
      } else {
        bind(statement, i + 1, arguments.get(i));
      }
    }
    if (!isToAsk) {
      return;
    }
    ParameterMetaData places = statement.getParameterMetaData();
    for (int i = 0; i < arguments.size(); i++) {
      if (dependsOnPlace(arguments.get(i))) {
        bindTo(places.getParameterTypeName(i + 1), statement, i + 1, arguments.get(i));
      }
    }
  }

  private static boolean dependsOnPlace(@Nullable Object argument) {
    return argument instanceof Raw.Json(var _, var elements) && elements != null
        || argument instanceof Double number
            && Double.isFinite(number)
            && new BigDecimal(number.toString()).precision() > FLOAT_DIGITS;
  }

  private static void bind(PreparedStatement statement, int index, @Nullable Object argument)
      throws SQLException {
    switch (argument) {
      case null -> statement.setNull(index, Types.NULL);
      case Boolean truth -> statement.setBoolean(index, truth);
      case Long integer -> statement.setLong(index, integer);
      case Double number -> statement.setDouble(index, number);
      case byte[] bytes -> statement.setBytes(index, bytes);
      case Raw.Moment(long millis) -> untyped(statement, index, Instant.ofEpochMilli(millis));
      case Raw.Json(String text, var _) -> untyped(statement, index, text);
      default -> untyped(statement, index, argument);
    }
  }

  private static void bindTo(
      @Nullable String type, PreparedStatement statement, int index, @Nullable Object argument)
      throws SQLException {
    if (argument instanceof Double number && "numeric".equals(type)) {
      statement.setBigDecimal(index, new BigDecimal(number.toString()));
    } else if (argument instanceof Raw.Json(var _, var elements)
        && elements != null
        && type != null
        && type.startsWith("_")) {
      untyped(statement, index, ArrayText.write(texts(elements, type.startsWith("_json"))));
    } else {
      bind(statement, index, argument);
    }
  }

  /// @param isOfJson whether a list in the list is no array, but JSON
  private static List<@Nullable Object> texts(List<@Nullable Object> elements, boolean isOfJson) {
    List<@Nullable Object> texts = new ArrayList<>(elements.size());
    for (Object element : elements) {
      texts.add(
          switch (element) {
            case null -> null;
            case byte[] bytes -> "\\x" + HexFormat.of().formatHex(bytes);
            case Raw.Moment(long millis) -> Instant.ofEpochMilli(millis).toString();
            case Raw.Json(String _, var inner) when inner != null && !isOfJson ->
                texts(inner, false);
            case Raw.Json(String text, var _) -> text;
            default -> element.toString();
          });
    }
    return texts;
  }

  private static void untyped(PreparedStatement statement, int index, Object argument)
      throws SQLException {
    statement.setObject(index, argument.toString(), Types.OTHER);
  }
}
