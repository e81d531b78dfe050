package ruchy.runtime.proxy;

import io.netty.util.AsciiString;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Which fields of a message are for the next receiver alone (RFC 9110, section 7.6.1), or are
/// computed by each sender.
final class HopFields {
  private HopFields() {}

  /// Whether a field of that name is never passed on.
  static boolean isOfConnection(CharSequence name) {
    return switch (name.length()) {
      case 2 -> is(name, "te");
      case 7 -> is(name, "upgrade");
      case 10 -> is(name, "connection") || is(name, "keep-alive");
      case 14 -> is(name, "content-length");
      case 16 -> is(name, "proxy-connection");
      case 17 -> is(name, "transfer-encoding");
      case 18 -> is(name, "proxy-authenticate");
      case 19 -> is(name, "proxy-authorization");
      default -> false;
    };
  }

  static boolean is(CharSequence name, String known) {
    return AsciiString.contentEqualsIgnoreCase(name, known);
  }

  /// The names, in lower case, that the `Connection` fields of a message list; null for none. Those
  /// that a message cannot do without are never among them: what they say would be lost to whoever
  /// may not lose it.
  static @Nullable Set<String> named(Iterable<String> connectionFields) {
    Set<String> names = null;
    for (String field : connectionFields) {
      if (field.equalsIgnoreCase("close") || field.equalsIgnoreCase("keep-alive")) {
        continue;
      }
      for (String each : field.split(",", -1)) {
        String name = each.strip().toLowerCase(Locale.ROOT);
        if (!name.isEmpty() && !isEndToEnd(name)) {
          names = names == null ? new HashSet<>() : names;
          names.add(name);
        }
      }
    }
    return names;
  }

  private static boolean isEndToEnd(String name) {
    return switch (name) {
      case "host",
          "content-type",
          "content-encoding",
          "authorization",
          "cookie",
          "set-cookie",
          "date",
          "cache-control" ->
          true;
      default -> false;
    };
  }

  /// Whether one of the `Connection` fields names the option.
  static boolean hasOption(Iterable<String> connectionFields, String option) {
    for (String field : connectionFields) {
      for (String each : field.split(",", -1)) {
        if (each.strip().equalsIgnoreCase(option)) {
          return true;
        }
      }
    }
    return false;
  }
}
