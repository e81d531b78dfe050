package ruchy.runtime.proxy;

import io.vertx.core.MultiMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.message.Fields;
import ruchy.runtime.operator.Truth;
import ruchy.runtime.value.Display;
import ruchy.runtime.value.FunctionValue;
import ruchy.runtime.value.MapValue;

/// How requests are passed on. Set while the options are read, then only read. Times in
/// milliseconds, 0 being no limit.
final class Settings {
  /// Until there is a connection to a backend.
  long connectMillis = 10_000;

  /// From the last byte of a request to the head of the answer.
  long answerMillis = 30_000;

  /// Without any byte in either direction, while bodies are on their way and after an upgrade.
  long idleMillis = 60_000;

  /// Connections to one backend, of the whole program.
  int connections = 1024;

  /// How many requests may wait for a connection to one backend.
  int waiting = 1024;

  /// Whether backends see the `Host` that the client has sent.
  boolean keepsHost;

  /// Whether what the client says in `Forwarded` and `X-Forwarded-...` is passed on.
  boolean trustsForwarded;

  /// What is taken away from the beginning of each path, or empty.
  String stripped = "";

  /// What makes the path that a backend gets.
  @Nullable FunctionValue rewrite;

  List<Field> requestFields = List.of();
  List<Field> answerFields = List.of();

  /// Certificates (a PEM file) that backends are checked against, or null for those of the JDK.
  @Nullable String ca;

  /// Whether certificates of backends are not checked at all.
  boolean isInsecure;

  /// A field that the program sets on what is passed on; null removes it.
  ///
  /// @param name in lower case
  record Field(String name, @Nullable String value) {}

  /// Reads an option; false for one that is none of these.
  boolean set(String name, @Nullable Object value) {
    switch (name) {
      case "connect_timeout" -> connectMillis = number(name, value, 0);
      case "timeout" -> answerMillis = number(name, value, 0);
      case "idle_timeout" -> idleMillis = number(name, value, 0);
      case "connections" -> connections = number(name, value, 1);
      case "queue" -> waiting = number(name, value, 0);
      case "preserve_host" -> keepsHost = Truth.truth(value);
      case "trust_forwarded" -> trustsForwarded = Truth.truth(value);
      case "strip_prefix" -> stripped = prefix(Display.print(value));
      case "rewrite" -> rewrite = function(name, value);
      case "headers" -> requestFields = fields(name, value);
      case "response_headers" -> answerFields = fields(name, value);
      case "ca" -> ca = Display.print(value);
      case "insecure" -> isInsecure = Truth.truth(value);
      default -> {
        return false;
      }
    }
    return true;
  }

  /// The value of an option that is a whole number.
  static int number(String name, @Nullable Object value, int least) {
    if (value instanceof Long number && number >= least && number <= Integer.MAX_VALUE) {
      return number.intValue();
    }
    throw wrong(name, "a number from " + least + " on", value);
  }

  static FunctionValue function(String name, @Nullable Object value) {
    if (value instanceof FunctionValue function) {
      return function;
    }
    throw wrong(name, "a function", value);
  }

  static MapValue map(String name, @Nullable Object value) {
    if (value instanceof MapValue map) {
      return map;
    }
    throw wrong(name, "a map", value);
  }

  static Failure wrong(String name, String expected, @Nullable Object value) {
    return Failure.argumentError(
        "The option " + name + " is " + expected + ", got " + Display.print(value));
  }

  /// The entries of a map of options.
  static List<Map.Entry<String, @Nullable Object>> entries(MapValue map) {
    List<Map.Entry<String, @Nullable Object>> entries = new ArrayList<>();
    for (int i = 0; i < map.positions(); i++) {
      Object key = map.keyAt(i);
      if (key != null) {
        entries.add(new java.util.AbstractMap.SimpleEntry<>(Display.print(key), map.valueAt(i)));
      }
    }
    return entries;
  }

  private static String prefix(String text) {
    String prefix = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    if (!prefix.isEmpty() && !prefix.startsWith("/")) {
      throw Failure.argumentError("The option strip_prefix begins with '/', got '" + text + "'");
    }
    return prefix;
  }

  private static List<Field> fields(String name, @Nullable Object value) {
    List<Field> fields = new ArrayList<>();
    MultiMap checked = MultiMap.caseInsensitiveMultiMap();
    for (Map.Entry<String, @Nullable Object> each : entries(map(name, value))) {
      String lower = each.getKey().toLowerCase(Locale.ROOT);
      if (HopFields.isOfConnection(lower)) {
        throw Failure.argumentError("The header '" + each.getKey() + "' is computed");
      }
      Fields.set(checked, lower, each.getValue());
      fields.add(new Field(lower, checked.get(lower)));
    }
    return List.copyOf(fields);
  }
}
