package ruchy.runtime.packet;

import java.util.List;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.value.HashMapValue;
import ruchy.runtime.value.ListValue;
import ruchy.runtime.value.MapValue;

/// Layers as programs see them.
final class LayerMaps {
  private static final int ECHO_REPLY = 0;
  private static final int ECHO = 8;
  private static final int ECHO_6 = 128;
  private static final int ECHO_REPLY_6 = 129;

  private LayerMaps() {}

  static ListValue names(Packet packet, Layers layers) {
    var names = ListValue.empty();
    if (!layers.link().name().equals("raw")) {
      names.add(layers.link().name());
    }
    if (!layers.link().vlans().isEmpty()) {
      names.add("vlan");
    }
    switch (layers.network()) {
      case Network.Arp _ -> names.add("arp");
      case Network.Ip _ -> names.add("ip");
      case null -> {}
    }
    switch (layers.transport()) {
      case Transport.Tcp _ -> names.add("tcp");
      case Transport.Udp _ -> names.add("udp");
      case Transport.Icmp _ -> names.add("icmp");
      case null -> {}
    }
    addIfThere(names, "dns", packet.dns());
    addIfThere(names, "http", packet.http());
    addIfThere(names, "tls", packet.tls());
    return names;
  }

  private static void addIfThere(ListValue names, String name, @Nullable MapValue layer) {
    if (layer != null) {
      names.add(name);
    }
  }

  static @Nullable MapValue ethernet(Link link) {
    if (!link.name().equals("ethernet") || link.type() == Link.NONE) {
      return null;
    }
    return HashMapValue.of(
        "src",
        Addresses.mac(link.source()),
        "dst",
        Addresses.mac(link.target()),
        "type",
        (long) link.type());
  }

  static @Nullable ListValue vlan(Link link) {
    return link.vlans().isEmpty()
        ? null
        : ListValue.ofLongs(link.vlans().stream().mapToLong(Integer::longValue).toArray());
  }

  static MapValue arp(Network.Arp arp) {
    return HashMapValue.of(
        "is_request",
        arp.isRequest(),
        "operation",
        (long) arp.operation(),
        "src",
        Addresses.ip(arp.sender()),
        "src_mac",
        Addresses.mac(arp.senderMac()),
        "dst",
        Addresses.ip(arp.target()),
        "dst_mac",
        Addresses.mac(arp.targetMac()));
  }

  static MapValue ip(Network.Ip ip) {
    return HashMapValue.of(
        "version",
        (long) ip.version(),
        "src",
        Addresses.ip(ip.source()),
        "dst",
        Addresses.ip(ip.target()),
        "ttl",
        (long) ip.hops(),
        "protocol",
        (long) ip.protocol(),
        "id",
        ip.identification(),
        "is_fragment",
        ip.isFragment(),
        "fragment_offset",
        (long) ip.fragmentOffset(),
        "more_fragments",
        ip.hasMore());
  }

  static @Nullable MapValue tcp(Transport.Tcp tcp, List<String> names) {
    Octets header = tcp.header();
    if (!header.has(16)) {
      return null;
    }
    return HashMapValue.of(
        "src_port",
        (long) header.u16(0),
        "dst_port",
        (long) header.u16(2),
        "seq",
        header.u32(4),
        "ack",
        header.u32(8),
        "window",
        (long) header.u16(14),
        "flags",
        flags(tcp, names));
  }

  static ListValue flags(Transport.Tcp tcp, List<String> names) {
    var flags = ListValue.empty();
    for (int i = 0; i < names.size(); i++) {
      if ((tcp.flags() >> i & 1) != 0) {
        flags.add(names.get(i));
      }
    }
    return flags;
  }

  static @Nullable MapValue udp(Transport.Udp udp) {
    Octets header = udp.header();
    if (!header.has(8)) {
      return null;
    }
    return HashMapValue.of(
        "src_port",
        (long) header.u16(0),
        "dst_port",
        (long) header.u16(2),
        "length",
        (long) header.u16(4));
  }

  static MapValue icmp(Transport.Icmp icmp, boolean is4) {
    int type = icmp.type();
    boolean isEcho =
        is4 ? type == ECHO || type == ECHO_REPLY : type == ECHO_6 || type == ECHO_REPLY_6;
    boolean hasNumbers = isEcho && icmp.payload().has(4);
    return HashMapValue.of(
        "type",
        (long) type,
        "code",
        (long) icmp.code(),
        "id",
        hasNumbers ? (long) icmp.payload().u16(0) : null,
        "seq",
        hasNumbers ? (long) icmp.payload().u16(2) : null);
  }
}
