package ruchy.runtime.scan;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.SocketChannel;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import ruchy.runtime.engine.ProgressBar;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.value.HashMapValue;
import ruchy.runtime.value.ListValue;
import ruchy.runtime.value.MapValue;
import ruchy.runtime.value.RangeValue;
import ruchy.runtime.wire.OwnLoopback;

@Timeout(60)
final class ScanTest {
  private static final InetAddress LOOPBACK = OwnLoopback.ADDRESS;

  @Test
  void hosts_are_names_addresses_networks_and_ranges() {
    assertEquals("[10.0.0.4, 10.0.0.5, 10.0.0.6, 10.0.0.7]", hosts("10.0.0.6/30"));
    assertEquals("[10.0.0.254, 10.0.0.255]", hosts("10.0.0.254-255"));
    assertEquals("[127.0.0.1, localhost, ::1]", hosts("127.0.0.1, localhost,::1"));
    assertEquals("[0:0:0:0:0:0:0:ffff]", hosts("::ffff/128"));
    assertEquals("[10.0.0.1, 10.0.0.2]", hosts(ListValue.ofStrings("10.0.0.1", "10.0.0.2")));
    assertEquals(1 << 16, Targets.of("10.9.0.0/16", 1L).hosts().size());
  }

  @Test
  void ports_are_numbers_ranges_and_texts() {
    assertEquals(List.of(22, 80, 81, 82), ports("80-82, 22"));
    assertEquals(List.of(5), ports(5L));
    assertEquals(List.of(1, 2, 7), ports(ListValue.of(7L, RangeValue.of(1, 3, false))));
    assertTrue(ports("common").size() > 80);
  }

  @Test
  void what_a_worker_throws_is_raised_where_the_scan_is_waited_for() {
    var ports =
        new AbstractList<Integer>() {
          @Override
          public Integer get(int index) {
            throw new OutOfMemoryError("for the test");
          }

          @Override
          public int size() {
            return 3;
          }
        };
    var targets = new Targets(List.of(new Targets.Host("here", LOOPBACK)), ports);
    var thrown =
        assertThrows(Throwable.class, () -> Scan.run(targets, ScanOptions.of(new HashMapValue())));
    assertTrue(thrown.toString().contains("OutOfMemoryError: for the test"), thrown.toString());
  }

  @Test
  void what_cannot_be_scanned_is_told() {
    for (String text : new String[] {"10.0.0.0/33", "10.0.0.9-8", "x/8", "10.0.0.1-300"}) {
      raises("ArgumentError", "Cannot tell what to scan: '" + text + "'", () -> hosts(text));
    }
    raises(
        "ArgumentError",
        "A scan has at most 1048576 hosts: '10.0.0.0/8'",
        () -> hosts("10.0.0.0/8"));
    raises("ArgumentError", "A scan has at most 1048576 hosts: '::/0'", () -> hosts("::/0"));
    raises("ArgumentError", "A port to scan is 1 to 65535, got 0", () -> ports(0L));
    raises("ArgumentError", "Cannot tell what to scan: '70000'", () -> ports("70000"));
    raises("ArgumentError", "Cannot tell what to scan: '22,80-79'", () -> ports("22,80-79"));
    raises("TypeError", "The ports of a scan are text or a list", () -> ports(1.5));
    raises(
        "ArgumentError",
        "Unknown option of scan: 'speed'",
        () -> ScanOptions.of(HashMapValue.of("speed", 1L)));
    raises(
        "IoError",
        "Cannot scan no-such-host.invalid: unknown host",
        () -> hosts("no-such-host.invalid"));
  }

  @Test
  void exactly_the_open_ports_of_a_host_are_found() throws IOException {
    List<ServerSocket> open = new ArrayList<>();
    TreeSet<Long> numbers = new TreeSet<>();
    for (int i = 0; i < 5; i++) {
      open.add(new ServerSocket(0, 50, LOOPBACK));
      numbers.add((long) open.getLast().getLocalPort());
    }
    String range = (numbers.first() - 300) + "-" + Math.min(65_535, numbers.last() + 300);
    var found = ScanModule.scan(OwnLoopback.TEXT, range);
    var again = ScanModule.scan(OwnLoopback.TEXT, range);
    TreeSet<Long> both = new TreeSet<>(portsOf(found));
    // What other programs of this machine open for a moment is in one of them at most.
    both.retainAll(portsOf(again));
    assertTrue(both.containsAll(numbers), () -> numbers + " in " + both);
    for (ServerSocket socket : open) socket.close();
    assertEquals(0, ScanModule.scan(OwnLoopback.TEXT, ListValue.of(numbers.toArray())).size());
  }

