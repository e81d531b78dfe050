package ruchy.runtime.packet;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.library.Export;
import ruchy.runtime.library.LibraryType;
import ruchy.runtime.library.Property;
import ruchy.runtime.library.Reads;
import ruchy.runtime.library.Type;
import ruchy.runtime.member.Bytes;
import ruchy.runtime.time.DateTimeValue;
import ruchy.runtime.value.Kind;
import ruchy.runtime.value.LibraryObject;
import ruchy.runtime.value.ListValue;
import ruchy.runtime.value.MapValue;

/// A captured packet (L 19.2). What a packet does not have is nil. Immutable.
@LibraryType("net::Packet")
public final class Packet implements LibraryObject {
  private static final List<String> FLAGS =
      List.of("FIN", "SYN", "RST", "PSH", "ACK", "URG", "ECE", "CWR");

  private final Frame frame;
  private final Layers layers;

  /// Where the head of HTTP or TLS is, if it has one: in its own payload, or in that of several
  /// packets of which this is the last.
  private final Octets head;

  Packet(Frame frame) {
    this(frame, Layers.of(frame));
  }

  Packet(Frame frame, Layers layers) {
    this(frame, layers, layers.payload());
  }

  /// @param head empty when the head is at a later packet
  Packet(Frame frame, Layers layers, Octets head) {
    this.frame = frame;
    this.layers = layers;
    this.head = head;
  }

  /// The packet whose bytes these are. `link` says what the first of them are: `"ethernet"`, `"ip"`
  /// (a packet of IP without anything before it), `"cooked"` or `"loopback"`.
  ///
  /// ```ruchy
  /// let packet = net::Packet::udp("10.0.0.1:5000", "10.0.0.2:53", "hello")
  /// net::Packet::decode(packet.bytes, "ip").dst_port   // => 53
  /// ```
  @Export
  public static Packet decode(@Type("string | list<any>") @Reads Object bytes, String link) {
    int type =
        switch (link) {
          case "ethernet" -> Link.ETHERNET;
          case "ip" -> Link.RAW;
          case "cooked" -> Link.COOKED;
          case "loopback" -> Link.NULL;
          default ->
              throw Failure.argumentError(
                  "The link of a packet is ethernet, ip, cooked or loopback, got '" + link + "'");
        };
    return made(type, octets(bytes));
  }

  /// The packet whose bytes these are, beginning with the header of Ethernet.
  ///
  /// ```ruchy
  /// net::Packet::decode([0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 2, 0, 0, 0, 0, 1, 0x88, 0xcc]).protocol   // => "LLDP"
  /// ```
  @Export
  public static Packet decode(@Type("string | list<any>") @Reads Object bytes) {
    return decode(bytes, "ethernet");
  }

  /// Makes a packet of UDP. Raises ArgumentError for what are no addresses with ports.
  ///
  /// ```ruchy
  /// let packet = net::Packet::udp("[fe80::1]:5000", "[fe80::2]:53", "hello")
  /// [packet.protocol, packet.src, packet.size]   // => ["UDP", "fe80::1", 53]
  /// ```
  @Export
  public static Packet udp(
      String src, String dst, @Type("string | list<any>") @Reads Object payload) {
    return made(Link.RAW, Composer.udp(src, dst, octets(payload)));
  }

  /// Makes a packet of TCP with the flags PSH and ACK.
  ///
  /// ```ruchy
  /// net::Packet::tcp("10.0.0.1:5000", "10.0.0.2:80", "GET / HTTP/1.1\r\nHost: a.test\r\n\r\n").http.host   // => "a.test"
  /// ```
  @Export
  public static Packet tcp(
      String src, String dst, @Type("string | list<any>") @Reads Object payload) {
    return tcp(src, dst, payload, ListValue.ofStrings("PSH", "ACK"));
  }

