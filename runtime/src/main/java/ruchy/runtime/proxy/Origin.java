package ruchy.runtime.proxy;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.failure.Failure;

/// Where requests are passed on to.
///
/// @param host a name or address, without brackets
/// @param basePath what stands before each path; empty or `/...` without `/` at the end
record Origin(boolean isSecure, String host, int port, String basePath) {
  /// Reads `http://host[:port][/path]` or the same with https; raises ArgumentError for anything
  /// else.
  static Origin parse(String text) {
    Origin origin = parseOrNull(text.strip());
    if (origin == null) {
      throw Failure.argumentError(
          "Not an address to pass requests on to (http://host:port): '" + text + "'");
    }
    return origin;
  }

  private static @Nullable Origin parseOrNull(String text) {
    try {
      URI uri = new URI(text);
      String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
      boolean isSecure = scheme.equals("https");
      String host = uri.getHost();
      boolean isOther =
          uri.getRawQuery() != null || uri.getRawFragment() != null || uri.getRawUserInfo() != null;
      if ((!isSecure && !scheme.equals("http")) || host == null || isOther) {
        return null;
      }
      if (host.startsWith("[")) {
        host = host.substring(1, host.length() - 1);
      }
      int port = uri.getPort() >= 0 ? uri.getPort() : isSecure ? 443 : 80;
      String path = uri.getRawPath();
      while (path.endsWith("/")) {
        path = path.substring(0, path.length() - 1);
      }
      return port < 1 || port > 65535
          ? null
          : new Origin(isSecure, host.toLowerCase(Locale.ROOT), port, path);
    } catch (URISyntaxException malformed) {
      return null;
    }
  }

  /// Host and port as the `Host` field names them (RFC 9110, section 7.2).
  String authority() {
    String name = host.indexOf(':') < 0 ? host : "[" + host + "]";
    return port == (isSecure ? 443 : 80) ? name : name + ":" + port;
  }

  @Override
  public String toString() {
    return (isSecure ? "https://" : "http://") + authority() + basePath;
  }
}
