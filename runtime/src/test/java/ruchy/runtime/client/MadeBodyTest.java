package ruchy.runtime.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.value.FunctionValue;

/// Bodies that a function of the program makes.
@Timeout(60)
class MadeBodyTest {
  /// A function without parameters.
  private static FunctionValue function(Supplier<@Nullable Object> body) {
    return new FunctionValue() {
      @Override
      public int minimumArity() {
        return 0;
      }

      @Override
      public @Nullable Object call() {
        return body.get();
      }
    };
  }

  @Test
  void pieces_are_made_by_the_task_that_waits_and_sent_as_chunks() throws IOException {
    AtomicInteger left = new AtomicInteger(3);
    Thread task = Thread.currentThread();
    try (var server =
        new RawServer(
            connection -> {
              connection.readTo("0\r\n\r\n");
              connection.answer("200 OK", connection.text());
            })) {
      String seen =
          ClientModule.post(server.url("/"))
              .bodyFrom(
                  function(
                      () -> {
                        assertSame(task, Thread.currentThread());
                        return left.getAndDecrement() > 0 ? "ab" : null;
                      }))
              .text();
      assertEquals("2\r\nab\r\n".repeat(3) + "0\r\n\r\n", seen);
      assertTrue(server.requests().getFirst().contains("\ntransfer-encoding: chunked\n"));
    }
  }

  @Test
  void an_error_of_the_function_is_raised_and_ends_the_request() throws Exception {
    var ended = new CountDownLatch(1);
    try (var server =
        new RawServer(
            connection -> {
              connection.awaitEnd();
              ended.countDown();
            })) {
      AtomicInteger calls = new AtomicInteger();
      ClientRequest request =
          ClientModule.put(server.url("/"))
              .retries(3)
              .bodyFrom(
                  function(
                      () -> {
                        if (calls.incrementAndGet() == 2) {
                          throw Failure.argumentError("no more");
                        }
                        return "ab";
                      }));
      Failure failure = assertThrows(Failure.class, request::send);
      assertEquals("no more", failure.message());
      assertEquals(2, calls.get());
      ended.await();
      assertEquals(1, server.connections());
    }
  }

  @Test
  void a_body_that_is_made_is_not_made_again() throws IOException {
    try (var server =
        new RawServer(connection -> connection.answer("307 Again\nLocation: /next", ""))) {
      AtomicInteger left = new AtomicInteger(1);
      ClientRequest request =
          ClientModule.post(server.url("/"))
              .bodyFrom(function(() -> left.getAndDecrement() > 0 ? "ab" : null));
      Failure failure = assertThrows(Failure.class, request::send);
      assertEquals(
          "A redirect asks for the body again, which was sent as it came (POST "
              + server.url("/")
              + ")",
          failure.message());
    }
  }

  @Test
  void a_server_that_takes_nothing_runs_into_the_time_limit() throws IOException {
    try (var server = new RawServer(connection -> connection.awaitNothing())) {
      ClientRequest request =
          ClientModule.post(server.url("/"))
              .timeout(300)
              .bodyFrom(function(() -> "0123456789".repeat(10_000)));
      Failure failure = assertThrows(Failure.class, request::send);
      assertTrue(failure.matchesType("TimeoutError"), failure::message);
    }
  }
}