  /// Makes a packet of TCP. Flags are `FIN SYN RST PSH ACK URG ECE CWR`.
  ///
  /// ```ruchy
  /// net::Packet::tcp("10.0.0.1:5000", "10.0.0.2:80", "", ["SYN"]).flags   // => ["SYN"]
  /// ```
  @Export
  public static Packet tcp(
      String src,
      String dst,
      @Type("string | list<any>") @Reads Object payload,
      @Reads ListValue flags) {
    int bits = 0;
    for (int i = 0; i < flags.size(); i++) {
      int bit = FLAGS.indexOf(flags.at(i));
      if (bit < 0) {
        throw Failure.argumentError("Unknown flag of TCP: " + flags.at(i));
      }
      bits |= 1 << bit;
    }
    return made(Link.RAW, Composer.tcp(src, dst, octets(payload), bits));
  }

  private static Packet made(int link, byte[] bytes) {
    long now = System.currentTimeMillis() * 1_000_000;
    return new Packet(new Frame(link, bytes, bytes.length, now, ""));
  }

  private static byte[] octets(Object content) {
    return switch (content) {
      case String text -> text.getBytes(UTF_8);
      case ListValue bytes -> Bytes.array(bytes);
      default ->
          throw Failure.typeError("A packet is text or bytes, got " + Kind.described(content));
    };
  }

  Layers parsed() {
    return layers;
  }

  Frame frame() {
    return frame;
  }

  @Override
  public String typeName() {
    return "net::Packet";
  }

  @Override
  public String display() {
    var text = new StringBuilder("<Packet ").append(protocol());
    if (src() != null || dst() != null) {
      text.append(' ').append(end(src(), srcPort())).append(" -> ").append(end(dst(), dstPort()));
    }
    return text.append(", ").append(size()).append(" bytes>").toString();
  }

  private static String end(@Nullable String address, @Nullable Long port) {
    if (address == null || port == null) {
      return address == null ? "?" : address;
    }
    return (address.indexOf(':') < 0 ? address : "[" + address + "]") + ":" + port;
  }

  /// The innermost layer of link, network and transport: `TCP`, `UDP`, `ICMP`, `ICMPv6`, `ARP`,
  /// `IGMP`, `GRE`, `LLDP` ...; `IP-99` and `0x1234` for numbers without a name, `UNKNOWN`.
  ///
  /// ```ruchy
  /// packet.protocol   // => "UDP"
  /// ```
  @Property
  public String protocol() {
    return layers.protocol();
  }

  /// Who sent it: the address of IP, of ARP too, else that of the hardware, else nil.
  ///
  /// ```ruchy
  /// packet.src   // => "10.0.0.1"
  /// ```
  @Property
  public @Nullable String src() {
    return address(
        switch (layers.network()) {
          case Network.Ip ip -> ip.source();
          case Network.Arp arp -> arp.sender();
          case null -> layers.link().source();
        });
  }

  /// Who is to get it: the address of IP, of ARP too, else that of the hardware, else nil.
  ///
  /// ```ruchy
  /// packet.dst   // => "10.0.0.2"
  /// ```
  @Property
  public @Nullable String dst() {
    return address(
        switch (layers.network()) {
          case Network.Ip ip -> ip.target();
          case Network.Arp arp -> arp.target();
          case null -> layers.link().target();
        });
  }

  private @Nullable String address(Octets octets) {
    if (octets.size() == 0) {
      return null;
    }
    return layers.network() == null ? Addresses.mac(octets) : Addresses.ip(octets);
  }

  /// The port of the sender; nil without TCP and UDP, and in later fragments.
  ///
  /// ```ruchy
  /// packet.src_port   // => 5000
  /// ```
  @Property
  public @Nullable Long srcPort() {
    return port(0);
  }

  /// The port of the receiver; nil without TCP and UDP, and in later fragments.
  ///
  /// ```ruchy
  /// packet.dst_port   // => 53
  /// ```
  @Property
  public @Nullable Long dstPort() {
    return port(2);
  }

