package ruchy.runtime.packet;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import ruchy.runtime.value.Display;
import ruchy.runtime.value.MapValue;

final class LayersTest {
  private static final String MACS = "0a0000000002 0a0000000001 ";

  /// UDP from port 4660 to 53, without a payload, in IPv4 from 10.0.0.1 to 10.0.0.2.
  private static final String UDP_4 =
      "4500001c 00010000 40110000 0a000001 0a000002 1234 0035 0008 0000";

  private static final String IP_6 =
      "20010db8000000000000000000000001 fe800000000000000000000000000002";

  @Test
  void ethernet_carries_ip_and_udp() {
    var packet = Hex.packet(Link.ETHERNET, MACS, "0800", UDP_4, "6869");
    assertEquals("<Packet UDP 10.0.0.1:4660 -> 10.0.0.2:53, 44 bytes>", packet.display());
    assertEquals(
        "{dst: \"0a:00:00:00:00:02\", src: \"0a:00:00:00:00:01\", type: 2048}",
        text(packet.ethernet()));
    // The bytes behind the length that IP gives are padding.
    assertEquals("", packet.text());
    assertNull(packet.flags());
    assertNull(packet.vlan());
  }

  @Test
  void tags_are_stacked() {
    var packet = Hex.packet(Link.ETHERNET, MACS, "88a8 2064 8100 00c8 0800", UDP_4);
    assertEquals("[100, 200]", text(packet.vlan()));
    assertEquals("UDP", packet.protocol());
    assertEquals("[\"ethernet\", \"vlan\", \"ip\", \"udp\"]", text(packet.layers()));
  }

  @Test
  void a_frame_of_nothing_but_tags_ends() {
    var packet = Hex.packet(Link.ETHERNET, MACS, "8100 0001".repeat(40));
    assertEquals("0x8100", packet.protocol());
    assertEquals("[1, 1, 1, 1, 1, 1, 1, 1]", text(packet.vlan()));
  }

  @ParameterizedTest
  @CsvSource({
    "113, 0000 0001 0006 0a0000000001 0000 0800",
    "276, 0800 0000 00000002 0001 00 06 0a0000000001 0000",
    "0, 02000000",
    "0, 00000002",
    "108, 00000002",
    "101, ''",
    "12, ''",
    "228, ''"
  })
  void every_kind_of_link_carries_ip(int link, String head) {
    var packet = Hex.packet(link, head, UDP_4);
    assertEquals("UDP", packet.protocol());
    assertEquals("10.0.0.1", packet.src());
    assertEquals(53L, packet.dstPort());
  }

  @Test
  void a_link_that_is_not_known_is_bytes() {
    var packet = Hex.packet(147, "010203");
    assertEquals("<Packet UNKNOWN, 3 bytes>", packet.display());
    assertEquals(3, packet.payload().size());
  }

  @Test
  void arp_asks_for_an_address() {
    var packet =
        Hex.packet(
            Link.ETHERNET,
            "ffffffffffff 0a0000000001 0806 0001 0800 06 04 0001",
            "0a0000000001 0a000001 000000000000 0a000002");
    assertEquals("<Packet ARP 10.0.0.1 -> 10.0.0.2, 42 bytes>", packet.display());
    assertEquals(
        "{dst: \"10.0.0.2\", dst_mac: \"00:00:00:00:00:00\", is_request: true, operation: 1,"
            + " src: \"10.0.0.1\", src_mac: \"0a:00:00:00:00:01\"}",
        text(packet.arp()));
  }

  @Test
  void options_of_ip_are_skipped() {
    var packet =
        Hex.packet(
            Link.RAW,
            "46000022 00010000 40110000 0a000001 0a000002 94040000 1234 0035 000a 0000 6869");
    assertEquals("hi", packet.text());
    assertEquals(4660L, packet.srcPort());
  }

  @Test
  void a_later_fragment_has_no_ports() {
    var packet =
        Hex.packet(Link.RAW, "4500001c 00072003 40110000 0a000001 0a000002 1234 0035 0008 0000");
    assertEquals("UDP", packet.protocol());
    assertNull(packet.srcPort());
    assertEquals(8, packet.payload().size());
    assertEquals(
        "{dst: \"10.0.0.2\", fragment_offset: 24, id: 7, is_fragment: true, more_fragments: true,"
            + " protocol: 17, src: \"10.0.0.1\", ttl: 64, version: 4}",
        text(packet.ip()));
  }

  @Test
  void extension_headers_of_ip_6_are_skipped() {
    // Hop by hop, then the first fragment, then UDP.
    var packet =
        Hex.packet(
            Link.RAW,
            "60000000 0018 00 40",
            IP_6,
            "2c00010400000000 1100000100000009 1234 0035 0008 0000");
    assertEquals("<Packet UDP [2001:db8::1]:4660 -> [fe80::2]:53, 64 bytes>", packet.display());
    assertEquals(9L, member(packet.ip(), "id"));
    assertEquals(true, member(packet.ip(), "more_fragments"));
  }

  @Test
  void echo_messages_have_numbers() {
    var packet = Hex.packet(Link.RAW, "60000000 0008 3a 40", IP_6, "80000000 00010002");
    assertEquals("ICMPv6", packet.protocol());
    assertEquals("{code: 0, id: 1, seq: 2, type: 128}", text(packet.icmp()));
  }

