package ruchy.runtime.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import ruchy.runtime.member.Bytes;
import ruchy.runtime.packet.Packet;
import ruchy.runtime.packet.PacketCapture;
import ruchy.runtime.packet.PacketFile;
import ruchy.runtime.packet.PacketStream;
import ruchy.runtime.value.ListValue;
import ruchy.runtime.value.MapValue;

/// Capture files that other programs read, and those that they wrote.
@Timeout(120)
final class CapturePeersTest {
  private static final byte[] NOTHING = {};
  private static final String HEAD =
      "GET /long HTTP/1.1\r\nHost: shop.test\r\nCookie: " + "x".repeat(2000) + "\r\n\r\n";

  /// UDP of both versions of IP, and a head of HTTP in two segments.
  private static List<Packet> packets() {
    List<Packet> packets = new ArrayList<>();
    packets.add(Packet.udp("10.0.0.1:5000", "10.0.0.2:9", "one"));
    packets.add(Packet.udp("[fe80::1]:5001", "[fe80::2]:10", "two and more"));
    packets.add(segment(1000, HEAD.substring(0, 1200)));
    packets.add(segment(2200, HEAD.substring(1200)));
    return packets;
  }

  private static Packet segment(int sequence, String text) {
    Packet made = Packet.tcp("10.0.0.1:5002", "10.0.0.2:80", text);
    byte[] bytes = Bytes.array(made.bytes());
    ByteBuffer.wrap(bytes).putInt(24, sequence).putInt(28, 1);
    return Packet.decode(Bytes.list(bytes), "ip");
  }

  private static String write(Path folder, String name) {
    String path = folder.resolve(name).toString();
    PacketFile file = PacketFile.create(path);
    packets().forEach(file::write);
    file.close();
    return path;
  }

  private static List<Packet> read(String path) {
    List<Packet> packets = new ArrayList<>();
    for (var walk = PacketCapture.open(path).cursor(); walk.advance(); ) {
      packets.add((Packet) walk.value());
    }
    return packets;
  }

  @ParameterizedTest
  @ValueSource(strings = {"ours.pcap", "ours.pcapng"})
  void tshark_reads_what_was_written(String name, @TempDir Path folder) throws Exception {
    OtherProgram.need("tshark");
    String path = write(folder, name);
    var end =
        OtherProgram.run(
            NOTHING,
            ("tshark -n -r "
                    + path
                    + " -T fields -E separator=, -e ip.src -e ipv6.src -e udp.dstport"
                    + " -e frame.len -e http.host")
                .split(" ", -1));
    assertEquals(
        """
        10.0.0.1,,9,31,
        ,fe80::1,10,60,
        10.0.0.1,,,1240,
        10.0.0.1,,,%d,shop.test
        """
            .formatted(HEAD.length() - 1200 + 40),
        end.output(),
        end.errors());
    var hosts = read(path).stream().map(CapturePeersTest::host).toList();
    assertEquals(List.of("", "", "", "shop.test"), hosts);
  }

  private static String host(Packet packet) {
    MapValue http = packet.http();
    return http == null ? "" : String.valueOf(http.get("host"));
  }

  @Test
  void tcpdump_reads_what_was_written(@TempDir Path folder) throws Exception {
    OtherProgram.need("tcpdump");
    var end =
        OtherProgram.run(NOTHING, "tcpdump", "-n", "-t", "-r", write(folder, "ours.pcap"), "udp");
    assertEquals(
        """
        IP 10.0.0.1.5000 > 10.0.0.2.9: UDP, length 3
        IP6 fe80::1.5001 > fe80::2.10: UDP, length 12
        """,
        end.output(),
        end.errors());
  }

  @ParameterizedTest
  @ValueSource(strings = {"pcap", "nsecpcap", "pcapng"})
  void what_tshark_writes_is_read(String format, @TempDir Path folder) throws Exception {
    OtherProgram.need("tshark");
    String path = write(folder, "ours.pcapng");
    String theirs = folder.resolve("theirs").toString();
    var end = OtherProgram.run(NOTHING, "tshark", "-r", path, "-F", format, "-w", theirs);
    assertEquals(0, end.status(), end.errors());
    assertEquals(shown(packets()), shown(read(theirs)));
  }

