package ruchy.runtime.net;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static ruchy.runtime.net.Errors.raises;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import ruchy.runtime.member.Bytes;
import ruchy.runtime.value.Display;
import ruchy.runtime.value.HashMapValue;

@Timeout(60)
final class UdpSocketTest {
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

  @Test
  void packets_arrive_as_a_whole_with_their_sender() throws IOException {
    var socket = UdpSocket.bind("127.0.0.1:0");
    try (var peer = new DatagramSocket(0, LOOPBACK)) {
      byte[] packet = "häß".getBytes(UTF_8);
      peer.send(new DatagramPacket(packet, packet.length, LOOPBACK, (int) socket.port()));
      peer.send(new DatagramPacket(new byte[0], 0, LOOPBACK, (int) socket.port()));
      String sender = "127.0.0.1:" + peer.getLocalPort();
      assertEquals("(\"häß\", \"" + sender + "\")", Display.print(socket.recvFrom()));
      assertEquals("([], \"" + sender + "\")", Display.print(socket.recvBytesFrom()));
      socket.sendTo(Bytes.list(new byte[] {1, 2}), sender);
      var received = new DatagramPacket(new byte[100], 100);
      peer.receive(received);
      assertEquals(2, received.getLength());
      assertEquals(socket.port(), received.getPort());
    }
    socket.close();
  }

  @Test
  void the_largest_packet_arrives_and_a_larger_one_is_refused() {
    var socket = UdpSocket.bind("127.0.0.1:0");
    socket.sendTo("x".repeat(65_507), socket.localAddr());
    assertEquals(65_507, socket.recv().length());
    raises(
        "IoError",
        "Cannot send to " + socket.localAddr() + ": message too long",
        () -> socket.sendTo("x".repeat(65_508), socket.localAddr()));
    socket.close();
  }

  @Test
  void an_address_of_the_other_version_is_told() {
    var four = UdpSocket.bind("127.0.0.1:0");
    raises(
        "IoError",
        "Cannot send to [::1]:9: a socket of IPv4 reaches no address of IPv6",
        () -> four.sendTo("x", "[::1]:9"));
    raises(
        "IoError",
        "Cannot connect to [::1]:9: a socket of IPv4 reaches no address of IPv6",
        () -> four.connect("[::1]:9"));
    four.close();
  }

  @Test
  void addresses_of_one_link_name_its_interface() throws IOException {
    var six = UdpSocket.bind("[::1]:0");
    raises(
        "IoError",
        "Cannot send to [fe80::1%nosuch]:9: no interface nosuch",
        () -> six.sendTo("x", "[fe80::1%nosuch]:9"));
    six.close();
    for (NetworkInterface each : NetworkInterface.networkInterfaces().toList()) {
      InetAddress address = Names.literal("fe80::1%" + each.getName());
      assertTrue(address instanceof Inet6Address, each.getName());
      assertEquals(each.getIndex(), ((Inet6Address) address).getScopeId());
      assertEquals("fe80::1%" + each.getName(), Names.text(address));
    }
  }

  @Test
  void nobody_at_the_other_side_is_told_to_a_connected_socket() throws IOException {
    int port;
    try (var free = new DatagramSocket(0, LOOPBACK)) {
      port = free.getLocalPort();
    }
    var socket = UdpSocket.bind("127.0.0.1:0").connect("127.0.0.1:" + port);
    socket.send("anybody?");
    raises(
        "IoError",
        "Cannot receive on " + socket.localAddr() + ": connection refused",
        socket::recv);
    socket.close();
  }

  @Test
  void a_socket_without_connection_has_nobody_to_send_to() {
    var socket = UdpSocket.bind("127.0.0.1:0");
    raises(
        "IoError",
        "Cannot send from " + socket.localAddr() + ": it is not connected",
        () -> socket.send("x"));
    raises("TypeError", "A packet is text or bytes, got integer", () -> socket.send(1L));
    raises("TypeError", "A packet is text or bytes, got nil", () -> socket.send(null));
    socket.close();
  }

  @Test
  void a_wait_ends_by_time_by_closing_and_by_cancelling() throws Exception {
    var socket = UdpSocket.bind("127.0.0.1:0").setTimeout(10);
    raises(
        "TimeoutError",
        "Cannot receive on " + socket.localAddr() + ": nothing came within 10 ms",
        socket::recv);
    socket.setTimeout(0);
    var cancelled = Running.of(socket::recv).awaitParked();
    cancelled.thread().interrupt();
    raises("CancelledError", "The task was cancelled", cancelled::get);
    var waiting = Running.of(socket::recv).awaitParked();
    socket.close();
    String message = "Cannot receive on " + socket.localAddr() + ": it is closed";
    raises("IoError", message, waiting::get);
    raises("IoError", message, socket::recv);
    assertTrue(socket.isClosed());
  }

  @Test
  void all_receivers_of_a_group_get_its_packets() {
    var one = UdpSocket.bind(":0", HashMapValue.of("reuse", true));
    var two = UdpSocket.bind(":" + one.port(), HashMapValue.of("reuse", true));
    var sender = UdpSocket.bind(":0").join("239.7.7.8", "lo");
    one.join("239.7.7.7", "lo").setTimeout(5000);
    two.join("239.7.7.7", "lo").setTimeout(5000);
    sender.sendTo("to all", "239.7.7.7:" + one.port());
    assertEquals("to all", one.recv());
    assertEquals("to all", two.recv());
    two.leave("239.7.7.7").setTimeout(100);
    raises(
        "ArgumentError",
        "Not the address of a multicast group: '127.0.0.1'",
        () -> two.join("127.0.0.1", "lo"));
    raises(
        "IoError", "Cannot join 239.7.7.7: no interface none", () -> two.join("239.7.7.7", "none"));
    one.close();
    two.close();
    sender.close();
  }

  @Test
  void a_port_is_taken_once_unless_it_is_shared() {
    var socket = UdpSocket.bind("127.0.0.1:0");
    assertEquals("<UdpSocket " + socket.localAddr() + ">", Display.print(socket));
    raises(
        "IoError",
        "Cannot listen on " + socket.localAddr() + ": address already in use",
        () -> UdpSocket.bind(socket.localAddr()));
    assertFalse(socket.isClosed());
    socket.close();
  }

  @Test
  void what_is_no_option_is_told() {
    raises(
        "ArgumentError",
        "Unknown option of bind: 'reus'",
        () -> UdpSocket.bind("127.0.0.1:0", HashMapValue.of("reus", true)));
  }

  @Test
  void packets_to_a_group_leave_through_the_interface_that_is_chosen() {
    var receiver = UdpSocket.bind("0.0.0.0:0").join("239.1.2.4", "lo").setTimeout(30_000);
    var sender = UdpSocket.bind("127.0.0.1:0").setMulticastInterface("lo");
    sender.sendTo("to all", "239.1.2.4:" + receiver.port());
    assertEquals("to all", receiver.recv());
    raises(
        "IoError",
        "Cannot change " + sender.localAddr() + ": no interface nowhere0",
        () -> sender.setMulticastInterface("nowhere0"));
    receiver.close();
    sender.close();
  }

  @Test
  void packets_to_everybody_need_that_to_be_said() {
    var socket = UdpSocket.bind("127.0.0.1:0");
    raises(
        "IoError",
        "Cannot send to 255.255.255.255:9: permission denied",
        () -> socket.sendTo("x", "255.255.255.255:9"));
    socket.close();
  }
}
