package ruchy.runtime.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static ruchy.runtime.http.Handlers.handler;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.wire.Wire;

/// Two tasks that answer one request: all that is sent is of the first one.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SecondAnswerTest {
  private static final int LARGE = 16 << 20;

  private final Server server = Server.create("127.0.0.1:0");
  private final ConcurrentLinkedQueue<String> errors = new ConcurrentLinkedQueue<>();

  @TempDir private Path folder;
  private Path small = Path.of("");
  private Path large = Path.of("");

  @BeforeEach
  void write() throws IOException {
    small = Files.writeString(folder.resolve("small.html"), "<p>small");
    large = Files.writeString(folder.resolve("large.html"), "#".repeat(LARGE));
  }

  @AfterEach
  void close() {
    server.close();
  }

  private void answer(String kind, Response res) {
    switch (kind) {
      case "problem" -> res.problem(404, "there is none");
      case "error page" -> res.errorPage(500, Failure.ioError("no luck"));
      case "empty" -> res.empty(204, null);
      case "status of an error" -> res.preset(404);
      case "redirect" -> res.redirect("/other", 301);
      case "events" -> res.events();
      case "small file" -> res.sendFile(small.toString());
      case "large file" -> res.sendFile(large.toString());
      case "download" -> res.download(small.toString());
      default -> throw new IllegalArgumentException(kind);
    }
  }

  private void note(Runnable action) {
    try {
      action.run();
      errors.add("none");
    } catch (Failure failure) {
      errors.add(failure.message());
    }
  }

  /// Whether it has come to the monitor that the other task holds, or past it.
  private static boolean isAtRest(Thread task) {
    return switch (task.getState()) {
      case BLOCKED, WAITING, TIMED_WAITING, TERMINATED -> true;
      case NEW, RUNNABLE -> false;
    };
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "problem",
        "error page",
        "empty",
        "status of an error",
        "redirect",
        "events",
        "small file",
        "large file",
        "download"
      })
  void who_comes_second_writes_nothing(String kind) throws IOException {
    server.get("/alone", handler((req, res) -> res.text("mine")));
    server.get(
        "/",
        handler(
            true,
            false,
            (req, res) -> {
              Thread other;
              synchronized (res) {
                other = Thread.ofPlatform().start(() -> note(() -> answer(kind, res)));
                while (!isAtRest(other)) {
                  Thread.onSpinWait();
                }
                res.text("mine");
              }
              other.join();
              return null;
            }));
    server.listen();
    try (Wire client = Wire.to(server.port())) {
      Wire.Message alone = client.ask("GET /alone HTTP/1.1\nHost: a\n\n");
      Wire.Message both = client.ask("GET / HTTP/1.1\nHost: a\n\n");
      assertEquals("mine", both.body());
      assertEquals(alone.start(), both.start());
      assertEquals(withoutDate(alone), withoutDate(both));
    }
  }

  private static List<String> withoutDate(Wire.Message answer) {
    return answer.fields().stream().filter(field -> !field.startsWith("date:")).sorted().toList();
  }

  /// Has a file sent by one task, and other things done by another one when its head has left;
  /// waits for the end of both.
  ///
  /// @return the body that the client gets
  private String whileFileLeaves(String fields, Handlers.Two other) throws Exception {
    var hasBegun = new CountDownLatch(1);
    var isOver = new CountDownLatch(1);
    server.get(
        "/",
        handler(
            true,
            false,
            (req, res) -> {
              Thread task =
                  Thread.ofPlatform().start(() -> note(() -> res.sendFile(large.toString())));
              hasBegun.await();
              other.call(req, res);
              task.join();
              isOver.countDown();
              return null;
            }));
    server.listen();
    try (var client = new Socket(InetAddress.getLoopbackAddress(), (int) server.port())) {
      client
          .getOutputStream()
          .write(
              ("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n" + fields + "\r\n")
                  .getBytes(StandardCharsets.US_ASCII));
      var in =
          new BufferedReader(
              new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII));
      String line = in.readLine();
      while (!line.isEmpty()) {
        line = in.readLine();
      }
      hasBegun.countDown();
      String body = in.readAllAsString();
      isOver.await();
      return body;
    }
  }

  @Test
  void what_comes_while_a_file_leaves_is_an_error() throws Exception {
    String body =
        whileFileLeaves(
            "",
            (req, res) -> {
              note(() -> res.header("X-A", "v"));
              note(() -> res.status(404));
              note(() -> res.text("mine"));
              return null;
            });
    assertEquals(LARGE, body.length());
    String end = " comes too late: the response was already sent by res.send_file with status 200";
    assertEquals(
        List.of("res.header" + end, "res.status" + end, "res.text" + end, "none"),
        List.copyOf(errors));
  }

  @Test
  void pieces_of_the_program_do_not_come_between_those_of_a_file() throws Exception {
    int half = LARGE / 2;
    String body =
        whileFileLeaves(
            "Range: bytes=0-" + (half - 1) + "," + (half + 1) + "-" + (LARGE - 1) + "\r\n",
            (req, res) -> {
              note(() -> res.write("mine"));
              note(res::end);
              return null;
            });
    assertEquals(LARGE - 1, body.chars().filter(c -> c == '#').count());
    assertTrue(body.endsWith("--\r\n"));
    String end = " comes too late: the response was already sent by res.send_file with status 206";
    assertEquals(List.of("res.write" + end, "res.end" + end, "none"), List.copyOf(errors));
  }
}
