package ruchy.runtime.peers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import ruchy.runtime.engine.Launch;
import ruchy.runtime.engine.Lifetime;
import ruchy.runtime.engine.Output;
import ruchy.runtime.engine.OwnJvm;
import ruchy.runtime.packet.Packet;
import ruchy.runtime.packet.PacketCapture;

/// Captures that tcpdump writes into a pipe while somebody reads. No packet is sent before the one
/// before it was read.
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class TcpdumpPipesTest {
  private static final byte[] NOTHING = {};
  private static final List<String> SENT = List.of("one", "two", "three");
  private static final String OF_PIPE = "127.0.0.78";
  private static final String OF_INPUT = "127.0.0.79";

  private static String tcpdump(String target, String host) {
    return "tcpdump -n -i lo -U -c 3 -w " + target + " udp and dst port 9 and dst host " + host;
  }

  /// What the capture has of the packets that are sent to the host.
  private static List<String> exchange(PacketCapture capture, String host) {
    List<String> texts = new ArrayList<>();
    var walk = capture.cursor();
    try (var socket = new DatagramSocket()) {
      for (String text : SENT) {
        byte[] bytes = text.getBytes(UTF_8);
        socket.send(new DatagramPacket(bytes, bytes.length, new InetSocketAddress(host, 9)));
        walk.advance();
        texts.add(((Packet) requireNonNull(walk.value())).text());
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    return texts;
  }

  /// Prints what it has read of its standard input.
  static final class Monitor {
    public static void main(String[] args) {
      Launch.run(Monitor::read, args);
    }

    private static void read() {
      PacketCapture capture = PacketCapture.open("/dev/stdin");
      Output.STANDARD.line(String.join(" ", exchange(capture, OF_INPUT)));
      Lifetime.exit(0);
    }
  }

  @Test
  void each_packet_that_tcpdump_writes_into_a_named_pipe_is_read_at_once(@TempDir Path folder)
      throws Exception {
    OtherProgram.need("tcpdump", "mkfifo");
    String pipe = folder.resolve("pipe").toString();
    assertEquals(0, OtherProgram.run(NOTHING, "mkfifo", pipe).status());
    var opening = new FutureTask<>(() -> PacketCapture.open(pipe));
    Thread.ofVirtual().start(opening);
    try (var tcpdump = OtherProgram.start(NOTHING, tcpdump(pipe, OF_PIPE).split(" ", -1))) {
      var end = tcpdump.whenEnded(() -> opening.cancel(true));
      assertEquals(SENT, exchange(openedUnlessRefused(opening, tcpdump), OF_PIPE));
      end.join();
    }
  }

  private static PacketCapture openedUnlessRefused(
      FutureTask<PacketCapture> opening, OtherProgram tcpdump) throws Exception {
    try {
      return opening.get();
    } catch (CancellationException notOpened) {
      return abort("tcpdump may not capture: " + tcpdump.end().errors());
    }
  }

  @Test
  void each_packet_that_tcpdump_writes_to_the_input_of_a_program_is_read_at_once()
      throws Exception {
    OtherProgram.need("tcpdump", "sh");
    List<String> command = new ArrayList<>();
    command.addAll(List.of("sh", "-c", tcpdump("-", OF_INPUT) + " | \"$@\"", "sh"));
    command.addAll(OwnJvm.command(Monitor.class, List.of()));
    try (var monitor = OtherProgram.start(NOTHING, command.toArray(new String[0]))) {
      var end = monitor.end();
      assumeFalse(
          end.errors().contains("ermission"), () -> "tcpdump may not capture: " + end.errors());
      assertEquals("one two three\n", end.output(), end.errors());
      assertEquals(0, end.status(), end.errors());
    }
  }
}
