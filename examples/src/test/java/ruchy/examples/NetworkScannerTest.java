package ruchy.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The network scanner of the book, its text unchanged, on loopback.
final class NetworkScannerTest {
  private static final Path PROGRAM = Examples.FOLDER.resolve("network_scanner.ruchy");
  private static final Path TCP_TABLE = Path.of("/proc/net/tcp");
  private static final Pattern FOUND = Pattern.compile("(\\d+) - .+");

  @ParameterizedTest
  @EnumSource(Way.class)
  void a_custom_scan_finds_the_open_ports_of_its_range(Way way, @TempDir Path folder)
      throws Exception {
    try (var open = new OpenPorts(2)) {
      int first = open.ports().first();
      var answers = "localhost\ncustom\n" + first + "-" + (open.ports().last() + 1) + "\n";
      try (var scan = way.answering(answers).start(PROGRAM, folder)) {
        assertEquals(0, scan.status(), scan::errors);
        var output = scan.output();
        assertTrue(output.startsWith("=== Network Scanner ===\nTarget host (IP or domain): "));
        for (int port : open.ports()) {
          assertTrue(output.contains("  ✓ Port " + port + " open - Unknown\n"), output);
          assertTrue(output.contains("\n" + port + " - Unknown\n"), output);
        }
        assertEquals("", scan.errors());
      }
    }
  }

  @Test
  void a_quick_scan_asks_for_nine_ports(@TempDir Path folder) throws Exception {
    try (var scan = Way.RUN.answering("127.0.0.1\nquick\n").start(PROGRAM, folder)) {
      assertEquals(0, scan.status(), scan::errors);
      assertTrue(scan.output().contains("\nScanning 9 ports on 127.0.0.1...\n"), scan::output);
      assertEquals("", scan.errors());
    }
  }

  /// With 256 descriptors for 65,534 tasks that connect at once. At an address of its own, where
  /// other programs of this machine seldom open and close ports.
  @Test
  void a_full_scan_with_few_descriptors_finds_exactly_the_open_ports(@TempDir Path folder)
      throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/bin/sh")));
    var address = ownAddress();
    try (var open = new OpenPorts(5, address)) {
      var before = listening();
      var host = address.getHostAddress();
      var way = Way.RUN.answering(host + "\nfull\n").withDescriptors(256);
      try (var scan = way.start(PROGRAM, folder)) {
        assertEquals(0, scan.status(), scan::errors);
        var found = new TreeSet<Integer>();
        var lines = FOUND.matcher(scan.output());
        while (lines.find()) found.add(Integer.parseInt(lines.group(1)));
        assertTrue(found.containsAll(open.ports()), () -> open.ports() + " in " + found);
        // Of all addresses others may open and close ports even so.
        for (int port : found) {
          assertTrue(before.contains(port) || isOpen(address, port), () -> port + " is not open");
        }
        assertEquals("", scan.errors());
      }
    }
  }

  /// The ports that take connections, as the system sees them.
  private static Set<Integer> listening() throws IOException {
    var ports = new TreeSet<Integer>();
    if (Files.exists(TCP_TABLE)) {
      for (String line : Files.readAllLines(TCP_TABLE)) {
        var columns = line.strip().split("\\s+", -1);
        if (columns[3].equals("0A")) {
          ports.add(Integer.parseInt(columns[1].substring(columns[1].indexOf(':') + 1), 16));
        }
      }
    }
    return ports;
  }

  /// Linux has 16 million addresses of loopback, other systems one.
  private static InetAddress ownAddress() throws IOException {
    if (!Files.exists(TCP_TABLE)) return InetAddress.getLoopbackAddress();
    int number = ThreadLocalRandom.current().nextInt(1 << 16);
    return InetAddress.getByAddress(new byte[] {127, 65, (byte) (number >> 8), (byte) number});
  }

  private static boolean isOpen(InetAddress address, int port) {
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(address, port), 1000);
      return socket.getLocalPort() != port;
    } catch (IOException closed) {
      return false;
    }
  }

  /// Ports at which somebody listens.
  private static final class OpenPorts implements AutoCloseable {
    private final List<ServerSocket> sockets = new ArrayList<>();

    OpenPorts(int count) throws IOException {
      this(count, InetAddress.getLoopbackAddress());
    }

    OpenPorts(int count, InetAddress address) throws IOException {
      for (int i = 0; i < count; i++) {
        sockets.add(new ServerSocket(0, 50, address));
      }
    }

    SortedSet<Integer> ports() {
      var ports = new TreeSet<Integer>();
      for (var socket : sockets) ports.add(socket.getLocalPort());
      return ports;
    }

    @Override
    public void close() throws IOException {
      for (var socket : sockets) socket.close();
    }
  }
}
