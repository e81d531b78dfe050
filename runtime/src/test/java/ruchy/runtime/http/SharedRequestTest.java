package ruchy.runtime.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static ruchy.runtime.http.Handlers.handler;
import static ruchy.runtime.http.Handlers.middleware;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import ruchy.runtime.message.Body;
import ruchy.runtime.message.BodyStream;
import ruchy.runtime.value.MapValue;
import ruchy.runtime.wire.Wire;

/// Requests may be used from any task (L 12.3): what they make when they are asked is complete for
/// all who ask at once, and the same.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SharedRequestTest {
  private static final int TASKS = 3;
  private static final int ROUNDS = 300;

  private final Server server = Server.create("127.0.0.1:0");
  private final ExecutorService threads = Executors.newFixedThreadPool(TASKS);

  @AfterEach
  void close() {
    server.close();
    threads.shutdownNow();
  }

  private record Maps(MapValue params, MapValue query, MapValue headers, MapValue cookies) {
    static Maps of(Request request) {
      return new Maps(request.params(), request.query(), request.headers(), request.cookies());
    }
  }

  private List<Maps> askedAtOnce(Request request) throws Exception {
    var start = new CyclicBarrier(TASKS);
    List<Future<Maps>> asking = new ArrayList<>();
    for (int i = 0; i < TASKS; i++) {
      asking.add(
          threads.submit(
              () -> {
                start.await();
                return Maps.of(request);
              }));
    }
    List<Maps> seen = new ArrayList<>();
    for (Future<Maps> each : asking) {
      seen.add(each.get());
    }
    return seen;
  }

  @Test
  void all_tasks_see_the_same_maps() throws Exception {
    List<Maps> seen = new ArrayList<>();
    server.get(
        "/users/:id",
        handler(
            true,
            false,
            (req, res) -> {
              seen.clear();
              seen.addAll(askedAtOnce(req));
              return "done";
            }));
    server.listen();
    try (Wire client = Wire.to(server.port())) {
      for (int round = 0; round < ROUNDS; round++) {
        String request = "GET /users/" + round + "?q=" + round + "&r=b HTTP/1.1\nHost: a\nCookie: ";
        assertEquals("done", client.ask(request + "c=" + round + "; d=e\n\n").body());
        Maps first = seen.getFirst();
        String number = Integer.toString(round);
        assertEquals(number, first.params().get("id"));
        assertEquals(number, first.query().get("q"));
        assertEquals(number, first.cookies().get("c"));
        assertEquals("a", first.headers().get("host"));
        for (Maps each : seen) {
          assertSame(first.params(), each.params());
          assertSame(first.query(), each.query());
          assertSame(first.headers(), each.headers());
          assertSame(first.cookies(), each.cookies());
        }
      }
    }
  }

  @Test
  void the_parameters_are_those_of_the_function_that_runs() throws Exception {
    List<Future<?>> asking = new ArrayList<>();
    server.use(
        "/:section",
        middleware(
            true,
            false,
            (req, res, next) -> {
              // Asks while the chain goes on to a function with another pattern.
              asking.add(threads.submit(() -> Maps.of(req)));
              next.call();
              assertEquals("users", req.params().get("section"));
              return null;
            }));
    server.get(
        "/users/:id",
        handler(true, false, (req, res) -> res.text(String.valueOf(req.params().get("id")))));
    server.listen();
    try (Wire client = Wire.to(server.port())) {
      for (int round = 0; round < ROUNDS; round++) {
        String request = "GET /users/" + round + " HTTP/1.1\nHost: a\n\n";
        assertEquals(Integer.toString(round), client.ask(request).body());
      }
    }
    for (Future<?> each : asking) {
      each.get();
    }
  }

  @Test
  void tasks_that_read_one_body_get_its_pieces_one_after_the_other() throws Exception {
    var reading = new CyclicBarrier(TASKS + 1);
    server.maxBody("/", 0);
    server.post(
        "/",
        handler(
            true,
            false,
            (req, res) -> {
              BodyStream body = req.stream();
              List<Future<Long>> counts = new ArrayList<>();
              for (int i = 0; i < TASKS; i++) {
                counts.add(threads.submit(() -> read(body, reading)));
              }
              long all = 0;
              for (Future<Long> count : counts) {
                all += count.get();
              }
              return Long.toString(all);
            }));
    server.listen();
    try (Wire client = Wire.to(server.port())) {
      for (int round = 0; round < 20; round++) {
        client.send("POST / HTTP/1.1\nHost: a\nContent-Length: 6\n\n");
        reading.await();
        for (int i = 0; i < 3; i++) {
          client.send("ab");
        }
        assertEquals("6", client.read().body());
      }
    }
  }

  private static long read(BodyStream body, CyclicBarrier reading) throws Exception {
    long bytes = 0;
    reading.await();
    for (Body piece = body.read(); piece != null; piece = body.read()) {
      bytes += piece.len();
    }
    return bytes;
  }
}
