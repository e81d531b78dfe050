package ruchy.runtime.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;
import static ruchy.runtime.http.Handlers.handler;
import static ruchy.runtime.http.Handlers.onError;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import ruchy.runtime.engine.Bridge;
import ruchy.runtime.engine.Launch;
import ruchy.runtime.engine.Output;
import ruchy.runtime.engine.OwnJvm;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.wire.Wire;

/// How programs with servers live and end (L 13.3, 13.4). Each program is a process of its own.
@Timeout(value = 90, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LifetimeTest {
  /// What the JVM of a program with a server is started with.
  static final List<String> OPTIONS =
      List.of("--enable-native-access=ALL-UNNAMED", "--add-opens=java.base/java.lang=ALL-UNNAMED");

  private static final long HOUR = TimeUnit.HOURS.toNanos(1);

  private final List<Process> started = new ArrayList<>();

  @AfterEach
  void end() {
    started.forEach(Process::destroyForcibly);
  }

  /// The programs that the tests run; each prints its port, and what happens.
  static final class Programs {
    private Programs() {}

    public static void main(String[] args) {
      Launch.run(() -> program(args[0]), args);
    }

    private static void program(String name) {
      Server server = Server.create("127.0.0.1:0");
      server.get(
          "/slow",
          handler(
              true,
              false,
              (req, res) -> {
                Output.STANDARD.line("begun");
                Bridge.sleep(TimeUnit.MILLISECONDS.toNanos(300));
                return "done";
              }));
      server.get(
          "/often",
          handler(
              true,
              false,
              (req, res) -> {
                Bridge.sleep(TimeUnit.MILLISECONDS.toNanos(20));
                return "done";
              }));
      server.get("/quick", handler((req, res) -> "done"));
      server.get(
          "/fails",
          handler(
              (req, res) -> {
                throw Failure.of("the original");
              }));
      server.use(
          onError(
              (error, req, res, next) -> {
                throw Failure.of("the handler's own");
              }));
      server.get(
          "/endless",
          handler(
              true,
              false,
              (req, res) -> {
                Output.STANDARD.line("begun");
                Bridge.sleep(HOUR);
                return null;
              }));
      server.listen();
      Output.STANDARD.line(Long.toString(server.port()));
      switch (name) {
        case "serves" -> {}
        case "has its own grace" -> server.setGrace(50);
        case "closes" -> server.close();
        case "closes and sleeps" -> {
          server.close();
          server.awaitClosed();
          Output.STANDARD.line("closed");
          Output.STANDARD.flush();
          Bridge.sleep(HOUR);
        }
        case "raises" -> throw Failure.of("no luck");
        case "waits" -> {
          server.close();
          server.awaitClosed();
          Output.STANDARD.line("closed");
        }
        default -> throw new IllegalStateException(name);
      }
    }
  }

  private static final class Running {
    final Process process;
    final BufferedReader output;
    final int port;

    Running(Process process) throws IOException {
      this.process = process;
      this.output = process.inputReader(StandardCharsets.UTF_8);
      this.port = Integer.parseInt(output.readLine());
    }

    Socket ask(String path) throws IOException {
      Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
      String request = "GET " + path + " HTTP/1.1\r\nHost: a\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      assertEquals("begun", output.readLine());
      return socket;
    }

    void signal(String name) throws IOException, InterruptedException {
      var kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start();
      assertEquals(0, kill.waitFor());
    }

    int status() throws InterruptedException {
      assertTrue(process.waitFor(60, TimeUnit.SECONDS));
      return process.exitValue();
    }

    /// Returns when the server has stopped accepting.
    void untilItDrains() {
      while (true) {
        try (Socket accepted = new Socket(InetAddress.getLoopbackAddress(), port)) {
          assertTrue(accepted.isConnected());
        } catch (ConnectException refused) {
          return;
        } catch (IOException reset) {
          Thread.onSpinWait();
        }
      }
    }
  }

  private Running start(String program, String... environment) throws IOException {
    var builder = new ProcessBuilder(OwnJvm.command(Programs.class, OPTIONS, program));
    for (int i = 0; i < environment.length; i += 2) {
      builder.environment().put(environment[i], environment[i + 1]);
    }
    Process process = builder.start();
    started.add(process);
    return new Running(process);
  }

  @Test
  @Execution(CONCURRENT)
  void sigterm_ends_a_program_with_a_server_with_0() throws Exception {
    Running program = start("serves");
    program.signal("TERM");
    assertEquals(0, program.status());
  }

  @Test
  @Execution(CONCURRENT)
  void sigint_ends_it_with_130() throws Exception {
    Running program = start("serves");
    program.signal("INT");
    assertEquals(130, program.status());
  }

  @Test
  @Execution(CONCURRENT)
  void a_request_in_progress_may_finish() throws Exception {
    Running program = start("serves");
    try (Socket socket = program.ask("/slow")) {
      program.signal("TERM");
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertTrue(answer.endsWith("\r\n\r\ndone"), answer);
    }
    assertEquals(0, program.status());
  }

  /// Asks again and again on one connection until an answer says that it is the last one.
  private static int askUntilTheLastAnswer(int port, String path, CountDownLatch asked)
      throws IOException {
    int answers = 0;
    try (Wire client = Wire.to(port)) {
      while (true) {
        Wire.Message answer = client.ask("GET " + path + " HTTP/1.1\nHost: a\n\n");
        assertEquals(200, answer.status());
        assertEquals("done", answer.body());
        answers++;
        asked.countDown();
        if (answer.field("connection").equals("close")) {
          assertTrue(client.isClosed());
          return answers;
        }
      }
    }
  }

  @ParameterizedTest
  @Execution(CONCURRENT)
  @ValueSource(strings = {"/often", "/quick"})
  void clients_that_ask_all_the_time_lose_no_request(String path) throws Exception {
    Running program = start("serves");
    int clients = 40;
    var asked = new CountDownLatch(clients * 5);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Integer>> all = new ArrayList<>();
      for (int i = 0; i < clients; i++) {
        all.add(threads.submit(() -> askUntilTheLastAnswer(program.port, path, asked)));
      }
      asked.await();
      program.signal("TERM");
      for (Future<Integer> client : all) {
        assertTrue(client.get() > 0);
      }
    }
    assertEquals(0, program.status());
    assertEquals(
        "",
        new String(program.process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8)
            .replaceAll("WARNING: .*\n", ""));
  }

  @Test
  @Execution(CONCURRENT)
  void a_request_that_has_begun_to_arrive_is_answered() throws Exception {
    Running program = start("serves");
    try (Wire half = Wire.to(program.port);
        Wire idle = Wire.to(program.port)) {
      assertEquals(200, idle.ask("GET /quick HTTP/1.1\nHost: a\n\n").status());
      half.send("GET /quick HTTP/1.1\nHo");
      // What is sent after it on another connection is answered after it is read.
      assertEquals(200, idle.ask("GET /quick HTTP/1.1\nHost: a\n\n").status());
      program.signal("TERM");
      program.untilItDrains();
      assertTrue(idle.isClosed());
      Wire.Message answer = half.ask("st: a\n\n");
      assertEquals(200, answer.status());
      assertEquals("close", answer.field("connection"));
      assertTrue(half.isClosed());
    }
    assertEquals(0, program.status());
  }

  @Test
  @Execution(CONCURRENT)
  void connections_that_wait_to_be_accepted_are_served() throws Exception {
    Running program = start("serves");
    List<Wire> clients = new ArrayList<>();
    try {
      for (int i = 0; i < 100; i++) {
        clients.add(Wire.to(program.port));
        clients.getLast().send("GET /often HTTP/1.1\nHost: a\n\n");
      }
      program.signal("TERM");
      for (Wire client : clients) {
        assertEquals("done", client.read().body());
      }
    } finally {
      for (Wire client : clients) {
        client.close();
      }
    }
    assertEquals(0, program.status());
  }

  @Test
  @Execution(CONCURRENT)
  void an_error_handler_that_fails_hides_nothing() throws Exception {
    Running program = start("serves");
    try (Wire client = Wire.to(program.port)) {
      assertEquals(500, client.ask("GET /fails HTTP/1.1\nHost: a\n\n").status());
    }
    program.signal("TERM");
    assertEquals(0, program.status());
    String errors =
        new String(program.process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(errors.contains("error in handler: the original\n"), errors);
    assertTrue(errors.contains("error in handler: the handler's own\n"), errors);
  }

  @Test
  @Execution(CONCURRENT)
  void after_the_grace_period_it_is_stopped() throws Exception {
    Running program = start("serves", "RUCHY_GRACE_MS", "50");
    try (Socket socket = program.ask("/endless")) {
      program.signal("TERM");
      assertEquals(0, program.status());
      assertEquals(-1, socket.getInputStream().read());
    }
  }

  @Test
  @Execution(CONCURRENT)
  void a_server_has_a_grace_period_of_its_own() throws Exception {
    Running program = start("has its own grace", "RUCHY_GRACE_MS", "3600000");
    try (Socket socket = program.ask("/endless")) {
      program.signal("INT");
      assertEquals(130, program.status());
      assertEquals(-1, socket.getInputStream().read());
    }
  }

  @Test
  @Execution(CONCURRENT)
  void a_second_signal_ends_it_at_once() throws Exception {
    Running program = start("serves", "RUCHY_GRACE_MS", "3600000");
    try (Socket socket = program.ask("/endless")) {
      assertTrue(socket.isConnected());
      program.signal("TERM");
      program.untilItDrains();
      program.signal("TERM");
      assertEquals(143, program.status());
    }
  }

  @Test
  @Execution(CONCURRENT)
  void a_program_whose_server_was_closed_ends_by_itself() throws Exception {
    assertEquals(0, start("closes").status());
    Running waiting = start("waits");
    assertEquals("closed", waiting.output.readLine());
    assertEquals(0, waiting.status());
  }

  @Test
  @Execution(CONCURRENT)
  void signals_end_a_program_with_nothing_open_at_once() throws Exception {
    Running first = start("closes and sleeps");
    assertEquals("closed", first.output.readLine());
    first.signal("TERM");
    assertEquals(143, first.status());
    Running second = start("closes and sleeps");
    assertEquals("closed", second.output.readLine());
    second.signal("INT");
    assertEquals(130, second.status());
  }

  @Test
  @Execution(CONCURRENT)
  void an_uncaught_error_ends_the_program_even_if_servers_are_open() throws Exception {
    Running program = start("raises");
    assertEquals(1, program.status());
    assertTrue(
        new String(program.process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8)
            .startsWith("error: no luck\n"));
    assertThrows(
        IOException.class, () -> new Socket(InetAddress.getLoopbackAddress(), program.port));
  }
}
