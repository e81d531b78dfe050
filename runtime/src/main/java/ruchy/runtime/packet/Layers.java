package ruchy.runtime.packet;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What the bytes of a frame mean.
///
/// @param payload what lies behind the innermost of the layers that are known
record Layers(Link link, @Nullable Network network, @Nullable Transport transport, Octets payload) {
  static Layers of(Frame frame) {
    Link link = Link.of(frame);
    Network network = Network.of(link);
    if (!(network instanceof Network.Ip ip)) {
      Octets payload =
          network == null ? link.payload() : link.payload().from(link.payload().size());
      return new Layers(link, network, null, payload);
    }
    Transport transport = Transport.of(ip);
    return new Layers(link, ip, transport, transport == null ? ip.payload() : transport.payload());
  }

  /// The name of the innermost of link, network and transport: `TCP`, `ARP` ...
  String protocol() {
    return switch (network) {
      case Network.Arp _ -> "ARP";
      case Network.Ip ip -> protocol(ip.protocol());
      case null -> type(link.type());
    };
  }

  private static String protocol(int number) {
    return switch (number) {
      case Transport.TCP -> "TCP";
      case Transport.UDP -> "UDP";
      case Transport.ICMP -> "ICMP";
      case Transport.ICMP_6 -> "ICMPv6";
      case 2 -> "IGMP";
      case 4 -> "IPIP";
      case 41 -> "IPv6";
      case 47 -> "GRE";
      case 50 -> "ESP";
      case 51 -> "AH";
      case 89 -> "OSPF";
      case 103 -> "PIM";
      case 112 -> "VRRP";
      case 132 -> "SCTP";
      default -> "IP-" + number;
    };
  }

  private static String type(int type) {
    return switch (type) {
      case Link.NONE -> "UNKNOWN";
      case Link.LLC -> "LLC";
      case Link.IP4 -> "IPv4"; // cut off, or broken
      case Link.IP6 -> "IPv6";
      case Link.ARP -> "ARP";
      case 0x8863, 0x8864 -> "PPPoE";
      case 0x8847, 0x8848 -> "MPLS";
      case 0x888E -> "EAPOL";
      case 0x88CC -> "LLDP";
      case 0x88F7 -> "PTP";
      default -> "0x" + String.format(Locale.ROOT, "%04X", type);
    };
  }
}
