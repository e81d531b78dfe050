package ruchy.runtime.packet;

import java.util.ArrayList;
import java.util.List;

/// The outermost layer, by the LINKTYPE of the capture (tcpdump.org/linktypes.html).
///
/// @param name `ethernet`, `cooked`, `loopback`, `raw` or `unknown`
/// @param source hardware address, empty if there is none
/// @param target hardware address, empty if there is none
/// @param type the EtherType of the payload, `LLC` for a frame of IEEE 802.3, `NONE` if unknown
/// @param vlans the tags of IEEE 802.1Q and 802.1ad, outermost first
record Link(
    String name, Octets source, Octets target, int type, List<Integer> vlans, Octets payload) {
  static final int NULL = 0;
  static final int ETHERNET = 1;
  static final int RAW = 101;
  static final int LOOP = 108;
  static final int COOKED = 113;
  static final int RAW_IP4 = 228;
  static final int RAW_IP6 = 229;
  static final int COOKED_2 = 276;

  static final int NONE = -1;

  /// Lengths, not types, stand in the frames of IEEE 802.3.
  static final int LLC = 0;

  static final int IP4 = 0x0800;
  static final int ARP = 0x0806;
  static final int IP6 = 0x86DD;
  private static final int FIRST_TYPE = 0x0600;

  /// Nobody stacks more tags.
  private static final int MOST_TAGS = 8;

  static Link of(Frame frame) {
    Octets all = Octets.of(frame.bytes());
    return switch (frame.link()) {
      case ETHERNET -> ethernet(all);
      case COOKED -> cooked(all);
      case COOKED_2 -> cooked2(all);
      case NULL, LOOP -> loopback(all);
      // 12 and 14 are what some systems write for 101.
      case RAW, RAW_IP4, RAW_IP6, 12, 14 -> raw(all);
      default -> bare("unknown", NONE, all);
    };
  }

  private static Link ethernet(Octets all) {
    if (!all.has(14)) {
      return bare("ethernet", NONE, all.from(all.size()));
    }
    int type = all.u16(12);
    Octets payload = all.from(14);
    if (type < FIRST_TYPE) {
      payload = payload.first(type);
      type = LLC;
    }
    return tagged("ethernet", all.part(6, 6), all.part(0, 6), type, payload);
  }

  /// The kernel takes tags off a frame or leaves them, so they may stand behind other headers too.
  private static Link tagged(String name, Octets source, Octets target, int outer, Octets tagged) {
    int type = outer;
    Octets payload = tagged;
    List<Integer> vlans = List.of();
    while (isTag(type) && payload.has(4) && vlans.size() < MOST_TAGS) {
      vlans = new ArrayList<>(vlans);
      vlans.add(payload.u16(0) & 0x0FFF);
      type = payload.u16(2);
      payload = payload.from(4);
    }
    return new Link(name, source, target, type, vlans, payload);
  }

  private static boolean isTag(int type) {
    return type == 0x8100 || type == 0x88A8 || type == 0x9100;
  }

  private static Link cooked(Octets all) {
    if (!all.has(16)) {
      return bare("cooked", NONE, all.from(all.size()));
    }
    Octets source = all.part(6, Math.min(8, all.u16(4)));
    return tagged("cooked", source, all.first(0), all.u16(14), all.from(16));
  }

  private static Link cooked2(Octets all) {
    if (!all.has(20)) {
      return bare("cooked", NONE, all.from(all.size()));
    }
    Octets source = all.part(12, Math.min(8, all.u8(11)));
    return tagged("cooked", source, all.first(0), all.u16(0), all.from(20));
  }

  /// Four bytes, in the order of the machine that wrote them, are an address family.
  private static Link loopback(Octets all) {
    if (!all.has(4)) {
      return bare("loopback", NONE, all.from(all.size()));
    }
    int family = all.i32(0);
    int small = family >>> 16 == 0 ? family : Integer.reverseBytes(family);
    int type =
        switch (small) {
          case 2 -> IP4;
          case 10, 24, 28, 30 -> IP6; // Linux, NetBSD, FreeBSD, macOS
          default -> NONE;
        };
    return bare("loopback", type, all.from(4));
  }

  private static Link raw(Octets all) {
    int version = all.has(1) ? all.u8(0) >> 4 : 0;
    return bare("raw", version == 4 ? IP4 : version == 6 ? IP6 : NONE, all);
  }

  private static Link bare(String name, int type, Octets payload) {
    return new Link(name, payload.first(0), payload.first(0), type, List.of(), payload);
  }
}
