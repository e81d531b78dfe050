package ruchy.runtime.message;

import io.vertx.core.MultiMap;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.value.Display;
import ruchy.runtime.value.ListValue;
import ruchy.runtime.value.MapValue;

/// Header fields that a program sets.
public final class Fields {
  /// Fields of one connection (RFC 9110, section 7.6.1), and those that the sender computes.
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

  private Fields() {}

  /// A field that is going to be set.
  ///
  /// @param values null removes the field
  public record Field(String name, @Nullable List<String> values) {
    /// Raises ArgumentError for what is no name, and for control characters in a value.
    ///
    /// @param value a list has one value for each of its elements, nil none
    public static Field of(String name, @Nullable Object value) {
      checkName(name);
      return new Field(
          name,
          switch (value) {
            case null -> null;
            case ListValue list -> {
              List<String> values = new ArrayList<>();
              for (int i = 0; i < list.size(); i++) {
                values.add(checked(name, Display.print(list.at(i))));
              }
              yield values;
            }
            case String text -> List.of(checked(name, text));
            default -> List.of(checked(name, Display.print(value)));
          });
    }

    /// Sets it, in the place of what the field had.
    public void set(MultiMap fields) {
      if (values == null) {
        fields.remove(name);
      } else if (values.size() == 1) {
        fields.set(name, values.getFirst());
      } else {
        fields.set(name, values);
      }
    }
  }

  /// Sets one field; a list has one value for each of its elements, nil removes the field. Raises
  /// ArgumentError for what is no name, and for control characters in a value.
  public static void set(MultiMap fields, String name, @Nullable Object value) {
    Field.of(name, value).set(fields);
  }

  /// Sets all fields of a map except those of a connection, those that its `Connection` names, and
  /// those of `besides` (names in lower case).
  public static void setAll(MultiMap fields, MapValue values, Set<String> besides) {
    all(values, besides).forEach(field -> field.set(fields));
  }

  /// The fields that `setAll` sets.
  public static List<Field> all(MapValue values, Set<String> besides) {
    List<Field> all = new ArrayList<>();
    Set<String> dropped = ofConnection(values);
    for (int i = 0; i < values.positions(); i++) {
      Object key = values.keyAt(i);
      if (key != null) {
        String name = Display.print(key);
        String lower = name.toLowerCase(Locale.ROOT);
        if (!NOT_COPIED.contains(lower) && !dropped.contains(lower) && !besides.contains(lower)) {
          all.add(Field.of(name, values.valueAt(i)));
        }
      }
    }
    return all;
  }

  /// The names, in lower case, that the `Connection` field of a message lists: these fields, too,
  /// are for the next receiver only.
  private static Set<String> ofConnection(MapValue values) {
    Set<String> names = Set.of();
    for (int i = 0; i < values.positions(); i++) {
      Object key = values.keyAt(i);
      if (key instanceof String name
          && name.equalsIgnoreCase("connection")
          && values.valueAt(i) instanceof String list) {
        names = new HashSet<>();
        for (String each : list.split(",", -1)) {
          names.add(each.strip().toLowerCase(Locale.ROOT));
        }
      }
    }
    return names;
  }

  /// An address as the value of a field: what must not stand in it becomes escapes.
  public static String address(String url) {
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
    if (!isToken(name)) {
      throw Failure.argumentError("Not a name of a header: '" + name + "'");
    }
  }

  /// Whether the text is a token (RFC 9110, section 5.6.2): a name of a field or of a method.
  public static boolean isToken(String text) {
    boolean isToken = !text.isEmpty();
    for (int i = 0; i < text.length() && isToken; i++) {
      char c = text.charAt(i);
      isToken = Ascii.isLetterOrDigit(c) || "!#$%&'*+-.^_`|~".indexOf(c) >= 0;
    }
    return isToken;
  }
}
