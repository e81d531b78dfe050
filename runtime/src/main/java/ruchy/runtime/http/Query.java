package ruchy.runtime.http;

import org.jspecify.annotations.Nullable;
import ruchy.runtime.value.HashMapValue;
import ruchy.runtime.value.ListValue;
import ruchy.runtime.value.MapValue;

/// The parameters of a query, `a=1&b=2`.
final class Query {
  private Query() {}

  /// All parameters; a name that occurs more than once has a list of its texts.
  static MapValue map(String query) {
    MapValue map = new HashMapValue();
    for (int at = 0; at < query.length(); ) {
      int end = end(query, at);
      if (end > at) {
        int equals = equalsOf(query, at, end);
        add(map, Percent.query(query.substring(at, equals)), valueOf(query, equals, end));
      }
      at = end + 1;
    }
    return map;
  }

  /// Adds a text under a name, to a list where there are several.
  static void add(MapValue map, String name, String value) {
    Object before = map.get(name);
    switch (before) {
      case null -> map.put(name, value);
      case ListValue list -> list.add(value);
      default -> map.put(name, ListValue.of(new Object[] {before, value}));
    }
  }

  /// The text of the first parameter with that name, or null.
  static @Nullable String first(String query, String name) {
    for (int at = 0; at < query.length(); ) {
      int end = end(query, at);
      int equals = equalsOf(query, at, end);
      if (end > at && Percent.query(query.substring(at, equals)).equals(name)) {
        return valueOf(query, equals, end);
      }
      at = end + 1;
    }
    return null;
  }

  private static int end(String query, int from) {
    int end = query.indexOf('&', from);
    return end < 0 ? query.length() : end;
  }

  private static int equalsOf(String query, int from, int end) {
    int equals = query.indexOf('=', from);
    return equals < 0 || equals > end ? end : equals;
  }

  private static String valueOf(String query, int equals, int end) {
    return equals == end ? "" : Percent.query(query.substring(equals + 1, end));
  }

  /// The text as a value of the kind of the default, or the default (L 19.1 (8)).
  static @Nullable Object converted(@Nullable String text, @Nullable Object otherwise) {
    if (text == null) {
      return otherwise;
    }
    try {
      return switch (otherwise) {
        case Long integer -> Long.valueOf(text.strip());
        case Double number -> finite(text.strip(), number);
        case Boolean truth -> truth(text.strip(), truth);
        case null, default -> text;
      };
    } catch (NumberFormatException notANumber) {
      return otherwise;
    }
  }

  private static Double finite(String text, Double otherwise) {
    double value = Double.parseDouble(text);
    return Double.isFinite(value) ? Double.valueOf(value) : otherwise;
  }

  private static Boolean truth(String text, Boolean otherwise) {
    return switch (text) {
      case "true", "1", "yes", "on", "" -> Boolean.TRUE;
      case "false", "0", "no", "off" -> Boolean.FALSE;
      default -> otherwise;
    };
  }
}