  @Test
  void states_are_told_apart() throws IOException {
    int closed;
    try (var free = new ServerSocket(0, 1, LOOPBACK)) {
      closed = free.getLocalPort();
    }
    List<SocketChannel> waiting = new ArrayList<>();
    try (var open = new ServerSocket(0, 50, LOOPBACK);
        var full = new ServerSocket(0, 1, LOOPBACK)) {
      for (int i = 0; i < 16; i++) {
        var channel = SocketChannel.open();
        channel.configureBlocking(false);
        channel.connect(new InetSocketAddress(LOOPBACK, full.getLocalPort()));
        waiting.add(channel);
      }
      var ports = List.of(closed, open.getLocalPort(), full.getLocalPort());
      var found =
          ScanModule.scan(
              OwnLoopback.TEXT,
              ListValue.of(ports.stream().map(Integer::longValue).toArray()),
              HashMapValue.of("all", true, "timeout", 100L, "retries", 0L));
      assertEquals("closed", of(found, closed).get("state"));
      assertEquals("open", of(found, open.getLocalPort()).get("state"));
      assertEquals("filtered", of(found, full.getLocalPort()).get("state"));
      assertTrue((Double) of(found, full.getLocalPort()).get("latency_ms") >= 100);
    }
    for (var channel : waiting) channel.close();
  }

  @Test
  void open_ports_are_listened_to() throws Exception {
    try (var server = new ServerSocket(0, 50, LOOPBACK);
        var silent = new ServerSocket(0, 50, LOOPBACK)) {
      var greeting =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try (var socket = server.accept()) {
                      socket.getOutputStream().write("220 hällo\u001b[2J\r\n".getBytes(UTF_8));
                    } catch (IOException gone) {
                      throw new IllegalStateException(gone);
                    }
                  });
      var ports = ListValue.of((long) server.getLocalPort(), (long) silent.getLocalPort());
      var found = ScanModule.scan(OwnLoopback.TEXT, ports, HashMapValue.of("banner", 300L));
      assertEquals("220 hällo [2J", of(found, server.getLocalPort()).get("banner"));
      assertNull(of(found, silent.getLocalPort()).get("banner"));
      greeting.join();
    }
  }

  @Test
  void services_have_the_names_that_are_registered() {
    assertEquals("ssh", ScanModule.serviceName(22));
    assertEquals("domain", ScanModule.serviceName(53, "UDP"));
    assertEquals("syslog", ScanModule.serviceName(514, "udp"));
    assertEquals("shell", ScanModule.serviceName(514, "tcp"));
    assertNull(ScanModule.serviceName(0));
    assertNull(ScanModule.serviceName(70_000));
    raises(
        "ArgumentError",
        "The protocol of a service is \"tcp\" or \"udp\", got \"ip\"",
        () -> ScanModule.serviceName(1, "ip"));
  }

  @Test
  void a_table_has_aligned_columns() {
    var rows =
        ListValue.of(
            HashMapValue.of("host", "a", "port", 22L, "service", "ssh"),
            HashMapValue.of("host", "long.example", "port", 8080L, "service", null));
    assertEquals(
        """
        host          port  service
        a               22  ssh
        long.example  8080  -\
        """,
        ScanModule.scanTable(rows));
    assertEquals("", ScanModule.scanTable(ListValue.empty()));
  }

  @Test
  void the_bar_tells_how_much_is_done() {
    assertEquals(
        "[####################....................] 50 %  100 of 200, 3 open",
        ProgressBar.line(100, 200, "100 of 200, 3 open"));
    assertEquals("3 MB", ProgressBar.line(3, 0, "3 MB"));
  }

  private static MapValue of(ListValue found, int port) {
    for (int i = 0; i < found.size(); i++) {
      if (found.at(i) instanceof MapValue map && Long.valueOf(port).equals(map.get("port"))) {
        return map;
      }
    }
    throw new AssertionError("nothing is told of port " + port);
  }

  private static List<Long> portsOf(ListValue found) {
    List<Long> ports = new ArrayList<>();
    for (int i = 0; i < found.size(); i++) {
      if (found.at(i) instanceof MapValue map && map.get("port") instanceof Long port) {
        ports.add(port);
      }
    }
    return ports;
  }

  private static String hosts(Object given) {
    return Targets.of(given, 1L).hosts().stream().map(Targets.Host::name).toList().toString();
  }

  private static List<Integer> ports(Object given) {
    return Targets.of("127.0.0.1", given).ports();
  }

  private static void raises(String type, String message, Executable call) {
    var failure = assertThrows(Failure.class, call);
    assertEquals(message, failure.message());
    assertTrue(failure.matchesType(type), failure::report);
  }
}
