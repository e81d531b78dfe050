package ruchy.runtime.client;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.value.Display;
import ruchy.runtime.value.ListValue;
import ruchy.runtime.value.MapValue;

/// The entries of a form, as text.
record FormFields(List<Field> all) {
  record Field(String name, String value) {}

  static final FormFields NONE = new FormFields(List.of());

  /// The entries of a map: a list is one field for each of its values, nil none.
  static FormFields of(MapValue values) {
    List<Field> all = new ArrayList<>();
    for (int i = 0; i < values.positions(); i++) {
      Object key = values.keyAt(i);
      if (key != null) {
        add(all, Display.print(key), values.valueAt(i));
      }
    }
    return new FormFields(all);
  }

  private static void add(List<Field> all, String name, @Nullable Object value) {
    if (value instanceof ListValue list) {
      for (int i = 0; i < list.size(); i++) {
        add(all, name, list.at(i));
      }
    } else if (value != null) {
      all.add(new Field(name, Display.print(value)));
    }
  }

  /// As `application/x-www-form-urlencoded`.
  String encoded() {
    StringBuilder text = new StringBuilder();
    for (Field field : all) {
      text.append(text.isEmpty() ? "" : "&")
          .append(Url.component(field.name()))
          .append('=')
          .append(Url.component(field.value()));
    }
    return text.toString();
  }
}
