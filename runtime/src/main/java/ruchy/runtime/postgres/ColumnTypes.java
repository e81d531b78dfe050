package ruchy.runtime.postgres;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.TimeZone;
import org.jspecify.annotations.Nullable;
import org.postgresql.jdbc.TimestampUtils;
import org.postgresql.util.PGbytea;
import ruchy.runtime.db.Driver;
import ruchy.runtime.db.Raw;

/// How the columns of each type are read: from the text that the server writes, so that neither the
/// time zone of the machine nor what the driver takes a type for changes what a value is.
final class ColumnTypes {
  private final TimestampUtils moments =
      new TimestampUtils(false, () -> TimeZone.getTimeZone(ZoneOffset.UTC));

  /// What a text of the server means.
  private interface Reader {
    @Nullable Object read(String text) throws SQLException;
  }

  /// @param name of the type, as the server names it: `_int4` are arrays of `int4`
  /// @param kind of `java.sql.Types`
  Driver.Column column(String name, int kind) {
    if (name.equals("bytea")) {
      return ResultSet::getBytes;
    }
    Reader reader =
        kind == Types.ARRAY ? arrays(name.startsWith("_") ? name.substring(1) : "") : reader(name);
    return (row, index) -> {
      String text = row.getString(index);
      return text == null ? null : reader.read(text);
    };
  }

  private Reader arrays(String elementType) {
    Reader elements = reader(elementType);
    char separator = elementType.equals("box") ? ';' : ',';
    return text ->
        ArrayText.isArray(text) ? array(ArrayText.read(text, separator), elements) : text;
  }

  private static Raw.Array array(List<@Nullable Object> texts, Reader reader) throws SQLException {
    List<@Nullable Object> elements = new ArrayList<>(texts.size());
    for (Object text : texts) {
      elements.add(
          switch (text) {
            case List<?> inner -> array(ArrayText.elements(inner), reader);
            case null -> null;
            default -> reader.read(text.toString());
          });
    }
    return new Raw.Array(elements);
  }

  private Reader reader(String type) {
    return switch (type) {
      case "int2", "int4", "int8", "oid", "serial", "bigserial", "smallserial" -> Long::valueOf;
      case "float4", "float8" -> Double::valueOf;
      case "bool" -> "t"::equals;
      case "numeric" -> ColumnTypes::numeric;
      case "bytea" -> text -> PGbytea.toBytes(text.getBytes(StandardCharsets.US_ASCII));
      case "timestamp" -> text -> moment(moments.toLocalDateTime(text));
      case "timestamptz" -> text -> moment(moments.toOffsetDateTime(text));
      case "json", "jsonb" -> text -> new Raw.Json(text, null);
      default -> text -> text;
    };
  }

  /// NaN and the infinities are floats.
  private static Object numeric(String text) {
    return switch (text) {
      case "NaN", "Infinity", "-Infinity" -> Double.valueOf(text);
      default -> new BigDecimal(text);
    };
  }

  /// Before or after all time is nil, as nothing else says so.
  private static @Nullable Object moment(@Nullable LocalDateTime read) {
    return read == null || read.equals(LocalDateTime.MAX) || read.equals(LocalDateTime.MIN)
        ? null
        : moment(read.atOffset(ZoneOffset.UTC));
  }

  private static @Nullable Object moment(@Nullable OffsetDateTime read) {
    return read == null || read.equals(OffsetDateTime.MAX) || read.equals(OffsetDateTime.MIN)
        ? null
        : new Raw.Moment(read.toInstant().toEpochMilli());
  }
}
