package ruchy.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The server and the client of the book, their text unchanged. The server never ends, so its
/// client, which stands behind it, is run as a program of its own too. They use port 9000.
final class TcpTest {
  private static final int PORT = 9000;
  private static final String CLIENT = "// TCP Client\n";

  @ParameterizedTest
  @EnumSource(Way.class)
  void lines_are_echoed_to_the_client_and_to_others(Way way, @TempDir Path folder)
      throws Exception {
    needsPort();
    var program = Examples.FOLDER.resolve("tcp.ruchy");
    var text = Files.readString(program);
    var client = folder.resolve("client.ruchy");
    Files.writeString(client, text.substring(text.indexOf(CLIENT)));
    try (var server = way.start(program, folder)) {
      server.awaitLine("Server listening on port 9000");
      try (var run = Way.RUN.start(client, folder)) {
        assertEquals(0, run.status(), run::errors);
        assertEquals("Server replied: Echo: Hello, server!\n", run.output());
      }
      server.awaitLine("Client connected: 127\\.0\\.0\\.1:\\d+");
      server.awaitLine("Received: Hello, server!");
      server.awaitLine("Client disconnected");
      othersAreServedAtTheSameTime();
      // What it would print later finds nobody who reads it.
      server.awaitLine("Client disconnected");
      server.awaitLine("Client disconnected");
      server.terminate();
      assertEquals(143, server.status(), server::errors);
      assertEquals("", server.errors());
    }
  }

  private static void othersAreServedAtTheSameTime() throws IOException {
    try (var first = new Socket(InetAddress.getLoopbackAddress(), PORT);
        var second = new Socket(InetAddress.getLoopbackAddress(), PORT)) {
      for (var socket : new Socket[] {second, first, second}) {
        socket.getOutputStream().write("grün\r\n".getBytes(UTF_8));
        socket.setSoTimeout(30_000);
        var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
        assertEquals("Echo: grün", in.readLine());
      }
    }
  }

  private static void needsPort() {
    try (var socket = new ServerSocket(PORT)) {
      assertEquals(PORT, socket.getLocalPort());
    } catch (IOException refused) {
      abort("The text of the book needs port 9000: " + refused.getMessage());
    }
  }
}
