package ruchy.runtime.packet;

import org.jspecify.annotations.Nullable;

/// The layer of ports.
sealed interface Transport {
  int ICMP = 1;
  int TCP = 6;
  int UDP = 17;
  int ICMP_6 = 58;

  Octets payload();

  /// RFC 9293. Of a packet that was cut off there may be the ports alone.
  record Tcp(Octets header, Octets payload) implements Transport {
    boolean hasFlags() {
      return header.has(14);
    }

    int flags() {
      return header.u8(13);
    }

    /// The number of the first byte of the payload, or of a SYN before it.
    int sequence() {
      return header.i32(4);
    }
  }

  /// RFC 768.
  record Udp(Octets header, Octets payload) implements Transport {}

  /// RFC 792 and RFC 4443.
  record Icmp(Octets header, Octets payload) implements Transport {
    int type() {
      return header.u8(0);
    }

    int code() {
      return header.u8(1);
    }
  }

  /// Null for what is none of these: later fragments too, which begin in the middle.
  static @Nullable Transport of(Network.Ip ip) {
    Octets all = ip.payload();
    if (ip.fragmentOffset() > 0) {
      return null;
    }
    return switch (ip.protocol()) {
      case TCP -> all.has(4) ? tcp(all) : null;
      case UDP -> all.has(4) ? udp(all) : null;
      case ICMP, ICMP_6 -> all.has(4) ? new Icmp(all.first(4), all.from(4)) : null;
      default -> null;
    };
  }

  private static Tcp tcp(Octets all) {
    int header = all.has(13) ? Math.max(20, (all.u8(12) >> 4) * 4) : all.size();
    return new Tcp(all.first(header), all.from(header));
  }

  private static Udp udp(Octets all) {
    // Packets that the network card will cut, and jumbograms, say 0.
    int length = all.has(6) && all.u16(4) >= 8 ? all.u16(4) : all.size();
    return new Udp(all.first(8), all.first(length).from(8));
  }
}
