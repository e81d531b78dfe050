package ruchy.runtime.http;

import ruchy.runtime.failure.Failure;
import ruchy.runtime.message.Ascii;

/// Where a server listens.
///
/// @param host a name or address, without brackets
/// @param port 0 to 65535; 0 lets the system choose
record Address(String host, int port) {
  /// Reads `host:port`, `:port` (all interfaces), `[::1]:port` or `port`; raises ArgumentError for
  /// anything else.
  static Address parse(String text) {
    int colon = text.lastIndexOf(':');
    String host = colon < 0 ? "" : text.substring(0, colon);
    if (host.startsWith("[") && host.endsWith("]")) {
      host = host.substring(1, host.length() - 1);
    } else if (host.indexOf(':') >= 0) {
      throw malformed(text);
    }
    String digits = text.substring(colon + 1);
    if (digits.isEmpty() || digits.length() > 5 || !digits.chars().allMatch(Ascii::isDigit)) {
      throw malformed(text);
    }
    return of(host.isEmpty() ? "0.0.0.0" : host, Long.parseLong(digits));
  }

  /// Raises ArgumentError for a port that does not exist.
  static Address of(String host, long port) {
    if (port < 0 || port > 65535) {
      throw Failure.argumentError("A port is 0 to 65535, got " + port);
    }
    return new Address(host, (int) port);
  }

  private static Failure malformed(String text) {
    return Failure.argumentError("Not an address (host:port): '" + text + "'");
  }

  @Override
  public String toString() {
    return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
  }
}
