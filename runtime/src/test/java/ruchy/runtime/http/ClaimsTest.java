package ruchy.runtime.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static ruchy.runtime.http.Handlers.handler;

import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.message.Chunks;
import ruchy.runtime.value.FunctionValue;
import ruchy.runtime.wire.Wire;

/// Whoever has claimed the answer and does not give it leaves it to others, and the client gets
/// one.
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ClaimsTest {
  private static final int LARGE = 2 << 20;
  private static final String ASK = "GET / HTTP/1.1\nHost: a\n\n";

  private final Server server = Server.create("127.0.0.1:0");
  private final LinkedBlockingQueue<String> errors = new LinkedBlockingQueue<>();
  private final CountDownLatch hasClaimed = new CountDownLatch(1);

  @TempDir private Path folder;
  private Path large = Path.of("");

  @BeforeEach
  void write() throws IOException {
    large = Files.writeString(folder.resolve("large.html"), "#".repeat(LARGE));
  }

  @AfterEach
  void close() {
    server.close();
  }

  /// What the library does of its own, such as a proxy.
  private interface Taken {
    void by(Passage passage);
  }

  private static final Taken ANSWERS =
      passage -> passage.end(passage.begin(fields -> {}).end("by the takeover"));

  private static final Taken FAILS =
      passage -> {
        throw Failure.ioError("no luck");
      };

  private static final Taken FAILS_IN_THE_MIDDLE =
      passage -> {
        passage.begin(fields -> {}).setChunked(true).write("begun");
        throw Failure.ioError("no luck");
      };

  private static FunctionValue takeover(Taken taken) {
    return new Takeover() {
      @Override
      public String name() {
        return "a takeover";
      }

      @Override
      protected void take(Passage passage, @Nullable Object prepared, Runnable whenDone) {
        taken.by(passage);
        whenDone.run();
      }
    };
  }

  private void note(Runnable action) {
    try {
      action.run();
      errors.add("none");
    } catch (Failure failure) {
      errors.add(failure.message());
    } catch (IllegalArgumentException refused) {
      errors.add("refused");
    }
  }

  private void answer(String kind, Request req, Response res) {
    switch (kind) {
      case "takeover" -> takeover(ANSWERS).call(req, res);
      case "failing takeover" -> takeover(FAILS).call(req, res);
      case "file" -> res.sendFile(large.toString());
      case "pieces" -> res.write("piece");
      case "events" -> res.events();
      default -> throw new IllegalArgumentException(kind);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException interrupted) {
      throw new AssertionError(interrupted);
    }
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException interrupted) {
      throw new AssertionError(interrupted);
    }
  }

  private Wire.Message asked() throws IOException {
    try (Wire client = Wire.to(server.port())) {
      return client.ask(ASK);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"takeover", "file"})
  void a_task_that_is_cancelled_before_it_answers_leaves_that_to_others(String kind)
      throws IOException {
    server.get(
        "/",
        handler(
            true,
            false,
            (req, res) -> {
              Thread.currentThread().interrupt();
              note(() -> answer(kind, req, res));
              return res.text("mine");
            }));
    server.listen();
    assertEquals("mine", asked().body());
    assertEquals(List.of("The task was cancelled"), List.copyOf(errors));
  }

  /// Has a task claim the answer, and do so much more when the functions have ended.
  private void listenAndEndBefore(String kind, ResponseHead.LastChange more) {
    server.get(
        "/",
        handler(
            true,
            false,
            (req, res) -> {
              Thread functions = Thread.currentThread();
              res.beforeHead(
                  head -> {
                    hasClaimed.countDown();
                    join(functions);
                    more.make(head);
                  });
              Thread.ofPlatform().start(() -> note(() -> answer(kind, req, res)));
              hasClaimed.await();
              return null;
            }));
    server.listen();
  }

  @Test
  void the_server_answers_when_a_task_is_cancelled_after_the_functions_have_ended()
      throws Exception {
    listenAndEndBefore("file", head -> Thread.currentThread().interrupt());
    assertEquals("HTTP/1.1 500 Internal Server Error", asked().start());
    assertEquals("The task was cancelled", errors.take());
  }

  @Test
  void what_has_claimed_and_begun_answers_though_its_task_is_cancelled() throws IOException {
    listenAndEndBefore("takeover", head -> Thread.currentThread().interrupt());
    assertEquals("by the takeover", asked().body());
  }

  @ParameterizedTest
  @ValueSource(strings = {"takeover", "file", "pieces", "events"})
  void the_server_answers_when_a_claim_fails_after_the_functions_have_ended(String kind)
      throws IOException {
    listenAndEndBefore(
        kind,
        head -> {
          throw Failure.ioError("no luck");
        });
    assertEquals("HTTP/1.1 500 Internal Server Error", asked().start());
  }

  @Test
  void the_server_answers_when_a_file_cannot_be_read_and_its_task_is_cancelled()
      throws IOException {
    var isCancelled = new CountDownLatch(1);
    server.get(
        "/",
        handler(
            true,
            false,
            (req, res) -> {
              Thread functions = Thread.currentThread();
              res.beforeHead(
                  head -> {
                    hasClaimed.countDown();
                    join(functions);
                    req.passage().loop().execute(() -> await(isCancelled));
                  });
              Thread task = Thread.ofPlatform().start(() -> note(() -> answer("file", req, res)));
              Thread.ofPlatform()
                  .start(
                      () -> {
                        while (res.statusElsewhere() < 0) {
                          Thread.onSpinWait();
                        }
                        note(() -> large.toFile().delete());
                        task.interrupt();
                        join(task);
                        isCancelled.countDown();
                      });
              hasClaimed.await();
              return null;
            }));
    server.listen();
    assertEquals("HTTP/1.1 500 Internal Server Error", asked().start());
    assertEquals(List.of("none", "The task was cancelled"), List.copyOf(errors));
  }

  @ParameterizedTest
  @ValueSource(strings = {"takeover", "file", "pieces", "events"})
  void an_answer_that_fails_before_it_begins_is_left_to_others_and_the_turn_is_free(String kind)
      throws IOException {
    server.get("/other", handler(true, true, (req, res) -> res.text("other")));
    server.get(
        "/",
        handler(
            true,
            true,
            (req, res) -> {
              if (!kind.equals("takeover")) {
                res.beforeHead(head -> head.status(-1));
              }
              note(() -> answer(kind.equals("takeover") ? "failing takeover" : kind, req, res));
              return res.text("mine");
            }));
    server.listen();
    Wire.Message answer = asked();
    assertEquals("HTTP/1.1 200 OK", answer.start());
    assertEquals("mine", answer.body());
    try (Wire client = Wire.to(server.port())) {
      assertEquals("other", client.ask("GET /other HTTP/1.1\nHost: a\n\n").body());
    }
  }

  @Test
  void a_takeover_alone_that_fails_is_answered_by_the_server() throws IOException {
    server.get("/", takeover(FAILS));
    server.listen();
    assertEquals("HTTP/1.1 500 Internal Server Error", asked().start());
  }

  @Test
  void a_takeover_that_fails_in_the_middle_is_cut_off() throws IOException {
    server.get("/", takeover(FAILS_IN_THE_MIDDLE));
    server.listen();
    try (Wire client = Wire.to(server.port())) {
      assertFalse(untilClosed(client.send(ASK)).endsWith("0\r\n\r\n"));
    }
  }

  private static void answerAtOnce(String kind, Response res) {
    switch (kind) {
      case "redirect" -> res.redirect("/elsewhere");
      case "problem" -> res.problem(404, "no such thing");
      case "error page" -> res.errorPage(500, Failure.ioError("no luck"));
      case "empty" -> res.empty(204, null);
      case "pass" -> res.pass(Chunks.of(Buffer.buffer("passed")));
      case "text" -> res.text("text");
      case "json" -> res.json("text");
      default -> throw new IllegalArgumentException(kind);
    }
  }

  /// Answers from the deepest place of the stack at which that succeeds.
  private static boolean answerFromTheDeepest(Runnable answer, int depth) {
    try {
      if (depth < Integer.MAX_VALUE && answerFromTheDeepest(answer, depth + 1)) {
        return true;
      }
    } catch (StackOverflowError tooDeep) {
      if (depth % 8 != 0) {
        throw tooDeep; // A few calls above there is a little more room.
      }
    }
    answer.run();
    return true;
  }

  @ParameterizedTest
  @ValueSource(strings = {"redirect", "problem", "error page", "empty", "pass", "text", "json"})
  void an_answer_for_which_the_stack_is_too_small_is_left_to_others(String kind)
      throws IOException {
    server.get(
        "/warm",
        handler(
            false,
            false,
            (req, res) -> {
              answerAtOnce(kind, res);
              return null;
            }));
    server.get(
        "/",
        handler(
            false,
            false,
            (req, res) -> {
              note(() -> answerFromTheDeepest(() -> answerAtOnce(kind, res), 0));
              return null;
            }));
    server.listen();
    try (Wire client = Wire.to(server.port())) {
      String warm = client.ask("GET /warm HTTP/1.1\nHost: a\n\n").start();
      assertEquals(warm, client.ask(ASK).start());
    }
    assertEquals(List.of("none"), List.copyOf(errors));
  }

  @Test
  void an_answer_that_cannot_be_written_is_cut_off() throws IOException {
    server.get(
        "/",
        handler(
            false,
            false,
            (req, res) -> {
              res.beforeHead(head -> head.status(-1));
              return res.text("mine");
            }));
    server.listen();
    try (Wire client = Wire.to(server.port())) {
      assertEquals("", untilClosed(client.send(ASK)));
    }
  }

  private static String untilClosed(Wire client) throws IOException {
    try {
      return client.rest();
    } catch (SocketException reset) {
      return "";
    }
  }
}