  @Test
  void tcp_has_flags_and_numbers() {
    var packet =
        Hex.packet(
            Link.RAW,
            "4500002c 00010000 40060000 0a000001 0a000002",
            "01bb c000 ffffffff 00000002 6012 0400 00000000 020405b4");
    assertEquals("[\"SYN\", \"ACK\"]", text(packet.flags()));
    assertEquals(4294967295L, member(packet.tcp(), "seq"));
    assertEquals("", packet.text());
  }

  @Test
  void ports_are_known_of_a_packet_that_was_cut_off() {
    var packet = Hex.packet(Link.RAW, "4500002c 00010000 40060000 0a000001 0a000002 01bb c000");
    assertEquals(443L, packet.srcPort());
    assertNull(packet.flags());
    assertNull(packet.tcp());
  }

  @ParameterizedTest
  @CsvSource({
    "00000000000000000000000000000000, ::",
    "00000000000000000000000000000001, ::1",
    "20010db8000000010000000000000000, 2001:db8:0:1::",
    "20010db8000000000001000000000001, 2001:db8::1:0:0:1",
    "20010db8000100010001000000010001, 2001:db8:1:1:1:0:1:1"
  })
  void addresses_are_written_as_rfc_5952_says(String digits, String text) {
    assertEquals(text, Addresses.ip(Octets.of(HexFormat.of().parseHex(digits))));
  }

  @Test
  void an_answer_of_dns_has_compressed_names() {
    var packet =
        udp(
            "0007 8180 0001 0003 0000 0000 01610474657374 00 0001 0001",
            "c00c 0005 0001 0000003c 0004 0162c00e",
            "c024 0001 0001 0000003c 0004 7f000001",
            "c024 000f 0001 00000000 0004 000ac00c");
    // The reference c024 points at the name "b.test" in the data of the first answer.
    assertEquals(
        "[{data: \"b.test\", name: \"a.test\", ttl: 60, type: \"CNAME\"},"
            + " {data: \"127.0.0.1\", name: \"b.test\", ttl: 60, type: \"A\"},"
            + " {data: \"10 a.test\", name: \"b.test\", ttl: 0, type: \"MX\"}]",
        text(member(packet.dns(), "answers")));
    assertEquals("[{name: \"a.test\", type: \"A\"}]", text(member(packet.dns(), "questions")));
    assertEquals("NOERROR", member(packet.dns(), "code"));
  }

  @Test
  void a_name_that_refers_to_itself_ends() {
    assertNull(DnsName.at(Octets.of(Hex.bytes("c000")), 0));
    assertNull(DnsName.at(Octets.of(Hex.bytes("0161c000")), 0));
    assertNull(DnsName.at(Octets.of(Hex.bytes("c002c000")), 0));
    assertEquals(new DnsName("a", 5), DnsName.at(Octets.of(Hex.bytes("016100c000")), 3));
  }

  @Test
  void a_client_hello_says_whom_it_wants() {
    var extensions = "0000 000b 0009 00 0006 612e74657374 0010 0005 0003 02 6832";
    var body = "0303" + "00".repeat(32) + "00 0002 1301 01 00 0018 " + extensions;
    var packet = tcp("16 0301 0047 01 000043 " + body);
    assertEquals("{protocols: [\"h2\"], server_name: \"a.test\"}", text(packet.tls()));
  }

  @Test
  void a_head_of_http_is_read() {
    var request = "POST /x?y HTTP/1.1\r\nHost: a.test\r\nX: 1\r\nx: 2\r\n\r\nbody";
    var packet = tcp(HexFormat.of().formatHex(request.getBytes(UTF_8)));
    assertEquals(
        "{headers: {host: \"a.test\", x: \"1, 2\"}, host: \"a.test\", is_response: false,"
            + " method: \"POST\", status: nil, url: \"/x?y\"}",
        text(packet.http()));
    assertNull(tcp(HexFormat.of().formatHex("GET\r\n".getBytes(UTF_8))).http());
  }

  /// All checksums of what is made are right: the sum with the checksum is 0.
  @Test
  void packets_that_are_made_have_right_checksums() {
    byte[] packet = Composer.udp("10.0.0.1:1", "10.0.0.2:2", "abc".getBytes(UTF_8));
    assertEquals(0xFFFF, sum(Arrays.copyOf(packet, 20), 0));
    byte[] udp = Arrays.copyOfRange(packet, 20, packet.length);
    int pseudo = 0x0a00 + 0x0001 + 0x0a00 + 0x0002 + 17 + udp.length;
    assertEquals(0xFFFF, sum(udp, pseudo));
  }

  private static int sum(byte[] bytes, int start) {
    int sum = start;
    for (int i = 0; i < bytes.length; i++) {
      sum += (bytes[i] & 0xFF) << (i % 2 == 0 ? 8 : 0);
    }
    return (sum & 0xFFFF) + (sum >>> 16);
  }

  private static Packet udp(String... payload) {
    byte[] bytes = Composer.udp("10.0.0.2:53", "10.0.0.1:5000", Hex.bytes(payload));
    return new Packet(new Frame(Link.RAW, bytes, bytes.length, 0, ""));
  }

  private static Packet tcp(String payload) {
    byte[] bytes = Composer.tcp("10.0.0.2:5000", "10.0.0.1:80", Hex.bytes(payload), 0x18);
    return new Packet(new Frame(Link.RAW, bytes, bytes.length, 0, ""));
  }

  private static @Nullable Object member(@Nullable MapValue map, String name) {
    assertNotNull(map);
    return map.get(name);
  }

  private static String text(@Nullable Object value) {
    return Display.print(value);
  }
}
