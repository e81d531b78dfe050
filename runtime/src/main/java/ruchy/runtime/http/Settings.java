package ruchy.runtime.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.operator.Truth;
import ruchy.runtime.value.Display;
import ruchy.runtime.value.FunctionValue;
import ruchy.runtime.value.HashMapValue;
import ruchy.runtime.value.ListValue;
import ruchy.runtime.value.MapValue;

/// The options that a program gives to a function as a map. What is misspelt or of a wrong kind
/// raises ArgumentError, which names the function.
final class Settings {
  private final String function;
  private final MapValue map;

  private Settings(String function, MapValue map) {
    this.function = function;
    this.map = map;
  }

  /// Reads the options of that function, which has these names alone.
  static Settings of(String function, MapValue map, Set<String> names) {
    for (int i = 0; i < map.positions(); i++) {
      Object key = map.keyAt(i);
      if (key != null && !names.contains(Display.print(key))) {
        throw Failure.argumentError(
            "Unknown option of " + function + ": '" + Display.print(key) + "'");
      }
    }
    return new Settings(function, map);
  }

  boolean has(String name) {
    return map.get(name) != null;
  }

  /// The value as it was given, or null.
  @Nullable Object value(String name) {
    return map.get(name);
  }

  @Nullable String textOrNull(String name) {
    Object value = map.get(name);
    if (value == null) {
      return null;
    }
    if (!(value instanceof String text)) {
      throw wrong(name, "a text");
    }
    return text;
  }

  String text(String name, String otherwise) {
    String text = textOrNull(name);
    return text == null ? otherwise : text;
  }

  boolean truth(String name, boolean otherwise) {
    return map.has(name) ? Truth.truth(map.get(name)) : otherwise;
  }

  long number(String name, long least, long most, long otherwise) {
    Object value = map.get(name);
    if (value == null) {
      return otherwise;
    }
    if (!(value instanceof Long number) || number < least || number > most) {
      throw wrong(name, most == Long.MAX_VALUE ? least + " or more" : least + " to " + most);
    }
    return number;
  }

  /// One text, or a list of them.
  List<String> texts(String name, List<String> otherwise) {
    Object value = map.get(name);
    return switch (value) {
      case null -> otherwise;
      case String text -> List.of(text);
      case ListValue list -> {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
          texts.add(Display.print(list.at(i)));
        }
        yield texts;
      }
      default -> throw wrong(name, "a text or a list of texts");
    };
  }

  @Nullable FunctionValue function(String name) {
    Object value = map.get(name);
    if (value == null) {
      return null;
    }
    if (!(value instanceof FunctionValue found)) {
      throw wrong(name, "a function");
    }
    return found;
  }

  MapValue map(String name) {
    Object value = map.get(name);
    if (value == null) {
      return new HashMapValue();
    }
    if (!(value instanceof MapValue found)) {
      throw wrong(name, "a map");
    }
    return found;
  }

  private Failure wrong(String name, String expected) {
    return Failure.argumentError("The " + name + " of " + function + " is " + expected);
  }
}
