package ruchy.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The WebSocket server and client of the book, its text unchanged but for the port, which must be
/// free.
final class WebSocketTest {
  private static final Pattern CONNECTED = Pattern.compile("WebSocket connected: (\\S+)");

  @ParameterizedTest
  @EnumSource(Way.class)
  void server_and_client_talk_in_one_program(Way way, @TempDir Path folder) throws Exception {
    int port = Examples.freePort();
    var text = Files.readString(Examples.FOLDER.resolve("websocket.ruchy"));
    assertTrue(text.contains(":8081\""), text);
    var program =
        Files.writeString(folder.resolve("websocket.ruchy"), text.replace(":8081", ":" + port));
    try (var run = way.start(program, folder)) {
      var connected = CONNECTED.matcher(run.awaitLine(".*"));
      assertTrue(connected.matches());
      var id = connected.group(1);
      assertEquals("Connected to server", run.awaitLine(".*"));
      assertEquals("Received: Hello, server!", run.awaitLine(".*"));
      assertEquals(
          "Server says: {\"type\":\"chat\",\"user\":\"" + id + "\",\"message\":\"Hello, server!\"}",
          run.awaitLine(".*"));
      run.terminate();
      assertEquals(0, run.status(), run::errors);
      assertEquals("WebSocket disconnected: " + id + "\n", run.output());
      assertEquals("", run.errors());
    }
  }
}
