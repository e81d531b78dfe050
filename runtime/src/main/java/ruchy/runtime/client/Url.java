package ruchy.runtime.client;

import java.net.IDN;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.message.Ascii;

/// An absolute address of a resource (RFC 3986), of scheme `http` or `https`.
///
/// @param host in lower case, international names in their ASCII form; an IPv6 address without
///   brackets
/// @param target path and query, never empty, with everything escaped that must be
/// @param user `name:password` as it stood in the address, still escaped; null without one
record Url(boolean isSecure, String host, int port, String target, @Nullable String user) {
  /// Whether a text begins as an address does, rather than being a path.
  static boolean isAbsolute(String text) {
    return text.regionMatches(true, 0, "https://", 0, 8)
        || text.regionMatches(true, 0, "http://", 0, 7);
  }

  /// The address of a path below this one, whatever slashes are between them: for the options of a
  /// client, where `/users` below `http://host/v1` is `http://host/v1/users`.
  Url below(String path) {
    int query = target.indexOf('?');
    String folder = query < 0 ? target : target.substring(0, query);
    String joined = folder.endsWith("/") ? folder.substring(0, folder.length() - 1) : folder;
    boolean needsSlash =
        !path.isEmpty() && !path.startsWith("/") && !path.startsWith("?") && !path.startsWith("#");
    return new Url(
        isSecure,
        host,
        port,
        escaped(target(path.isEmpty() ? target : joined + (needsSlash ? "/" : "") + path, 0)),
        user);
  }

  /// Addresses that were read lately, by the hash of their text: most programs ask the same few
  /// again and again. A thread may miss what another one has put in, and reads the address itself.
  private static final @Nullable Known[] LATELY = new Known[16];

  /// Longer addresses are not remembered, nor those with a query or a user, which may be secret.
  private static final int LONGEST_KNOWN = 200;

  private record Known(String text, Url url) {}

  /// Reads an address that a program gives; raises ArgumentError for anything else.
  static Url parse(String text) {
    int slot = text.hashCode() & (LATELY.length - 1);
    Known known = LATELY[slot];
    if (known != null && known.text.equals(text)) {
      return known.url;
    }
    Url url = parseOrNull(text.strip());
    if (url == null) {
      throw Failure.argumentError("Not an http or https address: '" + withoutUser(text) + "'");
    }
    if (text.length() <= LONGEST_KNOWN && url.user == null && url.target.indexOf('?') < 0) {
      LATELY[slot] = new Known(text, url);
    }
    return url;
  }

  /// Reads an address; null for anything else.
  static @Nullable Url parseOrNull(String text) {
    boolean isSecure = text.regionMatches(true, 0, "https://", 0, 8);
    if (!isSecure && !text.regionMatches(true, 0, "http://", 0, 7)) {
      return null;
    }
    int start = isSecure ? 8 : 7;
    int end = endOfAuthority(text, start);
    int at = text.lastIndexOf('@', end - 1);
    String user = at >= start ? text.substring(start, at) : null;
    String place = text.substring(at >= start ? at + 1 : start, end);
    int colon = place.lastIndexOf(':');
    boolean hasPort = colon >= 0 && colon > place.lastIndexOf(']');
    int port = hasPort ? port(place.substring(colon + 1), isSecure) : standardPort(isSecure);
    String host = host(hasPort ? place.substring(0, colon) : place);
    return host == null || port < 0
        ? null
        : new Url(isSecure, host, port, escaped(target(text, end)), user);
  }

  private static int endOfAuthority(String text, int start) {
    int end = start;
    while (end < text.length() && "/?#\\".indexOf(text.charAt(end)) < 0) {
      end++;
    }
    return end;
  }

  private static int standardPort(boolean isSecure) {
    return isSecure ? 443 : 80;
  }

  /// -1 for what is no port.
  private static int port(String digits, boolean isSecure) {
    if (digits.isEmpty()) {
      return standardPort(isSecure);
    }
    if (digits.length() > 5 || !digits.chars().allMatch(Ascii::isDigit)) {
      return -1;
    }
    int port = Integer.parseInt(digits);
    return port > 0 && port <= 65535 ? port : -1;
  }

  private static @Nullable String host(String text) {
    if (text.startsWith("[")) {
      boolean isClosed = text.endsWith("]") && text.length() > 4;
      String address = isClosed ? text.substring(1, text.length() - 1) : "";
      boolean isAddress =
          !address.isEmpty()
              && address.chars().allMatch(c -> Character.digit(c, 16) >= 0 || c == ':' || c == '.');
      return isAddress ? address.toLowerCase(Locale.ROOT) : null;
    }
    try {
      String ascii = IDN.toASCII(text).toLowerCase(Locale.ROOT);
      for (int i = 0; i < ascii.length(); i++) {
        char c = ascii.charAt(i);
        if (!Ascii.isLetterOrDigit(c) && c != '-' && c != '.' && c != '_') {
          return null;
        }
      }
      return ascii.isEmpty() || ascii.startsWith(".") ? null : ascii;
    } catch (IllegalArgumentException noHost) {
      return null;
    }
  }

  private static String target(String text, int from) {
    int fragment = text.indexOf('#', from);
    String rest = text.substring(from, fragment < 0 ? text.length() : fragment);
    return rest.startsWith("/") || rest.startsWith("\\") ? rest : "/" + rest;
  }

