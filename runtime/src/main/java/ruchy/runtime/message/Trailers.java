package ruchy.runtime.message;

import java.util.Locale;

/// Which fields may come after a body.
public final class Trailers {
  private static final String OF_TOKEN = "!#$%&'*+-.^_`|~";

  private Trailers() {}

  /// Whether a field of that name has to be known before the body, because others might add it to
  /// the head (RFC 9110, section 6.5.1): it would say how the message is read, where it goes, who
  /// has sent it, or what it is. Such fields are left out.
  public static boolean isOfHead(String name) {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "content-length", "transfer-encoding", "trailer", "te", "connection" -> true;
      case "keep-alive", "proxy-connection", "upgrade" -> true;
      case "host", "forwarded", "via", "max-forwards" -> true;
      case "authorization", "proxy-authorization", "cookie", "set-cookie" -> true;
      case "www-authenticate", "proxy-authenticate", "location", "retry-after", "vary" -> true;
      case "cache-control", "expires", "pragma", "age", "date", "expect", "range" -> true;
      case "content-type", "content-encoding", "content-range", "content-location" -> true;
      case "x-real-ip", "x-http-method-override" -> true;
      case String other -> other.startsWith("if-") || other.startsWith("x-forwarded-");
    };
  }

  /// Whether that can be written as a line of HTTP/1.1 (RFC 9110, sections 5.1 and 5.5).
  ///
  /// @param name and value, each character one byte
  public static boolean isField(CharSequence name, CharSequence value) {
    boolean isField = !name.isEmpty();
    for (int i = 0; i < name.length() && isField; i++) {
      isField = isOfToken((byte) name.charAt(i));
    }
    for (int i = 0; i < value.length() && isField; i++) {
      isField = isOfText((byte) value.charAt(i));
    }
    return isField;
  }

  static boolean isOfToken(byte b) {
    return b > 0 && (Ascii.isLetterOrDigit((char) b) || OF_TOKEN.indexOf(b) >= 0);
  }

  /// RFC 9110, section 5.5: no control characters but the tab; bytes above 127 are allowed.
  static boolean isOfText(byte b) {
    return b < 0 || (b >= ' ' && b != 0x7f) || b == '\t';
  }
}
