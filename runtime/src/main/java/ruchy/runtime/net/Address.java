package ruchy.runtime.net;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.failure.Failure;

/// Where a socket is, or shall be.
///
/// @param host a name or address, without brackets; empty for every interface
/// @param port 0 to 65535
record Address(String host, int port) {
  /// Reads `host:port`, `:port` (every interface), `[::1]:port`; raises ArgumentError for anything
  /// else.
  static Address parse(String text) {
    int colon = text.lastIndexOf(':');
    if (colon < 0) {
      throw malformed(text);
    }
    String host = text.substring(0, colon);
    if (host.startsWith("[") && host.endsWith("]")) {
      host = host.substring(1, host.length() - 1);
    } else if (host.indexOf(':') >= 0) {
      throw malformed(text);
    }
    String digits = text.substring(colon + 1);
    if (digits.isEmpty()
        || digits.length() > 5
        || !isWithin(digits, '0', '9')
        || !isWithin(host, '!', Character.MAX_VALUE)) {
      throw malformed(text);
    }
    return new Address(host, checkedPort(Long.parseLong(digits)));
  }

  private static boolean isWithin(String text, char least, char greatest) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < least || text.charAt(i) > greatest) {
        return false;
      }
    }
    return true;
  }

  /// As `parse`, of an address to connect to, which has a host and a port.
  static Address parseTarget(String text) {
    Address address = parse(text);
    if (address.host.isEmpty() || address.port == 0) {
      throw malformed(text);
    }
    return address;
  }

  /// An address to connect to.
  static Address of(String host, long port) {
    String plain =
        host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    if (plain.isEmpty()) {
      throw Failure.argumentError("A host is a name or an address, got \"\"");
    }
    return new Address(plain, checkedPort(port));
  }

  private static int checkedPort(long port) {
    if (port < 0 || port > 65535) {
      throw Failure.argumentError("A port is 0 to 65535, got " + port);
    }
    return (int) port;
  }

  private static Failure malformed(String text) {
    return Failure.argumentError("Not an address (host:port): '" + text + "'");
  }

  /// An address of the system as text: `127.0.0.1:9000`, `[::1]:9000`, the path of a Unix domain
  /// socket; empty for none.
  static String text(@Nullable SocketAddress address) {
    return switch (address) {
      case InetSocketAddress inet -> {
        var known = inet.getAddress();
        String host = known == null ? inet.getHostString() : Names.text(known);
        yield new Address(host, inet.getPort()).toString();
      }
      case UnixDomainSocketAddress unix -> unix.getPath().toString();
      case null -> "";
      default -> address.toString();
    };
  }

  @Override
  public String toString() {
    String shown = host.isEmpty() ? "0.0.0.0" : host;
    return (shown.indexOf(':') < 0 ? shown : "[" + shown + "]") + ":" + port;
  }
}
