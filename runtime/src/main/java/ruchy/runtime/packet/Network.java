package ruchy.runtime.packet;

import org.jspecify.annotations.Nullable;

/// The layer of addresses.
sealed interface Network {
  /// RFC 826.
  ///
  /// @param header with the addresses, which are as long as it says
  record Arp(Octets header) implements Network {
    boolean isRequest() {
      return header.u16(6) == 1;
    }

    int operation() {
      return header.u16(6);
    }

    Octets senderMac() {
      return header.part(8, hardware());
    }

    Octets sender() {
      return header.part(8 + hardware(), protocol());
    }

    Octets targetMac() {
      return header.part(8 + hardware() + protocol(), hardware());
    }

    Octets target() {
      return header.part(8 + 2 * hardware() + protocol(), protocol());
    }

    private int hardware() {
      return header.u8(4);
    }

    private int protocol() {
      return header.u8(5);
    }
  }

  /// RFC 791 and RFC 8200.
  ///
  /// @param version 4 or 6
  /// @param header with options; without extension headers
  /// @param protocol what the payload is (IANA)
  /// @param identification of the fragments of one packet
  /// @param fragmentOffset where the payload belongs in a packet that was cut, in bytes
  /// @param hasMore whether more fragments follow
  /// @param fragment of a fragment what it has of the packet that was cut, which may begin with
  ///   extension headers; else the payload
  /// @param fragmentProtocol what the first fragment of that packet begins with (IANA)
  /// @param cut how many bytes of the payload were not captured, as its length says; -1 where that
  ///   says nothing
  record Ip(
      int version,
      Octets header,
      int protocol,
      long identification,
      int fragmentOffset,
      boolean hasMore,
      Octets fragment,
      int fragmentProtocol,
      Octets payload,
      int cut)
      implements Network {
    Octets source() {
      return version == 4 ? header.part(12, 4) : header.part(8, 16);
    }

    Octets target() {
      return version == 4 ? header.part(16, 4) : header.part(24, 16);
    }

    /// How many more routers may pass it on.
    int hops() {
      return version == 4 ? header.u8(8) : header.u8(7);
    }

    boolean isFragment() {
      return fragmentOffset > 0 || hasMore;
    }

    /// The packet of which this is the first fragment, with all that it had.
    Ip whole(Octets all) {
      return version == 4
          ? new Ip(4, header, protocol, identification, 0, false, all, protocol, all, 0)
          : extended(header, fragmentProtocol, all, 0);
    }
  }

  /// Null for what is none of these, or cut off before it can be told.
  static @Nullable Network of(Link link) {
    Octets all = link.payload();
    return switch (link.type()) {
      case Link.ARP -> all.has(8) ? new Arp(all) : null;
      case Link.IP4 -> ip4(all);
      case Link.IP6 -> ip6(all);
      default -> null;
    };
  }

  private static @Nullable Ip ip4(Octets all) {
    if (!all.has(20) || all.u8(0) >> 4 != 4) {
      return null;
    }
    int header = (all.u8(0) & 0x0F) * 4;
    if (header < 20 || !all.has(header)) {
      return null;
    }
    // Packets that the network card will cut say 0.
    int total = all.u16(2) == 0 ? all.size() : Math.max(header, all.u16(2));
    int fragment = all.u16(6);
    int protocol = all.u8(9);
    Octets payload = all.first(total).from(header);
    return new Ip(
        4,
        all.first(header),
        protocol,
        all.u16(4),
        (fragment & 0x1FFF) * 8,
        (fragment & 0x2000) != 0,
        payload,
        protocol,
        payload,
        all.u16(2) == 0 ? -1 : Math.max(0, total - all.size()));
  }

  private static @Nullable Ip ip6(Octets all) {
    if (!all.has(40) || all.u8(0) >> 4 != 6) {
      return null;
    }
    Octets rest = all.from(40);
    int cut = -1;
    if (all.u16(4) > 0) {
      cut = Math.max(0, all.u16(4) - rest.size());
      rest = rest.first(all.u16(4));
    }
    return extended(all.first(40), all.u8(6), rest, cut);
  }

  /// What lies behind the extension headers.
  ///
  /// @param first what `all` begins with (IANA)
  private static Ip extended(Octets header, int first, Octets all, int cut) {
    int next = first;
    Octets rest = all;
    long identification = 0;
    int offset = 0;
    boolean hasMore = false;
    Octets fragment = all;
    int fragmentProtocol = first;
    // Every turn takes eight bytes or more away. Behind the start of a fragment nothing is known.
    while (isExtension(next) && rest.has(8) && offset == 0) {
      boolean isFragment = next == FRAGMENT;
      int length = 8;
      if (isFragment) {
        offset = rest.u16(2) & 0xFFF8;
        hasMore = (rest.u16(2) & 1) != 0;
        identification = rest.u32(4);
      } else {
        length = next == AUTHENTICATION ? (rest.u8(1) + 2) * 4 : (rest.u8(1) + 1) * 8;
      }
      next = rest.u8(0);
      rest = rest.from(Math.max(8, length));
      if (isFragment) {
        fragment = rest;
        fragmentProtocol = next;
      }
    }
    return new Ip(
        6, header, next, identification, offset, hasMore, fragment, fragmentProtocol, rest, cut);
  }

  int FRAGMENT = 44;
  int AUTHENTICATION = 51;

  /// Whether that is an extension header of IPv6, with something else behind it (IANA).
  static boolean isExtension(int next) {
    return switch (next) {
      case 0, 43, FRAGMENT, AUTHENTICATION, 60, 135, 139, 140 -> true;
      default -> false;
    };
  }
}