  private static List<String> shown(List<Packet> packets) {
    return packets.stream().map(Packet::display).toList();
  }

  @Test
  void what_tcpdump_captures_is_read(@TempDir Path folder) throws Exception {
    OtherProgram.need("tcpdump", "python3");
    String theirs = folder.resolve("theirs.pcap").toString();
    String filter = "udp and dst port 9 and dst host 127.0.0.77";
    String command = "tcpdump -n -i lo -U -c 100 -w " + theirs + " " + filter;
    try (var tcpdump = OtherProgram.start(NOTHING, command.split(" ", -1));
        var _ =
            OtherProgram.python(
                """
                import socket, time
                s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
                for i in range(30000):
                    try: s.sendto(b"packet %d" % (i % 7), ("127.0.0.77", 9))
                    except OSError: pass
                    time.sleep(0.001)
                """)) {
      var end = tcpdump.end();
      org.junit.jupiter.api.Assumptions.assumeTrue(
          end.status() == 0, () -> "tcpdump may not capture: " + end.errors());
      List<Packet> packets = read(theirs);
      assertEquals(100, packets.size());
      for (Packet packet : packets) {
        assertEquals("UDP", packet.protocol());
        assertEquals("127.0.0.77", packet.dst());
        assertTrue(packet.text().matches("packet [0-6]"), packet::text);
      }
    }
  }

  @Test
  void tshark_follows_a_connection_to_the_same_bytes(@TempDir Path folder) throws Exception {
    OtherProgram.need("tshark");
    String path = folder.resolve("follow.pcap").toString();
    PacketFile file = PacketFile.create(path);
    List<Packet> made = new ArrayList<>();
    made.add(tcp("10.0.0.1:5002", "10.0.0.2:80", 999, 0, "", "SYN"));
    made.add(tcp("10.0.0.2:80", "10.0.0.1:5002", 4999, 1000, "", "SYN", "ACK"));
    made.add(tcp("10.0.0.1:5002", "10.0.0.2:80", 1000, 5000, "GET ", "ACK"));
    made.add(tcp("10.0.0.1:5002", "10.0.0.2:80", 1006, 5000, "b\r\n", "ACK")); // too early
    made.add(tcp("10.0.0.1:5002", "10.0.0.2:80", 1000, 5000, "GET /a", "ACK"));
    made.add(tcp("10.0.0.2:80", "10.0.0.1:5002", 5000, 1009, "200\r\n", "ACK"));
    made.add(tcp("10.0.0.2:80", "10.0.0.1:5002", 5002, 1009, "0\r\nbye", "ACK"));
    made.add(tcp("10.0.0.1:5002", "10.0.0.2:80", 1009, 5008, "", "FIN", "ACK"));
    made.add(tcp("10.0.0.2:80", "10.0.0.1:5002", 5008, 1010, "", "FIN", "ACK"));
    made.forEach(file::write);
    file.close();
    var walk = PacketCapture.open(path).streams().cursor();
    assertTrue(walk.advance());
    var stream = (PacketStream) walk.value();
    assertEquals("GET /ab\r\n|200\r\nbye", stream.clientText() + "|" + stream.serverText());
    assertEquals("closed", stream.end());
    for (String side : List.of("client", "server")) {
      var bytes = side.equals("client") ? stream.clientBytes() : stream.serverBytes();
      String hex = HexFormat.of().formatHex(Bytes.array(bytes));
      var end =
          OtherProgram.run(NOTHING, "tshark", "-n", "-q", "-r", path, "-z", "follow,tcp,raw,0");
      StringBuilder theirs = new StringBuilder();
      for (String line : end.output().split("\n", -1)) {
        if (line.matches("\t*[0-9a-f]+") && line.startsWith("\t") == side.equals("server")) {
          theirs.append(line.strip());
        }
      }
      assertEquals(theirs.toString(), hex, side);
    }
  }

  private static Packet tcp(
      String from, String to, int sequence, int acknowledged, String text, String... flags) {
    byte[] bytes = Bytes.array(Packet.tcp(from, to, text, ListValue.ofStrings(flags)).bytes());
    ByteBuffer.wrap(bytes).putInt(24, sequence).putInt(28, acknowledged);
    return Packet.decode(Bytes.list(bytes), "ip");
  }
}
