package ruchy.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A jar under load gets SIGTERM (L 13.4): every request that was sent is answered, whoever asks
/// again and again, and on new connections too. `drain.rounds` is how often, 1 at first.
///
/// The load is that of `wrk`, and of clients that count here. What `wrk` says of connections that
/// it could not open any more is no lost request: the program has ended by then. It counts these as
/// errors of `connect` or `write`, and a request without an answer as one of `read`.
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
@Timeout(value = 10, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@Execution(CONCURRENT)
final class DrainTest {
  private static final int CLIENTS = 24;
  private static final int ROUNDS = Integer.getInteger("drain.rounds", 1);
  private static final Pattern LOST =
      Pattern.compile("Socket errors: connect \\d+, read (\\d+), write \\d+, timeout \\d+");

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"/quick", "/waits", "/shares"})
  void no_request_is_lost_when_a_server_ends_under_load(String path) throws Exception {
    assumeTrue(hasWrk(), "wrk is not installed");
    Files.writeString(
        folder.resolve("app.ruchy"),
        """
        let counts = {asked: 0}
        let server = http::Server::new("127.0.0.1:0")
        server.get("/quick", |req, res| res.text("done"))
        server.get("/waits", |req, res| { sleep(5); res.text("done") })
        server.get("/shares", |req, res| { counts.asked += 1; sleep(1); res.text("done") })
        server.listen()
        println(server.port)
        """);
    assertEquals(0, new RuchycProcess(folder).run("build", "app.ruchy").status());
    for (int round = 0; round < ROUNDS; round++) {
      endUnderLoad(path);
    }
  }

  private static boolean hasWrk() throws InterruptedException {
    try {
      new ProcessBuilder("wrk", "-v").redirectErrorStream(true).start().waitFor();
      return true;
    } catch (IOException missing) {
      return false;
    }
  }

  private void endUnderLoad(String path) throws Exception {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    Path errors = folder.resolve("errors.txt");
    Path report = folder.resolve("wrk.txt");
    Process program =
        new ProcessBuilder(java.toString(), "-jar", "app.jar")
            .directory(folder.toFile())
            .redirectError(errors.toFile())
            .start();
    Process wrk = null;
    try (var output = new BufferedReader(new InputStreamReader(program.getInputStream(), UTF_8));
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      int port = Integer.parseInt(output.readLine());
      wrk =
          new ProcessBuilder(
                  "wrk",
                  "-t1",
                  "-c40",
                  "-d60s",
                  "--timeout",
                  "60s",
                  "http://127.0.0.1:" + port + path)
              .redirectErrorStream(true)
              .redirectOutput(report.toFile())
              .start();
      var asked = new CountDownLatch(CLIENTS * 20);
      List<Future<Integer>> clients = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        clients.add(threads.submit(() -> askUntilNobodyListens(port, path, asked)));
      }
      asked.await();
      program.destroy();
      for (Future<Integer> client : clients) {
        assertTrue(client.get() > 0);
      }
      assertEquals(0, program.waitFor());
      assertEquals("", Files.readString(errors));
      interrupt(wrk);
      assertTrue(wrk.waitFor(20, TimeUnit.SECONDS));
      String said = Files.readString(report);
      assertTrue(said.contains("requests in"), said);
      assertFalse(said.contains("Non-2xx"), said);
      var lost = LOST.matcher(said);
      if (lost.find()) {
        assertEquals("0", lost.group(1), said);
      }
    } finally {
      program.destroyForcibly();
      if (wrk != null) {
        wrk.destroyForcibly();
      }
    }
  }

  /// `wrk` tells what it has counted when it is interrupted.
  private static void interrupt(Process wrk) throws Exception {
    assertEquals(0, new ProcessBuilder("kill", "-INT", Long.toString(wrk.pid())).start().waitFor());
  }

  /// How many answers came; raises IOException when a request that was sent got none.
  private static int askUntilNobodyListens(int port, String path, CountDownLatch asked)
      throws IOException {
    byte[] request = ("GET " + path + " HTTP/1.1\r\nHost: a\r\n\r\n").getBytes(US_ASCII);
    int answers = 0;
    while (true) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(20_000);
        var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII));
        boolean isLast = false;
        while (!isLast) {
          socket.getOutputStream().write(request);
          isLast = isLast(in);
          answers++;
          asked.countDown();
        }
      } catch (ConnectException nobody) {
        return answers;
      }
    }
  }

  /// Reads an answer; whether it says that it is the last one of its connection.
  private static boolean isLast(BufferedReader in) throws IOException {
    boolean isLast = false;
    String line = in.readLine();
    if (line == null) {
      throw new IOException("a request was lost");
    }
    assertEquals("HTTP/1.1 200 OK", line);
    for (line = in.readLine(); !line.isEmpty(); line = in.readLine()) {
      isLast |= line.equalsIgnoreCase("connection: close");
    }
    char[] body = new char[4];
    assertEquals(4, in.read(body));
    assertEquals("done", new String(body));
    return isLast;
  }
}
