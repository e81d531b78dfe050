package ruchy.runtime.db;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.json.JsonReader;
import ruchy.runtime.json.JsonWriter;
import ruchy.runtime.member.Bytes;
import ruchy.runtime.time.DateTimeValue;
import ruchy.runtime.value.ByteValue;
import ruchy.runtime.value.HashMapValue;
import ruchy.runtime.value.Kind;
import ruchy.runtime.value.ListValue;
import ruchy.runtime.value.MapValue;

/// The program's values as those that go to a database, and back.
final class Values {
  private Values() {}

  static List<@Nullable Object> arguments(ListValue arguments) {
    List<@Nullable Object> all = new ArrayList<>(arguments.size());
    for (int i = 0; i < arguments.size(); i++) {
      all.add(argument(arguments.at(i)));
    }
    return all;
  }

  /// Raises TypeError for what no database can hold.
  static @Nullable Object argument(@Nullable Object value) {
    return switch (value) {
      case null -> null;
      case Boolean truth -> truth;
      case Long integer -> integer;
      case Double number -> number;
      case String text -> text;
      case ByteValue octet -> octet.value();
      case DateTimeValue moment -> new Raw.Moment(moment.milliseconds());
      case ListValue list when Bytes.isBytes(list) -> Bytes.array(list);
      case ListValue list -> new Raw.Json(JsonWriter.text(list), arguments(list));
      case MapValue map -> new Raw.Json(JsonWriter.text(map), null);
      default -> throw Failure.typeError("A database cannot store " + Kind.described(value));
    };
  }

  /// A row as a map, in the order of the columns.
  static HashMapValue row(Rows rows, @Nullable Object[] row) {
    HashMapValue map = new HashMapValue();
    for (int i = 0; i < row.length; i++) {
      map.put(rows.names().get(i), value(row[i]));
    }
    return map;
  }

  private static @Nullable Object value(@Nullable Object read) {
    return switch (read) {
      case byte[] bytes -> Bytes.list(bytes);
      case Raw.Moment(long millis) -> DateTimeValue.of(millis);
      case Raw.Json(String text, var _) -> json(text);
      case Raw.Array(var elements) -> {
        ListValue list = ListValue.withCapacity(elements.size());
        for (Object element : elements) {
          list.add(value(element));
        }
        yield list;
      }
      case BigDecimal number -> number(number);
      case null, default -> read;
    };
  }

  /// Text that is no JSON stays text: SQLite does not check it.
  private static @Nullable Object json(String text) {
    try {
      return JsonReader.parse(text);
    } catch (Failure malformed) {
      return text;
    }
  }

  /// An integer or a float if that loses no digit, else the text.
  private static Object number(BigDecimal number) {
    if (number.scale() <= 0 && number.precision() - number.scale() <= 19) {
      try {
        return number.longValueExact();
      } catch (ArithmeticException large) {
        return number.toPlainString();
      }
    }
    double near = number.doubleValue();
    return !Double.isInfinite(near) && new BigDecimal(Double.toString(near)).compareTo(number) == 0
        ? (Object) near
        : number.toPlainString();
  }
}
