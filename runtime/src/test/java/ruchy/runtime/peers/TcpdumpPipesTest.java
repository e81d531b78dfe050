package ruchy.runtime.peers;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

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

/// Captures that tcpdump writes into a pipe for as long as somebody reads.
@Timeout(120)
final class TcpdumpPipesTest {
  private static final byte[] NOTHING = {};

  /// Prints the texts of the first packets of its standard input, one after the other.
  static final class Monitor {
    public static void main(String[] args) {
      Launch.run(() -> read(PacketCapture.open("/dev/stdin")), args);
    }

    private static void read(PacketCapture capture) {
      var walk = capture.cursor();
      for (int i = 0; i < 3 && walk.advance(); i++) {
        Output.STANDARD.line(((Packet) requireNonNull(walk.value())).text());
      }
      Lifetime.exit(0);
    }
  }

  private static final String LIVE = "tcpdump -n -i lo -U -w ";

  /// What tcpdump would capture for ever, of packets that come for ever.
  private static OtherProgram sender(int host) throws Exception {
    return OtherProgram.python(
        """
        import socket, sys, time
        s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        while True:
            try: s.sendto(b"live", ("127.0.0." + sys.argv[1], 9))
            except OSError: pass
            time.sleep(0.01)
        """,
        host);
  }

  private static String filter(int host) {
    return " udp and dst port 9 and dst host 127.0.0." + host;
  }

  @Test
  void what_tcpdump_writes_into_a_named_pipe_is_read_while_it_captures(@TempDir Path folder)
      throws Exception {
    OtherProgram.need("tcpdump", "python3", "mkfifo");
    String pipe = folder.resolve("pipe").toString();
    assertEquals(0, OtherProgram.run(NOTHING, "mkfifo", pipe).status());
    var opening = new FutureTask<>(() -> PacketCapture.open(pipe));
    Thread.ofVirtual().start(opening);
    try (var tcpdump = OtherProgram.start(NOTHING, (LIVE + pipe + filter(78)).split(" ", -1));
        var _ = sender(78)) {
      var end = tcpdump.whenEnded(() -> opening.cancel(true));
      var walk = openedUnlessRefused(opening, tcpdump).cursor();
      for (int i = 0; i < 3; i++) {
        assertTrue(walk.advance());
        assertEquals("live", ((Packet) requireNonNull(walk.value())).text());
      }
      assertFalse(end.isDone());
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
  void what_tcpdump_pipes_into_a_program_is_read_while_it_captures() throws Exception {
    OtherProgram.need("tcpdump", "python3", "sh");
    List<String> command =
        new ArrayList<>(List.of("sh", "-c", LIVE + "-" + filter(79) + " | \"$@\""));
    command.add("sh");
    command.addAll(OwnJvm.command(Monitor.class, List.of()));
    try (var monitor = OtherProgram.start(NOTHING, command.toArray(new String[0]));
        var _ = sender(79)) {
      var end = monitor.end();
      assumeTrue(!end.errors().contains("ermi"), () -> "tcpdump may not capture: " + end.errors());
      assertEquals("live\nlive\nlive\n", end.output(), end.errors());
      assertEquals(0, end.status(), end.errors());
    }
  }
}
