package ruchy.runtime.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static ruchy.runtime.http.Handlers.handler;
import static ruchy.runtime.http.Handlers.middleware;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import ruchy.runtime.engine.Bridge;
import ruchy.runtime.engine.LoopThreads;
import ruchy.runtime.engine.Outcome;
import ruchy.runtime.engine.OwnJvm;
import ruchy.runtime.task.AsyncModule;
import ruchy.runtime.task.Task;
import ruchy.runtime.value.FunctionValue;
import ruchy.runtime.wire.Wire;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ConcurrencyTest {
  private final Server server = Server.create("127.0.0.1:0");
  private final HttpClient client = HttpClient.newHttpClient();

  /// State that handlers share: plain fields, so that two handlers at once would lose updates.
  private long hits;

  private final List<Outcome<Boolean>> waiting = new ArrayList<>();

  @AfterEach
  void close() {
    server.close();
    client.shutdownNow();
  }

  @Test
  void a_thousand_parallel_requests_get_a_thousand_numbers() throws Exception {
    server.get("/call", handler(false, true, (req, res) -> res.text(++hits)));
    server.get("/thread", handler(true, true, (req, res) -> res.text(++hits)));
    server.listen();
    Set<String> numbers = new HashSet<>();
    List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      answers.add(ask(i % 2 == 0 ? "/call" : "/thread"));
    }
    for (var answer : answers) {
      numbers.add(answer.get().body());
    }
    assertEquals(1000, numbers.size());
    assertEquals(1000, hits);
  }

  @Test
  void a_handler_that_waits_lets_others_run() throws Exception {
    int count = 50;
    server.get(
        "/meet",
        handler(
            true,
            true,
            (req, res) -> {
              hits++;
              long mine = hits;
              if (mine == count) {
                waiting.forEach(other -> other.complete(true));
              } else {
                Bridge.<Boolean>await(waiting::add);
              }
              return res.text(mine);
            }));
    server.listen();
    List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      answers.add(ask("/meet"));
    }
    for (var answer : answers) {
      assertEquals(200, answer.get().statusCode());
    }
    assertEquals(count, hits);
  }

  @Test
  void a_handler_that_waits_stops_no_event_loop() throws Exception {
    var begun = new CountDownLatch(8);
    var released = new CountDownLatch(1);
    server.get(
        "/wait",
        handler(
            true,
            false,
            (req, res) -> {
              begun.countDown();
              released.await();
              return "waited";
            }));
    server.get("/other", handler((req, res) -> "other"));
    server.listen();
    List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      answers.add(ask("/wait"));
    }
    begun.await();
    for (int i = 0; i < 20; i++) {
      assertEquals("other", ask("/other").get().body());
    }
    for (var answer : answers) {
      assertFalse(answer.isDone());
    }
    released.countDown();
    for (var answer : answers) {
      assertEquals("waited", answer.get().body());
    }
  }

  @Test
  void all_functions_of_a_request_run_in_one_task() throws Exception {
    List<Thread> threads = new CopyOnWriteArrayList<>();
    var after = new CountDownLatch(1);
    server.use(
        middleware(
            true,
            true,
            (req, res, next) -> {
              threads.add(Thread.currentThread());
              next.call();
              threads.add(Thread.currentThread());
              after.countDown();
              return null;
            }));
    server.get(
        "/",
        handler(
            (req, res) -> {
              Bridge.sleep(TimeUnit.MILLISECONDS.toNanos(1));
              threads.add(Thread.currentThread());
              return "done";
            }));
    server.listen();
    assertEquals("done", ask("/").get().body());
    after.await();
    assertEquals(3, threads.size());
    assertEquals(1, Set.copyOf(threads).size());
    assertTrue(threads.getFirst().isVirtual());
  }

  @Test
  void a_task_that_computes_stops_no_event_loop() throws Exception {
    var isOver = new AtomicBoolean();
    List<Task> tasks = new CopyOnWriteArrayList<>();
    server.get(
        "/spawn",
        handler(
            true,
            false,
            (req, res) -> {
              tasks.add(AsyncModule.spawn(computing(isOver)));
              return "spawned";
            }));
    server.get("/other", handler((req, res) -> "other"));
    server.listen();
    assertEquals("spawned", ask("/spawn").get().body());
    for (int i = 0; i < 20; i++) {
      assertEquals("other", ask("/other").get().body());
    }
    assertFalse(tasks.getFirst().isFinished());
    isOver.set(true);
    assertEquals("over", tasks.getFirst().await());
  }

  private static FunctionValue computing(AtomicBoolean isOver) {
    return Handlers.function(
        () -> {
          while (!isOver.get()) {
            Thread.onSpinWait();
          }
          return "over";
        });
  }

  @Test
  void ten_thousand_nested_calls_have_room_everywhere() throws Exception {
    server.get("/call", handler((req, res) -> res.text(depth(10_000, 1, 2, 3, 4, 5, 6, 7, 8))));
    server.get(
        "/thread",
        handler(true, true, (req, res) -> res.text(depth(10_000, 1, 2, 3, 4, 5, 6, 7, 8))));
    server.listen();
    assertEquals("370000", ask("/call").get().body());
    assertEquals("370000", ask("/thread").get().body());
    Task task = AsyncModule.spawn(Handlers.function(() -> depth(10_000, 1, 2, 3, 4, 5, 6, 7, 8)));
    assertEquals(370_000L, task.await());
  }

  /// Its frames are large, as those of functions with several variables are.
  private static long depth(int n, long a, long b, long c, long d, long e, long f, long g, long h) {
    if (n == 0) {
      return 0;
    }
    long sum = a + b + c + d + e + f + g + h;
    double product = (double) a * b * c * d;
    long rest = depth(n - 1, a, b, c, d, e, f, g, h);
    return sum + rest + (product == 24 ? 1 : 0);
  }

  @Test
  void an_answer_leaves_while_its_handler_goes_on() throws Exception {
    var received = new CountDownLatch(1);
    var done = new CountDownLatch(1);
    server.get(
        "/",
        handler(
            true,
            false,
            (req, res) -> {
              res.text("early");
              received.await();
              done.countDown();
              return null;
            }));
    server.listen();
    assertEquals("early", ask("/").get().body());
    received.countDown();
    assertTrue(done.await(30, TimeUnit.SECONDS));
  }

  @Test
  void pipelined_requests_are_answered_in_order() throws Exception {
    var number = new AtomicInteger();
    server.get(
        "/:kind",
        handler(
            true,
            false,
            (req, res) -> {
              int mine = number.incrementAndGet();
              Bridge.sleep(mine % 2 == 0 ? 0 : TimeUnit.MILLISECONDS.toNanos(2));
              return req.params().get("kind");
            }));
    server.listen();
    try (Wire raw = Wire.to(server.port())) {
      StringBuilder requests = new StringBuilder();
      for (int i = 0; i < 100; i++) {
        requests.append("GET /").append(i).append(" HTTP/1.1\nHost: a\n\n");
      }
      raw.send(requests.toString());
      for (int i = 0; i < 100; i++) {
        assertEquals(Integer.toString(i), raw.read().body());
      }
    }
  }

  /// What a program does in a JVM that does not let event loops carry virtual threads.
  static final class WithoutCarriers {
    private WithoutCarriers() {}

    public static void main(String[] args) throws Exception {
      ConcurrencyTest test = new ConcurrencyTest();
      test.server.get(
          "/",
          handler(
              true,
              true,
              (req, res) -> {
                Bridge.sleep(TimeUnit.MILLISECONDS.toNanos(1));
                return res.text(++test.hits);
              }));
      test.server.listen();
      List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        answers.add(test.ask("/"));
      }
      Set<String> numbers = new HashSet<>();
      for (var answer : answers) {
        numbers.add(answer.get().body());
      }
      System.out.print(LoopThreads.isOpen() + " " + numbers.size() + " " + test.hits);
      System.exit(0);
    }
  }

  @Test
  void without_the_open_door_ordinary_virtual_threads_do_the_same() throws Exception {
    List<String> options = List.of("--enable-native-access=ALL-UNNAMED");
    Process process =
        new ProcessBuilder(OwnJvm.command(WithoutCarriers.class, options))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    assertEquals(new OwnJvm.End(0, "false 200 200", ""), OwnJvm.end(process));
  }

  private CompletableFuture<HttpResponse<String>> ask(String path) {
    URI uri = URI.create("http://127.0.0.1:" + server.port() + path);
    return client.sendAsync(
        HttpRequest.newBuilder(uri).version(HttpClient.Version.HTTP_1_1).build(),
        BodyHandlers.ofString());
  }
}
