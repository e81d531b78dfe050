package ruchy.runtime.json;

import org.jspecify.annotations.Nullable;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.library.CallsAtOnce;
import ruchy.runtime.library.Computes;
import ruchy.runtime.library.Export;
import ruchy.runtime.library.Globals;
import ruchy.runtime.library.Reads;
import ruchy.runtime.library.Type;
import ruchy.runtime.value.HashMapValue;
import ruchy.runtime.value.ListValue;
import ruchy.runtime.value.MapValue;

/// The global functions for JSON (L 16).
@Globals
@Computes
public final class JsonGlobals {
  private JsonGlobals() {}

  /// The value as JSON text.
  ///
  /// ```ruchy
  /// to_json({name: "Al", tags: [:a]})   // => "{"name":"Al","tags":["a"]}"
  /// ```
  @Export({"to_json", "json", "json_stringify"})
  public static String toJson(@Reads @Nullable Object value) {
    return JsonWriter.text(value);
  }

  /// The value as JSON text over several lines, indented by two spaces.
  ///
  /// ```ruchy
  /// println(to_json_pretty([1]))   // prints [\n  1\n]
  /// ```
  @Export({"to_json_pretty", "json_pretty"})
  public static String toJsonPretty(@Reads @Nullable Object value) {
    return JsonWriter.pretty(value);
  }

  /// The value of a JSON text; raises ParseError `Invalid JSON at line L, column C`.
  ///
  /// ```ruchy
  /// parse_json("{\"a\": [1]}").a   // => [1]
  /// ```
  @Export({"parse_json", "json_parse"})
  @Type("any")
  public static @Nullable Object parseJson(String text) {
    return JsonReader.parse(text);
  }

  /// Whether the text is JSON.
  ///
  /// ```ruchy
  /// json_validate("[1")   // => false
  /// ```
  @Export
  public static boolean jsonValidate(String text) {
    try {
      JsonReader.parse(text);
      return true;
    } catch (Failure failure) {
      return false;
    }
  }

  /// What the JSON text is: `object`, `array`, `string`, `number`, `boolean` or `null`; raises
  /// ParseError.
  ///
  /// ```ruchy
  /// json_type("[1]")   // => "array"
  /// ```
  @Export
  public static String jsonType(String text) {
    Object value = JsonReader.parse(text);
    if (value instanceof MapValue) {
      return "object";
    } else if (value instanceof ListValue) {
      return "array";
    } else if (value instanceof String) {
      return "string";
    } else if (value instanceof Boolean) {
      return "boolean";
    }
    return value == null ? "null" : "number";
  }

  /// A new value of both: maps are joined key by key, maps inside of them likewise; otherwise the
  /// second value.
  ///
  /// ```ruchy
  /// json_merge({a: {x: 1}}, {a: {y: 2}})   // => {a: {x: 1, y: 2}}
  /// ```
  @CallsAtOnce
  @Export
  @Type("any")
  public static @Nullable Object jsonMerge(@Nullable Object first, @Nullable Object second) {
    if (!(first instanceof MapValue target) || !(second instanceof MapValue source)) {
      return second;
    }
    HashMapValue merged = HashMapValue.copyOf(target);
    for (int i = 0; i < source.positions(); i++) {
      Object key = source.keyAt(i);
      if (key != null) {
        merged.put(
            key,
            target.has(key) ? jsonMerge(target.get(key), source.valueAt(i)) : source.valueAt(i));
      }
    }
    return merged;
  }

  /// The value at a path of keys and indexes, or nil when it leads nowhere.
  ///
  /// ```ruchy
  /// json_get({a: {b: [5, 6]}}, "a.b.1")   // => 6
  /// ```
  @CallsAtOnce
  @Export
  @Type("any")
  public static @Nullable Object jsonGet(@Nullable Object value, String path) {
    Object found = value;
    int start = 0;
    while (start <= path.length() && found != null) {
      int end = path.indexOf('.', start);
      String step = path.substring(start, end < 0 ? path.length() : end);
      found = step(found, step);
      start = end < 0 ? path.length() + 1 : end + 1;
    }
    return found;
  }

  private static @Nullable Object step(Object value, String step) {
    if (value instanceof MapValue map) {
      return map.get(step);
    }
    int index = value instanceof ListValue list ? index(step, list.size()) : -1;
    return index >= 0 && value instanceof ListValue list ? list.at(index) : null;
  }

  private static int index(String step, int size) {
    int index = 0;
    for (int i = 0; i < step.length(); i++) {
      int digit = step.charAt(i) - '0';
      if (digit < 0 || digit > 9 || index > size) {
        return -1;
      }
      index = index * 10 + digit;
    }
    return step.isEmpty() || index >= size ? -1 : index;
  }

  /// Sets the value at a path of keys and indexes, making the maps on the way; gives the changed
  /// value. Raises ArgumentError for a path that leads through something else than maps and lists.
  ///
  /// ```ruchy
  /// json_set({a: 1}, "b.c", 2)   // => {a: 1, b: {c: 2}}
  /// ```
  @CallsAtOnce
  @Export
  @Type("any")
  public static @Nullable Object jsonSet(
      @Nullable Object value, String path, @Nullable Object replacement) {
    int end = path.indexOf('.');
    String step = end < 0 ? path : path.substring(0, end);
    Object target = value == null ? new HashMapValue() : value;
    if (target instanceof MapValue map) {
      map.put(
          step,
          end < 0 ? replacement : jsonSet(map.get(step), path.substring(end + 1), replacement));
      return map;
    }
    int index = target instanceof ListValue list ? index(step, list.size()) : -1;
    if (index < 0 || !(target instanceof ListValue list)) {
      throw Failure.argumentError("json_set: no place for '" + step + "'");
    }
    list.set(
        index,
        end < 0 ? replacement : jsonSet(list.at(index), path.substring(end + 1), replacement));
    return list;
  }
}