  private @Nullable Long port(int place) {
    return switch (layers.transport()) {
      case Transport.Tcp tcp -> (long) tcp.header().u16(place);
      case Transport.Udp udp -> (long) udp.header().u16(place);
      case Transport.Icmp _ -> null;
      case null -> null;
    };
  }

  /// How many bytes it had on the wire, also when fewer were captured.
  ///
  /// ```ruchy
  /// packet.size   // => 33
  /// ```
  @Property
  public long size() {
    return frame.size();
  }

  /// When it was captured, to the millisecond.
  ///
  /// ```ruchy
  /// packet.time.year > 2000   // => true
  /// ```
  @Property
  public DateTimeValue time() {
    return DateTimeValue.of(Math.floorDiv(frame.nanos(), 1_000_000));
  }

  /// When it was captured, in seconds since the beginning of 1970, to the microsecond.
  ///
  /// ```ruchy
  /// packet.timestamp > 1000000000.0   // => true
  /// ```
  @Property
  public double timestamp() {
    return Math.floorDiv(frame.nanos(), 1_000) / 1e6;
  }

  /// The flags of TCP that are set, nil for other packets: `FIN SYN RST PSH ACK URG ECE CWR`.
  ///
  /// ```ruchy
  /// packet.flags   // => nil
  /// net::Packet::tcp("10.0.0.1:5000", "10.0.0.2:80", "", ["SYN", "ACK"]).flags.contains("SYN")   // => true
  /// ```
  @Property
  @Type("list<string>?")
  public @Nullable ListValue flags() {
    return layers.transport() instanceof Transport.Tcp tcp && tcp.hasFlags()
        ? LayerMaps.flags(tcp, FLAGS)
        : null;
  }

  /// The bytes behind the layers that are known, as they were captured.
  ///
  /// ```ruchy
  /// packet.payload.len()   // => 5
  /// ```
  @Property
  @Type("list<byte>")
  public ListValue payload() {
    return Bytes.list(layers.payload().copy());
  }

  /// The payload as text; what is no UTF-8 becomes U+FFFD.
  ///
  /// ```ruchy
  /// packet.text   // => "hello"
  /// ```
  @Property
  public String text() {
    return layers.payload().text();
  }

  /// All bytes that were captured.
  ///
  /// ```ruchy
  /// packet.bytes.len() == packet.size   // => true
  /// ```
  @Property
  @Type("list<byte>")
  public ListValue bytes() {
    return Bytes.list(frame.bytes());
  }

  /// The name of the interface, nil where the capture does not say it.
  ///
  /// ```ruchy
  /// packet.interface   // => nil
  /// ```
  @Property("interface")
  public @Nullable String interfaceName() {
    return frame.interfaceName().isEmpty() ? null : frame.interfaceName();
  }

  /// The names of all layers, outermost first.
  ///
  /// ```ruchy
  /// packet.layers   // => ["ip", "udp"]
  /// ```
  @Property
  @Type("list<string>")
  public ListValue layers() {
    return LayerMaps.names(this, layers);
  }

  /// The header of Ethernet, or nil: `src`, `dst`, `type` (an integer).
  ///
  /// ```ruchy
  /// packet.ethernet   // => nil
  /// ```
  @Property
  public @Nullable MapValue ethernet() {
    return LayerMaps.ethernet(layers.link());
  }

  /// The numbers of the virtual networks, outermost first, or nil without a tag.
  ///
  /// ```ruchy
  /// packet.vlan   // => nil
  /// ```
  @Property
  @Type("list<integer>?")
  public @Nullable ListValue vlan() {
    return LayerMaps.vlan(layers.link());
  }

  /// The layer of ARP, or nil: `is_request`, `operation`, `src`, `src_mac`, `dst`, `dst_mac`.
  ///
  /// ```ruchy
  /// packet.arp   // => nil
  /// ```
  @Property
  public @Nullable MapValue arp() {
    return layers.network() instanceof Network.Arp arp ? LayerMaps.arp(arp) : null;
  }

