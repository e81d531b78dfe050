package ruchy.runtime.db;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.value.Kind;
import ruchy.runtime.value.MapValue;

/// The columns that a map names, and what they shall hold.
///
/// @param names quoted
record Columns(List<String> names, List<@Nullable Object> values) {
  static final Columns NONE = new Columns(List.of(), List.of());

  static Columns of(MapValue map) {
    List<String> names = new ArrayList<>();
    List<@Nullable Object> values = new ArrayList<>();
    MapValue.MapCursor cursor = map.cursor();
    while (cursor.advance()) {
      if (!(cursor.value() instanceof String name)) {
        throw Failure.typeError(
            "The name of a column is a string, got " + Kind.described(cursor.value()));
      }
      names.add(quoted(name, "column"));
      values.add(Values.argument(cursor.entryValue()));
    }
    return new Columns(names, Collections.unmodifiableList(values));
  }

  /// Raises ArgumentError for what no database takes for a name.
  static String quoted(String name, String what) {
    if (name.isEmpty() || name.indexOf('\0') >= 0) {
      throw Failure.argumentError(
          "The name of a " + what + (name.isEmpty() ? " is empty" : " contains a NUL"));
    }
    return Driver.quoted(name);
  }

  /// ` ("a", "b") VALUES (?, ?)`.
  String inserted() {
    return names.isEmpty()
        ? " DEFAULT VALUES"
        : " ("
            + String.join(", ", names)
            + ") VALUES ("
            + String.join(", ", Collections.nCopies(names.size(), "?"))
            + ")";
  }

  /// `"a" = ?, "b" = ?`.
  String assigned() {
    return String.join(" = ?, ", names) + " = ?";
  }
}
