package ruchy.runtime.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static ruchy.runtime.http.Handlers.handler;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.value.HashMapValue;
import ruchy.runtime.wire.Wire;

/// One response that several tasks use at once (L 12.3: library objects may be used from any task).
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SharedResponseTest {
  private static final String GET = "GET / HTTP/1.1\nHost: a\n\n";
  private static final int TASKS = 4;
  private static final int FIELDS = 40;
  private static final int ROUNDS = 100;

  private final Server server = Server.create("127.0.0.1:0");

  @AfterEach
  void close() {
    server.close();
  }

  /// Begins them all at the same moment.
  private static List<Thread> begin(IntConsumer task) {
    CyclicBarrier together = new CyclicBarrier(TASKS);
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < TASKS; i++) {
      int number = i;
      threads.add(
          Thread.ofPlatform()
              .start(
                  () -> {
                    try {
                      together.await();
                    } catch (Exception broken) {
                      throw new IllegalStateException(broken);
                    }
                    task.accept(number);
                  }));
    }
    return threads;
  }

  @Test
  void the_fields_of_all_tasks_are_sent() throws Exception {
    server.get(
        "/",
        handler(
            true,
            false,
            (req, res) -> {
              List<Thread> tasks =
                  begin(
                      task -> {
                        for (int i = 0; i < FIELDS; i++) {
                          String name = "X-" + task + "-" + i;
                          switch (i % 3) {
                            case 0 -> res.header(name, "v");
                            case 1 -> res.headers(HashMapValue.of(name, "v"));
                            default -> res.cookie(name, "v");
                          }
                        }
                      });
              for (Thread task : tasks) {
                task.join();
              }
              return res.text("ok");
            }));
    server.listen();
    Set<String> expected = new TreeSet<>();
    for (int task = 0; task < TASKS; task++) {
      for (int i = 0; i < FIELDS; i++) {
        String name = "X-" + task + "-" + i;
        expected.add(i % 3 == 2 ? "set-cookie:" + name + "=v" : name + ":v");
      }
    }
    try (Wire client = Wire.to(server.port())) {
      for (int round = 0; round < ROUNDS; round++) {
        Wire.Message answer = client.ask(GET);
        assertEquals("ok", answer.body());
        Set<String> sent = new TreeSet<>();
        for (String field : answer.fields()) {
          if (field.contains("X-")) {
            assertTrue(sent.add(field.split(";", 2)[0].replace(": ", ":")), field);
          }
        }
        assertEquals(expected, sent);
      }
    }
  }

  @Test
  void a_field_that_comes_after_the_answer_is_an_error_and_changes_nothing() throws Exception {
    var errors = new ConcurrentLinkedQueue<String>();
    var ended = new CountDownLatch(ROUNDS * TASKS);
    server.get(
        "/",
        handler(
            true,
            false,
            (req, res) -> {
              begin(
                  task -> {
                    try {
                      for (int i = 0; true; i++) {
                        res.header("X-" + task, "v".repeat(i % 100));
                      }
                    } catch (RuntimeException failure) {
                      errors.add(
                          failure instanceof Failure known
                              ? known.message()
                              : String.valueOf(failure));
                    } finally {
                      ended.countDown();
                    }
                  });
              return res.text("ok");
            }));
    server.listen();
    try (Wire client = Wire.to(server.port())) {
      for (int round = 0; round < ROUNDS; round++) {
        Wire.Message answer = client.ask(GET);
        assertEquals(200, answer.status());
        assertEquals("ok", answer.body());
        assertEquals("2", answer.field("content-length"));
      }
    }
    ended.await();
    assertEquals(
        Set.of(
            "res.header comes too late: the response was already sent by res.text with status 200"),
        Set.copyOf(errors));
  }
}
