package ruchy.runtime.http;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.operator.Truth;
import ruchy.runtime.value.Display;
import ruchy.runtime.value.HashMapValue;
import ruchy.runtime.value.MapValue;

/// Cookies (RFC 6265).
final class Cookies {
  private static final Set<String> OPTIONS =
      Set.of("path", "domain", "max_age", "expires", "secure", "http_only", "same_site", "signed");

  private Cookies() {}

  /// The cookies of a `Cookie` field; of two with the same name the first counts.
  static MapValue read(@Nullable String field) {
    MapValue cookies = new HashMapValue();
    if (field == null) {
      return cookies;
    }
    for (String pair : field.split(";", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        String name = pair.substring(0, equals).strip();
        if (!cookies.has(name)) {
          cookies.put(name, value(pair.substring(equals + 1).strip()));
        }
      }
    }
    return cookies;
  }

  private static String value(String text) {
    boolean isQuoted = text.length() > 1 && text.startsWith("\"") && text.endsWith("\"");
    String plain = isQuoted ? text.substring(1, text.length() - 1) : text;
    return plain.indexOf('%') < 0 ? plain : Percent.query(plain.replace("+", "%2B"));
  }

  /// The value of a `Set-Cookie` field. The text of the cookie is escaped as needed, and decoded
  /// when it is read.
  static String setCookie(String name, String text, MapValue options) {
    checkOptions(options);
    StringBuilder out = new StringBuilder(checkedName(name)).append('=').append(escaped(text));
    out.append("; Path=").append(attribute(options, "path", "/"));
    append(out, "Domain", options.get("domain"));
    append(out, "Max-Age", options.get("max_age"));
    append(out, "Expires", options.get("expires"));
    if (Truth.truth(options.get("secure"))) {
      out.append("; Secure");
    }
    if (!options.has("http_only") || Truth.truth(options.get("http_only"))) {
      out.append("; HttpOnly");
    }
    return out.append("; SameSite=").append(sameSite(options)).toString();
  }

  private static void checkOptions(MapValue options) {
    for (int i = 0; i < options.positions(); i++) {
      Object key = options.keyAt(i);
      if (key != null && !OPTIONS.contains(Display.print(key))) {
        throw Failure.argumentError("Unknown option of cookie: '" + Display.print(key) + "'");
      }
    }
  }

  /// The value of a `Set-Cookie` field that makes the client forget a cookie which was set with
  /// these options: it does so only where path and domain are the same.
  static String clearCookie(String name, MapValue options) {
    checkOptions(options);
    MapValue cleared = options.copy();
    cleared.put("max_age", 0L);
    cleared.put("expires", "Thu, 01 Jan 1970 00:00:00 GMT");
    return setCookie(name, "", cleared);
  }

  private static String sameSite(MapValue options) {
    String site = attribute(options, "same_site", "Lax");
    return switch (site.toLowerCase(Locale.ROOT)) {
      case "lax" -> "Lax";
      case "strict" -> "Strict";
      case "none" -> "None";
      default ->
          throw Failure.argumentError(
              "The same_site of a cookie is \"Strict\", \"Lax\" or \"None\", got \"" + site + '"');
    };
  }

  private static void append(StringBuilder out, String name, @Nullable Object value) {
    if (value != null) {
      out.append("; ").append(name).append('=').append(checkedAttribute(Display.print(value)));
    }
  }

  private static String attribute(MapValue options, String name, String otherwise) {
    Object value = options.get(name);
    return value == null ? otherwise : checkedAttribute(Display.print(value));
  }

  private static String checkedAttribute(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ' || c == ';' || c >= 0x7f) {
        throw Failure.argumentError("Not an attribute of a cookie: '" + text + "'");
      }
    }
    return text;
  }

  private static String checkedName(String name) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c <= ' ' || c >= 0x7f || "()<>@,;:\\\"/[]?={}".indexOf(c) >= 0) {
        throw Failure.argumentError("Not a name of a cookie: '" + name + "'");
      }
    }
    if (name.isEmpty()) {
      throw Failure.argumentError("A cookie has a name");
    }
    return name;
  }

  private static String escaped(String text) {
    StringBuilder out = new StringBuilder();
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      boolean isPlain = b > ' ' && b < 0x7f && "\",;\\%".indexOf(b) < 0;
      if (isPlain) {
        out.append((char) b);
      } else {
        out.append('%').append(String.format(Locale.ROOT, "%02X", b & 0xff));
      }
    }
    return out.toString();
  }
}
