package ruchy.runtime.ws;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.failure.Failure;

/// The address of a WebSocket (RFC 6455, section 3).
///
/// @param text as the program gave it, without user and password
/// @param host without brackets
/// @param target path and query
/// @param user `name:password`, or null
record WsUrl(
    String text, boolean isSecure, String host, int port, String target, @Nullable String user) {
  /// Reads an address; raises ArgumentError. `http` and `https` mean the same as `ws` and `wss`.
  static WsUrl parse(String text) {
    try {
      var uri = new URI(text.strip());
      String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
      boolean isSecure =
          switch (scheme) {
            case "ws", "http" -> false;
            case "wss", "https" -> true;
            default -> throw malformed(text);
          };
      String host = uri.getHost();
      if (host == null || uri.getFragment() != null || uri.getPort() > 65535) {
        throw malformed(text);
      }
      String path = uri.getRawPath();
      String query = uri.getRawQuery();
      String target =
          (path == null || path.isEmpty() ? "/" : path) + (query == null ? "" : "?" + query);
      String user = uri.getUserInfo();
      return new WsUrl(
          withoutUser(text.strip()),
          isSecure,
          host.startsWith("[") ? host.substring(1, host.length() - 1) : host,
          uri.getPort() > 0 ? uri.getPort() : isSecure ? 443 : 80,
          ascii(target),
          user);
    } catch (URISyntaxException syntax) {
      throw malformed(text);
    }
  }

  /// With everything escaped that is not ASCII.
  private static String ascii(String target) {
    var text = new StringBuilder();
    for (byte each : target.getBytes(StandardCharsets.UTF_8)) {
      if (each >= 0) {
        text.append((char) each);
      } else {
        text.append(String.format(Locale.ROOT, "%%%02X", each & 0xff));
      }
    }
    return text.toString();
  }

  private static Failure malformed(String text) {
    return Failure.argumentError("Not a ws or wss address: '" + withoutUser(text) + "'");
  }

  /// Without user and password, also when these make the address malformed: with a `/`, `?` or `#`
  /// in the password, what seems to be the port is no number.
  private static String withoutUser(String text) {
    return text.replaceFirst("//[^/?#]*@", "//")
        .replaceFirst("//[^/?#@\\[]*:(?![0-9]*([/?#]|$))[^@]*@", "//");
  }

  /// The `Host` of the request: without the port where that is the usual one.
  String hostField() {
    String shown = host.indexOf(':') < 0 ? host : "[" + host + "]";
    return port == (isSecure ? 443 : 80) ? shown : shown + ":" + port;
  }

  @Override
  public String toString() {
    return text;
  }
}
