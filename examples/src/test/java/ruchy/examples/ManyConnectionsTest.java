package ruchy.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A server of a program with a task for each connection, and a small heap.
final class ManyConnectionsTest {
  private static final int HEAP_MEGABYTES = 64;

  private static final String PROGRAM =
      """
      let listener = net::TcpListener::bind("127.0.0.1:0")
      println(f"port {listener.port}")
      for client in listener {
          spawn {
              for line in client { client.write_line("Echo: " + line) }
              client.close()
          }
      }
      """;

  /// 2,000 connections, or as many as the system property `open.connections` says: 10,000 is the
  /// long form. Each is open from before the first line to after the last.
  @Test
  void each_of_thousands_of_open_connections_gets_its_lines_back(@TempDir Path folder)
      throws Exception {
    int count = Integer.getInteger("open.connections", 2000);
    assumeTrue(mayOpen(count + 500), "too few descriptors for " + count + " connections");
    var program = folder.resolve("echo.ruchy");
    Files.writeString(program, PROGRAM);
    List<Socket> clients = new ArrayList<>();
    try (var server = Way.JAR.withHeap(HEAP_MEGABYTES).start(program, folder)) {
      int port = Integer.parseInt(server.awaitLine("port \\d+").substring(5));
      for (int i = 0; i < count; i++) {
        var client = new Socket(InetAddress.getLoopbackAddress(), port);
        client.setSoTimeout(60_000);
        clients.add(client);
      }
      for (int turn = 0; turn < 2; turn++) {
        for (int i = 0; i < count; i++) {
          clients.get(i).getOutputStream().write((i + "\n").getBytes(UTF_8));
        }
        for (int i = 0; i < count; i++) {
          byte[] answer = ("Echo: " + i + "\n").getBytes(UTF_8);
          assertArrayEquals(answer, clients.get(i).getInputStream().readNBytes(answer.length));
        }
      }
      server.terminate();
      assertEquals(143, server.status(), server::errors);
      assertEquals("", server.errors());
    } finally {
      for (Socket client : clients) client.close();
    }
  }

  /// Whether a process may have so many descriptors; the JVM asks for as many as it may have.
  private static boolean mayOpen(int count) throws IOException {
    var limits = Path.of("/proc/self/limits");
    if (!Files.exists(limits)) return false;
    for (String line : Files.readAllLines(limits)) {
      if (line.startsWith("Max open files")) {
        String hard = line.substring(26).strip().split("\\s+", -1)[1];
        return hard.equals("unlimited") || Long.parseLong(hard) >= count;
      }
    }
    return false;
  }
}
