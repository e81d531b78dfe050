package ruchy.runtime.packet;

import org.jspecify.annotations.Nullable;

/// The layer of ports.
sealed interface Transport {
  /// Flags of TCP (RFC 9293, 3.1).
  int FIN = 1;

  int SYN = 2;
  int RST = 4;
  int ACK = 16;

  /// What is behind IP (IANA).
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

    /// Whether one of these flags is set.
    boolean has(int flags) {
      return (header.u8(13) & flags) != 0;
    }

    int flags() {
      return header.u8(13);
    }

    /// The number of the byte that is expected next, if the flag for it is set.
    int acknowledged() {
      return header.i32(8);
    }

    /// How many bytes the sender takes from that number on, before the scale of its SYN.
    int window() {
      return header.has(16) ? header.u16(14) : 0;
    }

    /// By how many bits the sender of a SYN will shift its windows to the left (RFC 7323, 2.3); -1
    /// if it does not say so.
    int scale() {
      for (int place = 20; header.has(place + 1) && header.u8(place) != 0; ) {
        if (header.u8(place) == 1) {
          place++;
        } else if (!header.has(place + 2) || header.u8(place + 1) < 2) {
          return -1;
        } else if (header.u8(place) == 3) {
          return header.has(place + 3) ? Math.min(14, header.u8(place + 2)) : -1;
        } else {
          place += header.u8(place + 1);
        }
      }
      return -1;
    }

    /// How many bytes of the header were not captured.
    int cut() {
      return Math.max(0, Math.max(20, (header.u8(12) >> 4) * 4) - header.size());
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
