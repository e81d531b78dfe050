package ruchy.runtime.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import ruchy.runtime.engine.OwnJvm;
import ruchy.runtime.wire.Wire;

/// A process that may open 256 files and gets more connections than that.
@EnabledOnOs({OS.LINUX, OS.MAC})
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DescriptorLimitTest {
  private static final String REQUEST = "GET /quick HTTP/1.1\nHost: a\n\n";

  @Test
  void a_server_without_free_descriptors_serves_who_is_there_and_recovers() throws Exception {
    Process process = start();
    List<Wire> clients = new ArrayList<>();
    try {
      var output = process.inputReader(StandardCharsets.UTF_8);
      int port = Integer.parseInt(output.readLine());
      Wire first = Wire.to(port);
      clients.add(first);
      assertEquals("done", first.ask(REQUEST).body());
      // The system completes them; the server can accept only some.
      for (int i = 0; i < 400; i++) {
        clients.add(Wire.to(port));
      }
      for (int i = 0; i < 20; i++) {
        assertEquals("done", first.ask(REQUEST).body());
      }
      assertTrue(process.isAlive());
      for (Wire client : clients) {
        client.close();
      }
      for (int i = 0; i < 20; i++) {
        try (Wire later = Wire.to(port)) {
          assertEquals("done", later.ask(REQUEST).body());
        }
      }
      process.destroy();
      assertTrue(process.waitFor(30, TimeUnit.SECONDS));
    } finally {
      for (Wire client : clients) {
        client.close();
      }
      process.destroyForcibly();
    }
  }

  private static Process start() throws IOException {
    List<String> command = new ArrayList<>(List.of("sh", "-c", "ulimit -n 256; exec \"$@\"", "sh"));
    command.addAll(OwnJvm.command(LifetimeTest.Programs.class, LifetimeTest.OPTIONS, "serves"));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
  }
}
