package ruchy.runtime.message;

import io.vertx.core.MultiMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.value.HashMapValue;
import ruchy.runtime.value.ListValue;
import ruchy.runtime.value.MapValue;

/// Header fields as programs see them.
public final class FieldMap {
  private FieldMap() {}

  /// The fields as a map: names in lower case; values of a name that occurs more than once joined
  /// (RFC 9110, section 5.3), except `set-cookie`, which has a list.
  public static MapValue of(MultiMap fields) {
    MapValue map = new HashMapValue();
    for (Map.Entry<String, String> field : fields) {
      String name = field.getKey().toLowerCase(Locale.ROOT);
      Object before = map.get(name);
      if (name.equals("set-cookie")) {
        if (before == null) {
          map.put(name, ListValue.of(new Object[] {field.getValue()}));
        } else {
          ((ListValue) before).add(field.getValue());
        }
      } else {
        map.put(name, before == null ? field.getValue() : joined(name, before, field.getValue()));
      }
    }
    return map;
  }

  private static String joined(String name, Object before, String value) {
    return before + (name.equals("cookie") ? "; " : ", ") + value;
  }

  /// The value of one field, joined as in the map; null when it is absent.
  public static @Nullable String value(MultiMap fields, String name) {
    if (!fields.contains(name)) {
      return null;
    }
    List<String> values = fields.getAll(name);
    return switch (values.size()) {
      case 0 -> null;
      case 1 -> values.getFirst();
      default -> String.join(name.equalsIgnoreCase("cookie") ? "; " : ", ", values);
    };
  }
}
