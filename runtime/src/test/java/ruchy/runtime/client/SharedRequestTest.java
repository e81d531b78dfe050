package ruchy.runtime.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.buffer.Buffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import ruchy.runtime.engine.Bridge;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.message.Body;
import ruchy.runtime.message.BodyStream;
import ruchy.runtime.value.FunctionValue;

/// What several tasks want that is done once: each of them is cancelled alone (L 12.2).
@Timeout(60)
class SharedRequestTest {
  /// A task that asks for something, and what it got.
  private static final class Asking<T> {
    private final CompletableFuture<T> got = new CompletableFuture<>();
    private final Thread thread;

    Asking(Supplier<T> question) {
      thread =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      got.complete(question.get());
                    } catch (Throwable raised) {
                      got.completeExceptionally(raised);
                    }
                  });
    }

    /// Returns when the task waits, for an answer or for another task.
    Asking<T> awaitWaiting() {
      while (thread.getState() != Thread.State.WAITING) {
        assertTrue(thread.isAlive() || got.isDone());
        Thread.onSpinWait();
      }
      return this;
    }

    /// Cancels the task, and waits for its CancelledError.
    void cancel() throws Exception {
      thread.interrupt();
      assertTrue(failure().matchesType("CancelledError"));
    }

    Failure failure() {
      ExecutionException failed =
          assertThrows(ExecutionException.class, () -> got.get(20, TimeUnit.SECONDS));
      return assertInstanceOf(Failure.class, failed.getCause());
    }

    T result() throws Exception {
      return got.get(20, TimeUnit.SECONDS);
    }
  }

  @Test
  void who_waits_gets_the_answer_when_the_task_that_has_sent_is_cancelled() throws Exception {
    var arrived = new CountDownLatch(1);
    var release = new CountDownLatch(1);
    try (var server =
        new RawServer(
            connection -> {
              arrived.countDown();
              connection.hold(release);
              connection.answer("200 OK", "shared");
            })) {
      ClientRequest request = ClientModule.get(server.url("/"));
      var first = new Asking<>(request::text);
      arrived.await();
      var second = new Asking<>(request::text).awaitWaiting();
      var third = new Asking<>(() -> request.open().text()).awaitWaiting();
      var fourth = new Asking<>(request::status).awaitWaiting();
      first.cancel();
      second.cancel();
      fourth.cancel();
      release.countDown();
      assertEquals("shared", third.result());
      assertEquals("shared", request.text());
      assertEquals(1, server.requests().size());
    }
  }

  @Test
  void an_exchange_ends_when_nobody_waits_for_it() throws Exception {
    var arrived = new CountDownLatch(1);
    var ended = new CountDownLatch(1);
    try (var server = RawServer.silent(arrived, ended)) {
      ClientRequest request = ClientModule.get(server.url("/"));
      var first = new Asking<>(request::text);
      arrived.await();
      var second = new Asking<>(request::text).awaitWaiting();
      first.cancel();
      assertEquals(1, ended.getCount());
      second.cancel();
      assertTrue(ended.await(20, TimeUnit.SECONDS));
      Failure late = assertThrows(Failure.class, request::text);
      assertTrue(late.matchesType("IoError"), late::message);
      assertEquals("The request was given up (GET " + server.url("/") + ")", late.message());
      assertEquals(1, server.requests().size());
    }
  }

  @RepeatedTest(20)
  void of_many_tasks_that_are_cancelled_at_any_time_the_last_one_has_the_answer() throws Exception {
    var release = new CountDownLatch(1);
    try (var server = RawServer.holding(release, "shared")) {
      ClientRequest request = ClientModule.get(server.url("/"));
      List<Asking<String>> cancelled = new ArrayList<>();
      cancelled.add(new Asking<>(request::text).awaitWaiting());
      var stays = new Asking<>(request::text).awaitWaiting();
      for (int i = 0; i < 20; i++) {
        cancelled.add(new Asking<>(request::text));
      }
      for (Asking<String> each : cancelled) {
        Thread.ofVirtual().start(each.thread::interrupt);
      }
      for (Asking<String> each : cancelled) {
        assertTrue(each.failure().matchesType("CancelledError"));
      }
      assertFalse(stays.got.isDone());
      release.countDown();
      assertEquals("shared", stays.result());
      assertEquals(1, server.requests().size());
    }
  }

  @Test
  void the_rest_of_a_body_is_collected_by_who_is_left() throws Exception {
    String half = "0123456789".repeat(100_000);
    var release = new CountDownLatch(1);
    try (var server =
        RawServer.pausing("HTTP/1.1 200 OK\nContent-Length: 2000000\n\n" + half, release, half)) {
      ClientResponse answer = ClientModule.get(server.url("/")).open();
      var first = new Asking<>(answer::text).awaitWaiting();
      var second = new Asking<>(answer::text).awaitWaiting();
      first.cancel();
      release.countDown();
      assertEquals(half + half, second.result());
      assertEquals(half + half, answer.text());
    }
  }

  @Test
  void the_rest_of_a_body_that_nobody_wants_any_longer_ends_its_connection() throws Exception {
    var ended = new CountDownLatch(1);
    try (var server =
        new RawServer(
            connection -> {
              connection.send("HTTP/1.1 200 OK\nContent-Length: 10\n\nhalf");
              connection.awaitEnd();
              ended.countDown();
            })) {
      ClientResponse answer = ClientModule.get(server.url("/")).open();
      new Asking<>(answer::text).awaitWaiting().cancel();
      assertTrue(ended.await(20, TimeUnit.SECONDS));
      Failure late = assertThrows(Failure.class, answer::text);
      assertTrue(late.message().startsWith("The rest of the body was given up"), late::message);
    }
  }

  @Test
  void a_piece_that_comes_for_a_cancelled_task_is_there_for_the_next_one() throws Exception {
    var release = new CountDownLatch(1);
    try (var server =
        RawServer.pausing("HTTP/1.1 200 OK\nContent-Length: 10\n\n", release, "0123456789")) {
      BodyStream stream = ClientModule.get(server.url("/")).stream();
      new Asking<>(stream::read).awaitWaiting().cancel();
      new Asking<>(stream::read).awaitWaiting().cancel();
      release.countDown();
      Buffer all = Buffer.buffer();
      for (Body piece = stream.read(); piece != null; piece = stream.read()) {
        all.appendBuffer(piece.bytes());
      }
      assertEquals("0123456789", all.toString());
    }
  }

  @Test
  void a_stream_whose_reader_was_cancelled_can_be_sent_on_whole() throws Exception {
    var release = new CountDownLatch(1);
    try (var server =
            RawServer.pausing("HTTP/1.1 200 OK\nContent-Length: 10\n\n", release, "0123456789");
        var mirror =
            new RawServer(
                connection -> {
                  connection.readTo("0\r\n\r\n");
                  connection.answer("200 OK", connection.text());
                })) {
      BodyStream stream = ClientModule.get(server.url("/")).stream();
      new Asking<>(stream::read).awaitWaiting().cancel();
      ClientRequest passedOn = ClientModule.post(mirror.url("/")).body(stream);
      release.countDown();
      assertEquals("a\r\n0123456789\r\n0\r\n\r\n", passedOn.text());
    }
  }

  @Test
  void a_download_is_completed_by_who_is_left(@TempDir Path folder) throws Exception {
    var begun = new CountDownLatch(1);
    var release = new CountDownLatch(1);
    try (var server =
        new RawServer(
            connection -> {
              connection.send("HTTP/1.1 200 OK\nContent-Length: 10\n\n01234");
              begun.countDown();
              connection.hold(release);
              connection.send("56789");
            })) {
      Path file = folder.resolve("file");
      Download download =
          ClientModule.download(server.url("/"), file.toString())
              .checksum("sha1:87acec17cd9dcd20a716cc2cf67417b71c8a7016");
      var first = new Asking<>(download::await);
      begun.await();
      first.awaitWaiting();
      var second = new Asking<>(download::await).awaitWaiting();
      var third = new Asking<>(download::await).awaitWaiting();
      first.cancel();
      second.cancel();
      release.countDown();
      assertEquals(10, third.result());
      assertEquals("0123456789", Files.readString(file));
      assertEquals(1, server.requests().size());
      assertEquals(10, download.await());
    }
  }

  @Test
  void a_function_for_progress_that_is_cancelled_ends_no_other_task(@TempDir Path folder)
      throws Exception {
    var inFunction = new CountDownLatch(1);
    try (var server = new RawServer(connection -> connection.answer("200 OK", "0123456789"))) {
      Path file = folder.resolve("file");
      var calls = new AtomicInteger();
      Download download =
          ClientModule.download(server.url("/"), file.toString())
              .onProgress(
                  new FunctionValue() {
                    @Override
                    public int minimumArity() {
                      return 2;
                    }

                    @Override
                    public @Nullable Object call(@Nullable Object done, @Nullable Object all) {
                      if (calls.incrementAndGet() == 1) {
                        inFunction.countDown();
                        Bridge.sleep(60_000_000_000L);
                      }
                      return null;
                    }
                  });
      var first = new Asking<>(download::await);
      inFunction.await();
      var second = new Asking<>(download::await).awaitWaiting();
      first.cancel();
      assertEquals(10, second.result());
      assertEquals("0123456789", Files.readString(file));
    }
  }

  @Test
  void a_body_is_made_on_by_who_is_left() throws Exception {
    var inFunction = new CountDownLatch(1);
    try (var server =
        new RawServer(
            connection -> {
              connection.readTo("0\r\n\r\n");
              connection.answer("200 OK", connection.text());
            })) {
      var calls = new AtomicInteger();
      ClientRequest request =
          ClientModule.post(server.url("/"))
              .bodyFrom(
                  new FunctionValue() {
                    @Override
                    public int minimumArity() {
                      return 0;
                    }

                    @Override
                    public @Nullable Object call() {
                      return switch (calls.incrementAndGet()) {
                        case 1 -> "ab";
                        case 2 -> {
                          inFunction.countDown();
                          Bridge.sleep(60_000_000_000L);
                          yield "never";
                        }
                        case 3 -> "cd";
                        default -> null;
                      };
                    }
                  });
      var first = new Asking<>(request::text);
      inFunction.await();
      var second = new Asking<>(request::text).awaitWaiting();
      first.cancel();
      assertEquals("2\r\nab\r\n2\r\ncd\r\n0\r\n\r\n", second.result());
      assertEquals(1, server.requests().size());
    }
  }
}
