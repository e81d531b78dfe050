package ruchy.runtime.http;

import io.vertx.core.MultiMap;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.value.Display;
import ruchy.runtime.value.ListValue;
import ruchy.runtime.value.MapValue;

/// Header fields that a program sets.
final class ResponseFields {
  /// Fields of one connection (RFC 9110, section 7.6.1), and those that the server computes.
  private static final Set<String> NOT_COPIED =
      Set.of(
          "connection",
          "content-length",
          "keep-alive",
          "proxy-authenticate",
          "proxy-authorization",
          "proxy-connection",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade");

  private ResponseFields() {}

  /// Sets one field; a list has one value for each of its elements, nil removes the field.
  static void set(MultiMap fields, String name, @Nullable Object value) {
    checkName(name);
    switch (value) {
      case null -> fields.remove(name);
      case ListValue list -> {
        List<String> values = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
          values.add(checked(name, Display.print(list.at(i))));
        }
        fields.set(name, values);
      }
      case String text -> fields.set(name, checked(name, text));
      default -> fields.set(name, checked(name, Display.print(value)));
    }
  }

  /// Sets all fields of a map except those of a connection.
  static void setAll(MultiMap fields, MapValue values) {
    for (int i = 0; i < values.positions(); i++) {
      Object key = values.keyAt(i);
      if (key != null) {
        String name = Display.print(key);
        if (!NOT_COPIED.contains(name.toLowerCase(Locale.ROOT))) {
          set(fields, name, values.valueAt(i));
        }
      }
    }
  }

  /// An address as the value of a field: what must not stand in it becomes escapes.
  static String address(String url) {
    StringBuilder out = new StringBuilder(url.length());
    for (byte b : url.getBytes(StandardCharsets.UTF_8)) {
      if (b <= ' ' || b == 0x7f || b == '"' || b == '<' || b == '>') {
        out.append('%').append(String.format(Locale.ROOT, "%02X", b & 0xff));
      } else {
        out.append((char) b);
      }
    }
    return out.toString();
  }

  private static String checked(String name, String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if ((c < ' ' && c != '\t') || c == 0x7f) {
        throw Failure.argumentError(
            c == '\r' || c == '\n'
                ? "The value of the header '" + name + "' has a line break"
                : "The value of the header '" + name + "' has a control character");
      }
    }
    return value;
  }

  /// A field name is a token (RFC 9110, section 5.6.2).
  private static void checkName(String name) {
    boolean isToken = !name.isEmpty();
    for (int i = 0; i < name.length() && isToken; i++) {
      char c = name.charAt(i);
      isToken = Ascii.isLetterOrDigit(c) || "!#$%&'*+-.^_`|~".indexOf(c) >= 0;
    }
    if (!isToken) {
      throw Failure.argumentError("Not a name of a header: '" + name + "'");
    }
  }
}
