package ruchy.runtime.packet;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.value.Cursor;

/// Tunnels, with a network of their own out of the range for such tests (RFC 2544), where the
/// machine has and permits them.
@Timeout(60)
final class TunTest {
  private static final String HERE = "198.18.77.1";
  private static final String THERE = "198.18.77.2";

  private static Tun open() {
    try {
      return Tun.open("rtest%d").setAddress(HERE + "/30");
    } catch (Failure failure) {
      return abort("a tunnel is needed: " + failure.message());
    }
  }

  private static DatagramSocket socket() throws IOException {
    var socket = new DatagramSocket(new InetSocketAddress(InetAddress.ofLiteral(HERE), 0));
    socket.setSoTimeout(30_000);
    return socket;
  }

  private static void send(DatagramSocket socket, String text) throws IOException {
    byte[] bytes = text.getBytes(UTF_8);
    var to = new InetSocketAddress(InetAddress.ofLiteral(THERE), 5353);
    socket.send(new DatagramPacket(bytes, bytes.length, to));
  }

  /// The next packet to the other side; the system sends some of its own.
  private static Packet next(Tun tun) {
    Packet packet = tun.read();
    while (packet != null && !THERE.equals(packet.dst())) {
      packet = tun.read();
    }
    return packet;
  }

  /// Sends until a packet comes through: the system drops some while the interface starts.
  private static void start(Tun tun, DatagramSocket socket) throws IOException {
    tun.setTimeout(100);
    boolean hasCome = false;
    while (!hasCome) {
      send(socket, "start");
      try {
        hasCome = next(tun) != null;
      } catch (Failure nothingYet) {
        assertTrue(nothingYet.matchesType("TimeoutError"));
      }
    }
    tun.setTimeout(0);
  }

  private static String nextText(Tun tun) {
    String text = next(tun).text();
    while ("start".equals(text)) text = next(tun).text();
    return text;
  }

  @Test
  void packets_pass_in_both_directions() throws IOException {
    Tun tun = open();
    try (var socket = socket()) {
      assertTrue(tun.name().startsWith("rtest"));
      start(tun, socket);
      send(socket, "ping");
      Packet packet = next(tun);
      while ("start".equals(packet.text())) packet = next(tun);
      assertEquals("UDP", packet.protocol());
      assertEquals(HERE, packet.src());
      assertEquals(5353L, packet.dstPort());
      assertEquals("ping", packet.text());
      assertTrue(
          tun.write(Packet.udp(THERE + ":5353", HERE + ":" + socket.getLocalPort(), "pong")));
      var answer = new DatagramPacket(new byte[100], 100);
      socket.receive(answer);
      assertEquals("pong", new String(answer.getData(), 0, answer.getLength(), UTF_8));
      assertEquals(THERE, answer.getAddress().getHostAddress());
    } finally {
      tun.close();
    }
  }

  @Test
  void many_packets_come_in_order() throws IOException {
    Tun tun = open();
    try (var socket = socket()) {
      start(tun, socket);
      for (int i = 0; i < 300; i++) send(socket, "" + i);
      for (int i = 0; i < 300; i++) assertEquals("" + i, nextText(tun));
    } finally {
      tun.close();
    }
  }

  @Test
  void a_packet_is_for_the_next_who_waits_when_the_first_has_given_up() throws Exception {
    Tun tun = open();
    try (var socket = socket()) {
      start(tun, socket);
      for (int round = 0; round < 50; round++) {
        String own = " of round " + round;
        var given = new CompletableFuture<String>();
        Thread first = Thread.ofVirtual().start(() -> nextOrNone(tun, own));
        awaitWait(first);
        Thread second = Thread.ofVirtual().start(() -> given.complete(nextText(tun, own)));
        awaitWait(second);
        first.interrupt();
        if (round % 2 == 0) {
          first.join(); // else the packet may come while it gives up, and it may even get it
        }
        send(socket, "one" + own);
        send(socket, "two" + own);
        assertTrue(given.get().matches("(one|two) of round .*"));
        first.join();
      }
    } finally {
      tun.close();
    }
  }

  private static String nextText(Tun tun, String end) {
    String text = nextText(tun);
    while (!text.endsWith(end)) text = nextText(tun);
    return text;
  }

  private static void nextOrNone(Tun tun, String end) {
    try {
      nextText(tun, end);
    } catch (Failure cancelled) {
      assertTrue(cancelled.matchesType("CancelledError"));
    }
  }

  private static void awaitWait(Thread task) {
    while (task.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
  }

  @Test
  void the_size_of_packets_can_be_set() throws IOException {
    Tun tun = open();
    try {
      assertEquals(1500, tun.mtu());
      assertEquals(1280, tun.setMtu(1280).mtu());
      assertEquals(1280, NetworkInterface.getByName(tun.name()).getMTU());
      assertThrows(Failure.class, () -> tun.setMtu(10));
    } finally {
      tun.close();
    }
  }

  @Test
  void closing_ends_the_waits_and_removes_the_interface() throws Exception {
    Tun tun = open();
    var end = new CompletableFuture<Boolean>();
    Thread.ofVirtual()
        .start(
            () -> {
              Cursor walk = tun.cursor();
              boolean hasMore = true;
              while (hasMore) hasMore = walk.advance();
              end.complete(true);
            });
    tun.setTimeout(1);
    tun.close();
    assertTrue(end.get());
    assertNull(tun.read());
    assertTrue(tun.isClosed());
    Failure failure = assertThrows(Failure.class, () -> tun.write("E"));
    assertEquals("Cannot write to " + tun.name() + ": it is closed", failure.message());
    while (NetworkInterface.getByName(tun.name()) != null) Thread.onSpinWait();
  }

  @Test
  void a_wait_has_a_limit() {
    Tun tun = open();
    try {
      tun.setTimeout(1);
      Failure late =
          assertThrows(
              Failure.class,
              () -> {
                while (tun.read() != null) Thread.onSpinWait();
              });
      assertTrue(late.matchesType("TimeoutError"));
    } finally {
      tun.close();
    }
  }

  @Test
  void names_and_addresses_are_checked_before() {
    Failure name = assertThrows(Failure.class, () -> Tun.open("a name that is too long"));
    assertEquals(
        "The name of a tunnel has at most 15 letters and digits, got 'a name that is too long'",
        name.message());
    Tun tun = open();
    try {
      for (String wrong : new String[] {"host/24", "10.0.0.1/33", "10.0.0.1/x", "::1/129", ""}) {
        Failure failure = assertThrows(Failure.class, () -> tun.setAddress(wrong));
        assertEquals("Not an address (10.8.0.1/24): '" + wrong + "'", failure.message());
      }
    } finally {
      tun.close();
    }
  }
}
