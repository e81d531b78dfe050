package ruchy.runtime.net;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.engine.Blocking;

/// Addresses of hosts. Names are looked up by the system, on a thread that may block; what it said
/// is kept for a few seconds, so that thousands of connections to one host ask once.
final class Names {
  private static final long KEPT_NANOS = 5_000_000_000L;
  private static final int MOST_KEPT = 256;

  private static final Map<String, Found> KEPT = new ConcurrentHashMap<>();

  /// By the number of the interface.
  private static final Map<Integer, Zone> ZONES = new ConcurrentHashMap<>();

  private record Zone(String name, long at) {}

  private record Found(List<InetAddress> addresses, long at) {}

  private Names() {}

  /// The addresses of a host, at least one; waits unless it is an address itself or was looked up
  /// just now.
  static List<InetAddress> lookUp(String host) throws IOException {
    InetAddress literal = literal(host);
    if (literal != null) {
      return List.of(literal);
    }
    int percent = host.indexOf('%');
    if (percent > 0 && host.indexOf(':') >= 0) {
      throw new IOException("no interface " + host.substring(percent + 1));
    }
    Found found = KEPT.get(host);
    if (found != null && System.nanoTime() - found.at() < KEPT_NANOS) {
      return found.addresses();
    }
    List<InetAddress> addresses = Blocking.ask(() -> List.of(InetAddress.getAllByName(host)));
    if (KEPT.size() >= MOST_KEPT) {
      KEPT.clear();
    }
    KEPT.put(host, new Found(addresses, System.nanoTime()));
    return addresses;
  }

  /// As `lookUp`, for what is no blocking point (L 12.4): the machine's own names.
  static InetAddress own(String host) throws UnknownHostException {
    InetAddress literal = literal(host);
    return literal == null ? InetAddress.getByName(host) : literal;
  }

  /// The address that the text is, or null for a name.
  static @Nullable InetAddress literal(String host) {
    if (host.isEmpty() || (host.indexOf(':') < 0 && !isDigit(host.charAt(host.length() - 1)))) {
      return null;
    }
    try {
      return InetAddress.ofLiteral(host);
    } catch (IllegalArgumentException aName) {
      return zoned(host);
    }
  }

  /// `fe80::1%NAME` of an interface that has no such address itself, which Java takes for none;
  /// null for anything else.
  private static @Nullable InetAddress zoned(String host) {
    int percent = host.indexOf('%');
    if (percent <= 0) {
      return null;
    }
    try {
      InetAddress address = InetAddress.ofLiteral(host.substring(0, percent));
      NetworkInterface zone = NetworkInterface.getByName(host.substring(percent + 1));
      return zone == null
          ? null
          : Inet6Address.getByAddress(null, address.getAddress(), zone.getIndex());
    } catch (IllegalArgumentException | IOException none) {
      return null;
    }
  }

  private static boolean isDigit(char letter) {
    return letter >= '0' && letter <= '9';
  }

  /// `127.0.0.1`, `::1`, `fe80::1%eth0`; IPv6 in its short form (RFC 5952).
  static String text(InetAddress address) {
    String text = address.getHostAddress();
    if (!(address instanceof Inet6Address six)) {
      return text;
    }
    int percent = text.indexOf('%');
    return percent < 0
        ? shortened(text)
        : shortened(text.substring(0, percent)) + "%" + zone(six, text.substring(percent + 1));
  }

  /// The name of the interface of an address of one link, where Java tells its number.
  private static String zone(Inet6Address address, String told) {
    int index = address.getScopeId();
    if (address.getScopedInterface() != null || index == 0) {
      return told;
    }
    Zone known = ZONES.get(index);
    if (known == null || System.nanoTime() - known.at() >= KEPT_NANOS) {
      known = new Zone(zone(index, told), System.nanoTime());
      ZONES.put(index, known);
    }
    return known.name();
  }

  private static String zone(int index, String told) {
    try {
      NetworkInterface found = NetworkInterface.getByIndex(index);
      return found == null ? told : found.getName();
    } catch (SocketException unknown) {
      return told;
    }
  }

  /// Java writes all eight groups; the longest run of zeros, if it has at least two, becomes `::`.
  private static String shortened(String text) {
    String[] groups = text.split(":", -1);
    int best = -1;
    int length = 1;
    for (int i = 0; i < groups.length; i++) {
      int end = i;
      while (end < groups.length && groups[end].equals("0")) {
        end++;
      }
      if (end - i > length) {
        best = i;
        length = end - i;
      }
    }
    if (best < 0) {
      return String.join(":", groups);
    }
    String before = String.join(":", Arrays.copyOfRange(groups, 0, best));
    String after = String.join(":", Arrays.copyOfRange(groups, best + length, groups.length));
    return before + "::" + after;
  }
}