  /// The header of IP, or nil: `version`, `src`, `dst`, `ttl` (the hop limit), `protocol` (an
  /// integer), `id`, `is_fragment`, `fragment_offset` (in bytes), `more_fragments`.
  ///
  /// ```ruchy
  /// [packet.ip.version, packet.ip.ttl]   // => [4, 64]
  /// ```
  @Property
  public @Nullable MapValue ip() {
    return layers.network() instanceof Network.Ip ip ? LayerMaps.ip(ip) : null;
  }

  /// The header of TCP, or nil: `src_port`, `dst_port`, `seq`, `ack`, `window`, `flags`; nil too
  /// when it was cut off.
  ///
  /// ```ruchy
  /// net::Packet::tcp("10.0.0.1:5000", "10.0.0.2:80", "").tcp.window   // => 65535
  /// ```
  @Property
  public @Nullable MapValue tcp() {
    return layers.transport() instanceof Transport.Tcp tcp ? LayerMaps.tcp(tcp, FLAGS) : null;
  }

  /// The header of UDP, or nil: `src_port`, `dst_port`, `length`; nil too when it was cut off.
  ///
  /// ```ruchy
  /// packet.udp.length   // => 13
  /// ```
  @Property
  public @Nullable MapValue udp() {
    return layers.transport() instanceof Transport.Udp udp ? LayerMaps.udp(udp) : null;
  }

  /// The header of ICMP or ICMPv6, or nil: `type`, `code`, and of echo messages `id` and `seq`.
  ///
  /// ```ruchy
  /// packet.icmp   // => nil
  /// ```
  @Property
  public @Nullable MapValue icmp() {
    return layers.transport() instanceof Transport.Icmp icmp
        ? LayerMaps.icmp(icmp, "ICMP".equals(protocol()))
        : null;
  }

  /// The message of DNS (ports 53, 5353 and 5355), or nil: `id`, `is_response`, `code`, `questions`
  /// (each `name`, `type`), `answers` (each `name`, `type`, `ttl`, `data`).
  ///
  /// ```ruchy
  /// let question = [0, 1, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1, 97, 4, 116, 101, 115, 116, 0, 0, 1, 0, 1]
  /// net::Packet::udp("10.0.0.1:5000", "10.0.0.2:53", question).dns.questions   // => [{name: "a.test", type: "A"}]
  /// ```
  @Property
  public @Nullable MapValue dns() {
    if (!hasPort(srcPort()) && !hasPort(dstPort())) {
      return null;
    }
    Octets payload = layers.payload();
    // Over TCP the length of a message stands before it (RFC 1035, 4.2.2).
    return DnsMessage.read(layers.transport() instanceof Transport.Tcp ? payload.from(2) : payload);
  }

  private static boolean hasPort(@Nullable Long port) {
    return port != null && DnsMessage.isPort(port.intValue());
  }

  /// The head of HTTP/1 with which the payload begins, or nil: `is_response`, `method`, `url`,
  /// `status`, `host`, `headers` (names in lower case). One that lies in several packets of a
  /// capture is at the last of them.
  ///
  /// ```ruchy
  /// let answer = net::Packet::tcp("10.0.0.2:80", "10.0.0.1:5000", "HTTP/1.1 204 No Content\r\nServer: x\r\n\r\n")
  /// [answer.http.status, answer.http.headers.server]   // => [204, "x"]
  /// ```
  @Property
  public @Nullable MapValue http() {
    return layers.transport() instanceof Transport.Tcp ? HttpHead.read(head) : null;
  }

  /// The ClientHello of TLS with which the payload begins, or nil: `server_name` (nil if it has
  /// none) and `protocols` (of ALPN). One that lies in several packets of a capture is at the last
  /// of them.
  ///
  /// ```ruchy
  /// packet.tls   // => nil
  /// ```
  @Property
  public @Nullable MapValue tls() {
    return layers.transport() instanceof Transport.Tcp ? ClientHello.read(head) : null;
  }
}
