package ruchy.runtime.peers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.packet.Packet;
import ruchy.runtime.packet.PacketCapture;
import ruchy.runtime.packet.Tun;

/// What processes may do that have fewer rights than this one, and in a network of their own.
@Timeout(120)
final class RightsTest {
  /// What the other processes run.
  static final class Program {
    private Program() {}

    /// Each argument is something to try.
    public static void main(String[] args) throws Exception {
      for (String arg : args) {
        try {
          switch (arg) {
            case "capture" -> PacketCapture.ofInterface("lo").start();
            case "tunnel" -> Tun.open("tun%d").close();
            default -> answerThroughTunnel();
          }
          System.out.println("done");
        } catch (Failure failure) {
          System.out.println(failure.message());
        }
      }
      System.exit(0);
    }

    /// Who asks is a plain socket; who answers is behind the tunnel.
    private static void answerThroughTunnel() throws Exception {
      Tun tun = Tun.open("tun%d").setAddress("10.8.0.1/24").setMtu(1400);
      System.out.println(tun.name() + " " + tun.mtu());
      try (var socket = new DatagramSocket(new InetSocketAddress("10.8.0.1", 0))) {
        byte[] question = "ping".getBytes(UTF_8);
        socket.send(new DatagramPacket(question, 4, InetAddress.ofLiteral("10.8.0.2"), 7));
        Packet packet = tun.read();
        while (packet != null && !"UDP".equals(packet.protocol())) {
          packet = tun.read(); // the system greets its neighbours
        }
        String source = packet.dst() + ":" + packet.dstPort();
        tun.write(
            Packet.udp(source, packet.src() + ":" + packet.srcPort(), packet.text() + " pong"));
        var answer = new DatagramPacket(new byte[100], 100);
        socket.setSoTimeout(30_000);
        socket.receive(answer);
        System.out.println(new String(answer.getData(), 0, answer.getLength(), UTF_8));
      }
      tun.close();
    }
  }

  private static OtherProgram.End run(List<String> before, String... args) throws Exception {
    List<String> command = new ArrayList<>(before);
    command.addAll(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            Program.class.getName()));
    command.addAll(List.of(args));
    return OtherProgram.run(new byte[0], command.toArray(new String[0]));
  }

  @Test
  void who_lacks_the_right_is_told_how_to_get_it() throws Exception {
    OtherProgram.need("setpriv");
    List<String> fewer =
        List.of("setpriv", "--bounding-set=-net_raw,-net_admin", "--inh-caps=-net_raw,-net_admin");
    List<String> probe = new ArrayList<>(fewer);
    probe.add("true");
    boolean mayGiveUp = OtherProgram.run(new byte[0], probe.toArray(new String[0])).status() == 0;
    // Who may not give rights up is no root, and has none of these.
    var end = run(mayGiveUp ? fewer : List.of(), "capture", "tunnel");
    String command =
        "sudo setpriv --reuid=$(id -u) --regid=$(id -g) --init-groups --inh-caps=+%s"
            + " --ambient-caps=+%s COMMAND\n";
    assertEquals(
        "Cannot capture on lo: no permission; run it as root (sudo), or with the right to capture"
            + " alone: "
            + command.formatted("net_raw", "net_raw")
            + "Cannot open a tunnel tun%d: no permission; run it as root (sudo), or with the right"
            + " to configure networks alone: "
            + command.formatted("net_admin", "net_admin"),
        end.output(),
        end.errors());
  }

  @Test
  void a_tunnel_needs_no_more_than_a_network_of_its_own() throws Exception {
    OtherProgram.need("unshare");
    var probe = OtherProgram.run(new byte[0], "unshare", "-rn", "test", "-c", "/dev/net/tun");
    assumeTrue(
        probe.status() == 0,
        () -> "network namespaces or /dev/net/tun are not there: " + probe.errors());
    var end = run(List.of("unshare", "-rn"), "answer");
    assumeTrue(
        !Pattern.compile("^Cannot open a tunnel .*permi").matcher(end.output()).find(),
        () -> "tunnels are not permitted in namespaces: " + end.output());
    assertEquals("tun0 1400\nping pong\ndone\n", end.output(), end.errors());
  }
}
