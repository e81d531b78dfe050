package ruchy.runtime.packet;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import ruchy.runtime.failure.Failure;

/// What passes loopback, through libpcap and through a socket of the kernel, where the machine has
/// and permits them.
final class LiveSourcesTest {
  @Test
  void libpcap_sees_each_packet_once() throws IOException {
    assumeTrue(mayCapture(), "no permission to capture");
    seesEachPacketOnce(PcapSource.open(libpcap(), "lo", CaptureSettings.DEFAULT));
  }

  @Test
  void a_socket_sees_each_packet_once() throws IOException {
    assumeTrue(mayCapture(), "no permission to capture");
    seesEachPacketOnce(SocketSource.open("lo", CaptureSettings.DEFAULT));
  }

  @Test
  void libpcap_filters() throws IOException {
    assumeTrue(mayCapture(), "no permission to capture");
    try (var socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      var filter = "udp and src port " + socket.getLocalPort() + " and udp[8] == 0x62";
      var settings = CaptureSettings.DEFAULT.withFilter(filter);
      try (var source = PcapSource.open(libpcap(), "lo", settings)) {
        send(socket, "a");
        send(socket, "b");
        assertEquals(List.of("b"), texts(source, socket, 1));
      }
    }
  }

  @Test
  void a_socket_keeps_so_many_bytes() throws IOException {
    assumeTrue(mayCapture(), "no permission to capture");
    try (var source = SocketSource.open("lo", CaptureSettings.DEFAULT.withSnapLength(50));
        var socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      send(socket, "0123456789abcdef");
      // 14 bytes of Ethernet, 20 of IP and 8 of UDP stand before it.
      assertEquals(List.of("01234567"), texts(source, socket, 1));
    }
  }

  @Test
  void a_path_that_takes_the_place_of_an_interface_and_is_missing_is_told_as_a_file() {
    var failure =
        assertThrows(
            Failure.class, () -> Origin.inPlace("/nowhere/a.pcap").open(CaptureSettings.DEFAULT));
    assertEquals("Cannot read /nowhere/a.pcap: no such file or directory", failure.message());
  }

  @Test
  void an_interface_that_is_not_there_is_told_with_those_that_are() {
    assumeTrue(Files.exists(Path.of("/proc/self/status")), "not Linux");
    var failure =
        assertThrows(
            IOException.class, () -> SocketSource.open("nowhere0", CaptureSettings.DEFAULT));
    assertTrue(
        failure.getMessage().matches("there is no such interface; there are .*\\blo\\b.* and any"),
        failure::getMessage);
  }

  @Test
  void a_filter_that_is_none_is_refused() {
    libpcap();
    assertThrows(PcapLibrary.BadFilter.class, () -> FrameFilter.of("no such thing"));
  }

  @Test
  void a_filter_takes_frames_of_every_kind_of_link() throws IOException {
    libpcap();
    byte[] packet = Composer.udp("10.0.0.1:1", "10.0.0.2:53", "a".getBytes(UTF_8));
    try (var matching = FrameFilter.of("udp port 53");
        var other = FrameFilter.of("tcp")) {
      var frame = new Frame(Link.RAW, packet, packet.length, 0, "");
      assertTrue(matching.takes(frame));
      assertEquals(false, other.takes(frame));
      assertEquals(false, matching.takes(new Frame(Link.ETHERNET, new byte[0], 0, 0, "")));
    }
  }

  private static void seesEachPacketOnce(FrameSource source) throws IOException {
    try (source;
        var socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      List<String> sent = List.of("one", "two", "hé");
      for (String text : sent) {
        send(socket, text);
      }
      assertEquals(sent, texts(source, socket, sent.size()));
      assertEquals(0, source.dropped());
    }
  }

  private static PcapLibrary libpcap() {
    var library = PcapLibrary.found();
    assumeTrue(library != null, "no libpcap");
    if (library == null) {
      throw new AssertionError();
    }
    return library;
  }

  private static void send(DatagramSocket socket, String text) throws IOException {
    byte[] bytes = text.getBytes(UTF_8);
    socket.send(new DatagramPacket(bytes, bytes.length, socket.getLocalSocketAddress()));
  }

  /// What the socket sent, as far as the source has seen it. Others may use loopback too.
  private static List<String> texts(FrameSource source, DatagramSocket socket, int count)
      throws IOException {
    var texts = new ArrayList<String>();
    long deadline = System.nanoTime() + 20_000_000_000L;
    while (texts.size() < count && System.nanoTime() < deadline) {
      List<Frame> frames = source.batch();
      assertTrue(frames != null, "an interface has no end");
      for (Frame frame : frames == null ? List.<Frame>of() : frames) {
        var packet = new Packet(frame);
        Long port = packet.srcPort();
        if (packet.protocol().equals("UDP") && port != null && port == socket.getLocalPort()) {
          assertEquals("127.0.0.1", packet.src());
          assertEquals("lo", packet.interfaceName());
          texts.add(packet.text());
        }
      }
    }
    return texts;
  }

  /// Whether this process has CAP_NET_RAW, number 13, in effect.
  private static boolean mayCapture() throws IOException {
    var status = Path.of("/proc/self/status");
    if (!Files.exists(status)) {
      return false;
    }
    for (String line : Files.readAllLines(status)) {
      if (line.startsWith("CapEff:")) {
        return (Long.parseUnsignedLong(line.substring(7).strip(), 16) >> 13 & 1) != 0;
      }
    }
    return false;
  }
}