  /// What must not stand in a request line becomes escapes; escapes stay as they are.
  private static String escaped(String target) {
    boolean isPlain = true;
    for (int i = 0; i < target.length() && isPlain; i++) {
      isPlain = isPlain(target.charAt(i));
    }
    if (isPlain) {
      return target;
    }
    StringBuilder out = new StringBuilder(target.length() + 16);
    boolean isPath = true;
    for (byte b : target.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xff);
      isPath &= c != '?';
      if (c == '\\' && isPath) {
        out.append('/');
      } else if (isPlain(c)) {
        out.append(c);
      } else {
        escape(out, b);
      }
    }
    return out.toString();
  }

  private static boolean isPlain(char c) {
    return c > ' ' && c < 0x7f && "\"<>\\^`{|}".indexOf(c) < 0;
  }

  private static void escape(StringBuilder out, byte b) {
    out.append('%')
        .append(Character.toUpperCase(Character.forDigit((b >> 4) & 0xf, 16)))
        .append(Character.toUpperCase(Character.forDigit(b & 0xf, 16)));
  }

  /// A name or value as a part of a query or of a form: everything that has a meaning there becomes
  /// escapes, a space `+`.
  static String component(String text) {
    StringBuilder out = new StringBuilder(text.length() + 8);
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xff);
      if (Ascii.isLetterOrDigit(c) || "-._~*".indexOf(c) >= 0) {
        out.append(c);
      } else if (c == ' ') {
        out.append('+');
      } else {
        escape(out, b);
      }
    }
    return out.toString();
  }

  /// The text with its escapes decoded; malformed ones stay as they are.
  static String unescaped(String text) {
    if (text.indexOf('%') < 0) {
      return text;
    }
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    int length = 0;
    for (int i = 0; i < bytes.length; i++) {
      int high = i + 2 < bytes.length ? Character.digit((char) bytes[i + 1], 16) : -1;
      int low = i + 2 < bytes.length ? Character.digit((char) bytes[i + 2], 16) : -1;
      boolean isEscape = bytes[i] == '%' && high >= 0 && low >= 0;
      bytes[length++] = isEscape ? (byte) (high * 16 + low) : bytes[i];
      i += isEscape ? 2 : 0;
    }
    return new String(bytes, 0, length, StandardCharsets.UTF_8);
  }

  /// The address with one more parameter in its query.
  Url with(String name, String value) {
    char separator = target.indexOf('?') < 0 ? '?' : '&';
    boolean needsNone = target.endsWith("?") || target.endsWith("&");
    String added = target + (needsNone ? "" : separator) + component(name) + "=" + component(value);
    return new Url(isSecure, host, port, added, user);
  }

  /// The address that a `Location` field names, relative to this one (RFC 3986, section 5.2);
  /// without user, because credentials are the program's to give. Null when it is no http or https
  /// address.
  @Nullable Url resolve(String location) {
    String text = location.strip();
    if (text.startsWith("//")) {
      text = (isSecure ? "https:" : "http:") + text;
    }
    Url absolute = parseOrNull(text);
    if (absolute != null) {
      return new Url(absolute.isSecure, absolute.host, absolute.port, absolute.target, null);
    }
    if (hasScheme(text)) {
      return null;
    }
    return new Url(isSecure, host, port, escaped(target(relative(text), 0)), null);
  }

  private static boolean hasScheme(String text) {
    int colon = text.indexOf(':');
    return colon > 0
        && text.substring(0, colon)
            .chars()
            .allMatch(c -> Ascii.isLetterOrDigit((char) c) || c == '+' || c == '-' || c == '.');
  }

  private String relative(String text) {
    int query = target.indexOf('?');
    String path = query < 0 ? target : target.substring(0, query);
    if (text.isEmpty() || text.startsWith("#")) {
      return target;
    }
    if (text.startsWith("?")) {
      return path + text;
    }
    String joined =
        text.startsWith("/") ? text : path.substring(0, path.lastIndexOf('/') + 1) + text;
    int end = endOfPath(joined);
    return withoutDots(joined.substring(0, end)) + joined.substring(end);
  }

  private static int endOfPath(String text) {
    int end = 0;
    while (end < text.length() && text.charAt(end) != '?' && text.charAt(end) != '#') {
      end++;
    }
    return end;
  }

  /// RFC 3986, section 5.2.4.
  private static String withoutDots(String path) {
    StringBuilder out = new StringBuilder();
    String[] segments = path.split("/", -1);
    for (int i = 1; i < segments.length; i++) {
      String segment = segments[i];
      boolean isLast = i == segments.length - 1;
      if (segment.equals("..")) {
        out.setLength(Math.max(0, out.lastIndexOf("/")));
      } else if (!segment.equals(".")) {
        out.append('/').append(segment);
        continue;
      }
      if (isLast) {
        out.append('/');
      }
    }
    return out.isEmpty() ? "/" : out.toString();
  }

  /// Whether credentials for the one may be sent to the other.
  boolean hasOriginOf(Url other) {
    return isSecure == other.isSecure && host.equals(other.host) && port == other.port;
  }

  /// `host:port`, as errors name it.
  String address() {
    return bracketed() + ":" + port;
  }

  /// The value of the Host field.
  String authority() {
    return port == standardPort(isSecure) ? bracketed() : address();
  }

  /// The host as it stands in an address: that of IPv6 between brackets.
  String bracketed() {
    return bracketed(host);
  }

  static String bracketed(String host) {
    return host.indexOf(':') < 0 ? host : "[" + host + "]";
  }

  /// The address without user and password.
  @Override
  public String toString() {
    return (isSecure ? "https://" : "http://") + authority() + target;
  }

  private static String withoutUser(String text) {
    int start = text.indexOf("//");
    int end = endOfAuthority(text, start < 0 ? 0 : start + 2);
    int at = text.lastIndexOf('@', Math.max(0, end - 1));
    return start >= 0 && at > start ? text.substring(0, start + 2) + text.substring(at + 1) : text;
  }
}
