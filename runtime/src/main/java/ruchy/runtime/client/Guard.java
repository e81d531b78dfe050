package ruchy.runtime.client;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.message.Network;

/// Keeps requests away from addresses that are not public: this machine, its network, and the
/// servers that tell a cloud's machines their secrets. For programs that fetch what strangers name.
///
/// A name is resolved before a connection is made, its addresses are looked at, and the connection
/// goes to one of those very addresses: what the name means a moment later makes no difference.
/// Redirects are connections as any other.
final class Guard {
  /// The registries of addresses for special purposes (RFC 6890), and multicast. Of IPv6 only
  /// 2000::/3 is given out at all, and there 6to4 and Teredo hold addresses of IPv4.
  private static final List<Network> SPECIAL =
      networks(
          "0.0.0.0/8",
          "10.0.0.0/8",
          "100.64.0.0/10",
          "127.0.0.0/8",
          "169.254.0.0/16",
          "172.16.0.0/12",
          "192.0.0.0/24",
          "192.0.2.0/24",
          "192.88.99.0/24",
          "192.168.0.0/16",
          "198.18.0.0/15",
          "198.51.100.0/24",
          "203.0.113.0/24",
          "224.0.0.0/3",
          "2001::/23",
          "2001:db8::/32",
          "2002::/16",
          "3fff::/20");

  private static final Network GIVEN_OUT = networks("2000::/3").getFirst();

  private final Set<String> hosts;
  private final List<Network> allowed;

  private Guard(Set<String> hosts, List<Network> allowed) {
    this.hosts = hosts;
    this.allowed = allowed;
  }

  /// A guard that lets these addresses, networks and names of hosts pass beside public ones.
  static Guard allowing(List<String> texts) {
    var hosts = new java.util.HashSet<String>();
    List<Network> networks = new ArrayList<>();
    for (String text : texts) {
      Network network = Network.parseOrNull(text);
      if (network != null) {
        networks.add(network);
      } else if (text.isEmpty() || text.indexOf('/') >= 0 || text.indexOf(':') >= 0) {
        throw Failure.argumentError("Not an address, a network or a host: '" + text + "'");
      } else {
        hosts.add(text.toLowerCase(Locale.ROOT));
      }
    }
    return new Guard(Set.copyOf(hosts), List.copyOf(networks));
  }

  private static List<Network> networks(String... texts) {
    List<Network> networks = new ArrayList<>();
    for (String text : texts) {
      Network network = Network.parseOrNull(text);
      if (network == null) {
        throw new IllegalArgumentException(text);
      }
      networks.add(network);
    }
    return List.copyOf(networks);
  }

  /// Why the host may not be reached at that address; null when it may.
  @Nullable String objection(String host, InetAddress address) {
    byte[] bytes = address.getAddress();
    return hosts.contains(host) || isPublic(bytes) || isIn(allowed, bytes)
        ? null
        : address.getHostAddress() + " is no public address";
  }

  /// Whether everybody means the same machine by the address.
  static boolean isPublic(byte[] address) {
    boolean isKnown = address.length == 4 || GIVEN_OUT.contains(address);
    return isKnown && !isIn(SPECIAL, address);
  }

  private static boolean isIn(List<Network> networks, byte[] address) {
    for (Network network : networks) {
      if (network.contains(address)) {
        return true;
      }
    }
    return false;
  }
}
