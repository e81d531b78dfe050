package ruchy.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The network monitor of the book, its text unchanged. What it captures on is given from outside.
final class NetworkMonitorTest {
  private static final Path PROGRAM = Examples.FOLDER.resolve("network_monitor.ruchy");

  /// TCP, UDP, ARP, and UDP of which only the headers were captured.
  private static final String CAPTURE =
      "a1b2c3d4 0002 0004 00000000 00000000 0000ffff 00000001"
          + packet(
              54,
              "0a0000000002 0a0000000001 0800 45000028 00010000 40060000 c0a80005 5db8d822"
                  + "d431 01bb 00000001 00000000 5002 0400 00000000")
          + packet(
              44,
              "0a0000000002 0a0000000001 0800 4500001e 00010000 40110000 c0a80005 01010101"
                  + "1234 0035 000a 0000 6869")
          + packet(
              42,
              "ffffffffffff 0a0000000001 0806 0001 0800 06 04 0001"
                  + "0a0000000001 0a000001 000000000000 0a000002")
          + packet(
              1500,
              "0a0000000002 0a0000000001 86dd 60000000 05a6 11 40"
                  + "20010db8000000000000000000000001 fe800000000000000000000000000002"
                  + "1234 0035 05a6 0000");

  private static String packet(int size, String digits) {
    int captured = digits.replace(" ", "").length() / 2;
    return " 00000001 00000002 %08x %08x ".formatted(captured, size) + digits;
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void packets_of_a_file_take_the_place_of_the_interface(Way way, @TempDir Path folder)
      throws Exception {
    Files.write(folder.resolve("trace.pcap"), bytes(CAPTURE));
    try (var run = way.start(PROGRAM, folder, Map.of("RUCHY_CAPTURE", "trace.pcap"))) {
      assertEquals(0, run.status(), run::errors);
      assertEquals(
          """
          TCP: 192.168.0.5:54321 -> 93.184.216.34:443
          UDP: 192.168.0.5 -> 1.1.1.1 (44 bytes)
          UDP: 2001:db8::1 -> fe80::2 (1500 bytes)
          """,
          run.output());
      assertEquals("", run.errors());
    }
  }

  @Test
  void a_file_that_ends_too_early_is_told_of_behind_its_packets(@TempDir Path folder)
      throws Exception {
    Files.write(folder.resolve("trace.pcap"), bytes(CAPTURE + "00000001"));
    try (var run = Way.RUN.start(PROGRAM, folder, Map.of("RUCHY_CAPTURE", "trace.pcap"))) {
      assertEquals(0, run.status(), run::errors);
      assertTrue(run.output().endsWith("UDP: 2001:db8::1 -> fe80::2 (1500 bytes)\n"), run::output);
      assertEquals(
          "error in capture: Broken capture file trace.pcap at byte 294: the file ends in the head"
              + " of a packet, after 4 of 16 bytes",
          run.errors());
    }
  }

  @Test
  void an_interface_that_is_not_there_is_told_of(@TempDir Path folder) throws Exception {
    try (var run = Way.RUN.start(PROGRAM, folder, Map.of("RUCHY_CAPTURE", "nowhere0"))) {
      assertEquals(1, run.status());
      assertTrue(run.errors().startsWith("error: Cannot capture on nowhere0: "), run::errors);
    }
  }

  /// Until SIGTERM, at which it ends with status 0 (L 13.4).
  @Test
  void packets_of_loopback_are_seen(@TempDir Path folder) throws Exception {
    assumeTrue(mayCapture(), "no permission to capture");
    try (var run = Way.RUN.start(PROGRAM, folder, Map.of("RUCHY_CAPTURE", "lo"));
        var socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        var clock = Executors.newSingleThreadScheduledExecutor()) {
      var sending = clock.scheduleAtFixedRate(() -> send(socket), 0, 20, TimeUnit.MILLISECONDS);
      run.awaitLine("UDP: 127\\.0\\.0\\.1 -> 127\\.0\\.0\\.1 \\(59 bytes\\)");
      sending.cancel(false);
      run.terminate();
      assertEquals(0, run.status(), run::errors);
      assertEquals("", run.errors());
    }
  }

  /// The program tells nobody when it has begun to listen, so there is a packet again and again: 14
  /// bytes of Ethernet, 20 of IP, 8 of UDP, and 17.
  private static void send(DatagramSocket socket) {
    var content = "seventeen letters".getBytes(UTF_8);
    try {
      socket.send(new DatagramPacket(content, content.length, socket.getLocalSocketAddress()));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /// Whether this process has CAP_NET_RAW, number 13, in effect.
  private static boolean mayCapture() throws IOException {
    var status = Path.of("/proc/self/status");
    if (!Files.exists(status)) return false;
    for (String line : Files.readAllLines(status)) {
      if (line.startsWith("CapEff:")) {
        return (Long.parseUnsignedLong(line.substring(7).strip(), 16) >> 13 & 1) != 0;
      }
    }
    return false;
  }

  private static byte[] bytes(String digits) {
    return HexFormat.of().parseHex(digits.replace(" ", ""));
  }
}
