package ruchy.runtime.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.net.TcpListener;
import ruchy.runtime.net.TcpStream;
import ruchy.runtime.scan.ScanModule;
import ruchy.runtime.value.ListValue;
import ruchy.runtime.value.MapValue;
import ruchy.runtime.wire.OwnLoopback;

/// Scans of all ports, next to those of other scanners, and other scanners before our sockets.
@Timeout(180)
final class ScanPeersTest {
  private static final byte[] NOTHING = {};
  private static final Pattern OPEN = Pattern.compile("(\\d+)/open");

  private static Set<Integer> ours() {
    ListValue found = ScanModule.scan(OwnLoopback.TEXT, "1-65535");
    var ports = new TreeSet<Integer>();
    for (int i = 0; i < found.size(); i++) {
      ports.add(Math.toIntExact((Long) ((MapValue) found.at(i)).get("port")));
    }
    return ports;
  }

  private static Set<Integer> nmaps() throws Exception {
    var end =
        OtherProgram.run(
            NOTHING, "nmap", "-sT", "-Pn", "-n", "-p1-65535", "-oG", "-", OwnLoopback.TEXT);
    assertEquals(0, end.status(), end.errors());
    var ports = new TreeSet<Integer>();
    var matcher = OPEN.matcher(end.output());
    while (matcher.find()) {
      ports.add(Integer.parseInt(matcher.group(1)));
    }
    return ports;
  }

  /// What others on this machine open for a moment is in one of two scans at most, and what stays
  /// open is in both.
  @Test
  void all_ports_are_found_that_nmap_finds_and_no_others() throws Exception {
    OtherProgram.need("nmap");
    List<ServerSocket> open = new ArrayList<>();
    var numbers = new TreeSet<Integer>();
    for (int i = 0; i < 20; i++) {
      open.add(new ServerSocket(0, 50, OwnLoopback.ADDRESS));
      numbers.add(open.getLast().getLocalPort());
    }
    var before = nmaps();
    var first = ours();
    var second = ours();
    var after = nmaps();
    assertTrue(first.containsAll(numbers), () -> numbers + " in " + first);
    var always = new TreeSet<>(before);
    always.retainAll(after);
    assertTrue(first.containsAll(always), () -> always + " in " + first);
    var both = new TreeSet<>(first);
    both.retainAll(second);
    var known = new TreeSet<>(before);
    known.addAll(after);
    assertTrue(known.containsAll(both), () -> both + " in " + known);
    for (ServerSocket socket : open) socket.close();
  }

  @Test
  void a_listener_outlives_a_scan_of_nmap() throws Exception {
    OtherProgram.need("nmap");
    var listener = TcpListener.bind("127.0.0.1:0");
    for (String kind : List.of("-sT", "-sV")) {
      var accepting =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      for (var streams = listener.cursor(); streams.advance(); ) {
                        ((TcpStream) streams.value()).close();
                      }
                    } catch (Failure cancelled) {
                      assertTrue(cancelled.matchesType("CancelledError"));
                    }
                  });
      String port = Long.toString(listener.port());
      var end = OtherProgram.run(NOTHING, "nmap", kind, "-Pn", "-n", "-p" + port, "127.0.0.1");
      assertTrue(end.output().contains(port + "/tcp open"), end.output());
      accepting.interrupt();
      accepting.join();
    }
    var client = TcpStream.connect(listener.localAddr());
    listener.accept().writeLine("still here");
    assertEquals("still here", client.readLine());
    listener.close();
  }

  /// masscan sends packets of its own making from a network namespace, and never ends a handshake.
  @Test
  void a_listener_outlives_a_scan_of_masscan() throws Exception {
    OtherProgram.need("masscan", "ip");
    String space = "ruchy-test-" + ProcessHandle.current().pid();
    try {
      assumeTrue(ip("netns add " + space) == 0, "network namespaces are not permitted");
      assumeTrue(
          ip("link add rtestv0 type veth peer name rtestv1 netns " + space) == 0,
          "pairs of interfaces are not permitted");
      assertEquals(0, ip("addr add 198.18.78.1/30 dev rtestv0"));
      assertEquals(0, ip("link set rtestv0 up"));
      assertEquals(0, ip("-n " + space + " addr add 198.18.78.2/30 dev rtestv1"));
      assertEquals(0, ip("-n " + space + " link set rtestv1 up"));
      var listener = TcpListener.bind("198.18.78.1:0").setTimeout(60_000);
      String command =
          "ip netns exec %s masscan 198.18.78.1 -p%d,%d --rate 100 --wait 2 --adapter-ip 198.18.78.2"
                  .formatted(space, listener.port(), 1)
              + " --interface rtestv1 --router-ip 198.18.78.1";
      var end = OtherProgram.run(NOTHING, command.split(" ", -1));
      assertTrue(
          end.output().contains("Discovered open port " + listener.port() + "/tcp"),
          () -> end.output() + end.errors());
      var client = TcpStream.connect(listener.localAddr());
      TcpStream stream = listener.accept();
      while (!stream.remoteAddr().equals(client.localAddr())) {
        stream.close();
        stream = listener.accept();
      }
      stream.writeLine("still here");
      assertEquals("still here", client.readLine());
      listener.close();
    } finally {
      ip("link del rtestv0");
      ip("netns del " + space);
    }
  }

  private static int ip(String args) throws Exception {
    return OtherProgram.run(NOTHING, ("ip " + args).split(" ", -1)).status();
  }
}
