package ruchy.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Handlers on several event loops that change what they share, under load from many connections:
/// no update is lost (L 12.3). `-Dlong=true` goes on for longer.
final class SharedStateTest {
  private static final int CLIENTS = 12;
  private static final int REQUESTS = Boolean.getBoolean("long") ? 5_000 : 60;

  private static final String COUNTERS =
      """
      let server = http::Server::new("127.0.0.1:0")
      let hits = 0
      let by_client = {}
      let last = []
      fun count(client) {
          hits += 1
          if !by_client.has_key(client) { by_client[client] = 0 }
          by_client[client] += 1
          last.push(hits)
          if last.len() > 10 { last.remove(0) }
          hits
      }
      server.get("/call/:client", |req, res| { res.text(count(req.params.client).to_s()) })
      server.get("/wait/:client", |req, res| {
          sleep(1)
          let before = count(req.params.client)
          sleep(0)
          res.text(before.to_s())
      })
      server.get("/task/:client", |req, res| {
          let client = req.params.client
          res.text((await spawn { count(client) }).to_s())
      })
      server.get("/state", |req, res| { res.json({hits: hits, by_client: by_client, last: last}) })
      server.listen()
      println(f"on {server.port}")
      """;

  @ParameterizedTest
  @EnumSource(Way.class)
  void every_request_gets_a_number_of_its_own(Way way, @TempDir Path folder) throws Exception {
    var program = Files.writeString(folder.resolve("counters.ruchy"), COUNTERS);
    try (var run = way.onLoops(4).start(program, folder)) {
      int port = port(run);
      var kinds = new String[] {"call", "wait", "task"};
      List<List<Integer>> numbers =
          all(
              client -> {
                List<Integer> mine = new ArrayList<>();
                try (var caller = new Caller(port)) {
                  for (int i = 0; i < REQUESTS; i++) {
                    var answer = caller.get("/" + kinds[(client + i) % 3] + "/c" + client);
                    assertEquals(200, answer.status(), answer::body);
                    mine.add(Integer.valueOf(answer.body()));
                  }
                }
                return mine;
              });
      var seen = new TreeSet<Integer>();
      for (List<Integer> mine : numbers) {
        seen.addAll(mine);
        assertEquals(mine.stream().sorted().toList(), mine);
      }
      int sum = CLIENTS * REQUESTS;
      assertEquals(sum, seen.size());
      assertEquals(1, seen.first());
      assertEquals(sum, seen.last());
      var byClient = new TreeMap<String, Integer>();
      for (int i = 0; i < CLIENTS; i++) byClient.put("c" + i, REQUESTS);
      try (var caller = new Caller(port)) {
        String state = caller.get("/state").body();
        assertTrue(state.startsWith("{\"hits\":" + sum + ","), state);
        byClient.forEach(
            (client, count) ->
                assertTrue(state.contains("\"" + client + "\":" + count), () -> state));
        List<Integer> last = new ArrayList<>();
        for (int i = sum - 9; i <= sum; i++) last.add(i);
        assertTrue(state.endsWith("\"last\":" + last.toString().replace(" ", "") + "}"), state);
      }
      run.terminate();
      assertEquals(0, run.status(), run::errors);
      assertEquals("", run.errors());
    }
  }

  private static final String SESSIONS =
      """
      let server = http::Server::new("127.0.0.1:0")
      server.use(http::sessions({secret: "0123456789abcdef"}))
      server.get("/call", |req, res| {
          req.session.n = req.session.get("n", 0) + 1
          res.text(req.session.n.to_s())
      })
      server.get("/wait", |req, res| {
          sleep(1)
          req.session.n = req.session.get("n", 0) + 1
          let mine = req.session.n
          req.session.all = req.session.get("all", []) + [mine]
          res.text(mine.to_s())
      })
      server.get("/untouched", |req, res| { res.text("0") })
      server.get("/state", |req, res| { res.json(req.session) })
      server.listen()
      println(f"on {server.port}")
      """;

  @ParameterizedTest
  @EnumSource(Way.class)
  void requests_of_one_client_at_a_time_share_its_session(Way way, @TempDir Path folder)
      throws Exception {
    var program = Files.writeString(folder.resolve("sessions.ruchy"), SESSIONS);
    try (var run = way.onLoops(4).start(program, folder)) {
      int port = port(run);
      var people = new String[3];
      for (int i = 0; i < people.length; i++) {
        try (var caller = new Caller(port)) {
          assertEquals("1", caller.get("/call").body());
          people[i] = caller.cookie();
        }
      }
      assertEquals(people.length, Map.of(people[0], 0, people[1], 0, people[2], 0).size());
      List<List<Integer>> numbers =
          all(
              client -> {
                List<Integer> mine = new ArrayList<>();
                try (var caller = new Caller(port)) {
                  caller.keepCookie(people[client % people.length]);
                  for (int i = 0; i < REQUESTS; i++) {
                    caller.get("/untouched");
                    var answer = caller.get(i % 2 == 0 ? "/call" : "/wait");
                    assertEquals(200, answer.status(), answer::body);
                    mine.add(Integer.valueOf(answer.body()));
                  }
                }
                return mine;
              });
      for (int person = 0; person < people.length; person++) {
        var seen = new TreeSet<Integer>();
        for (int client = person; client < CLIENTS; client += people.length) {
          seen.addAll(numbers.get(client));
        }
        int sum = CLIENTS / people.length * REQUESTS;
        assertEquals(sum, seen.size());
        assertEquals(sum + 1, seen.last());
        try (var caller = new Caller(port)) {
          caller.keepCookie(people[person]);
          String state = caller.get("/state").body();
          assertTrue(state.startsWith("{\"n\":" + (sum + 1) + ","), state);
          assertEquals(sum / 2, state.split(",", -1).length - 1, state);
        }
      }
      run.terminate();
      assertEquals(0, run.status(), run::errors);
      assertEquals("", run.errors());
    }
  }

  private static final String EVERYTHING =
      """
      let server = http::Server::new("127.0.0.1:0")
      let seen = {begun: 0, ended: 0, failed: 0, cancelled: 0, answered: 0}
      let numbers = []
      fun begin() { seen.begun += 1; numbers.push(seen.begun); seen.begun }
      server.get("/share/:r", |req, res| {
          let n = begin()
          seen.ended += 1
          res.text(n.to_s())
      })
      server.get("/wait/:r", |req, res| {
          let n = begin()
          sleep(req.params.r.to_int() % 3)
          seen.ended += 1
          res.text(n.to_s())
      })
      server.get("/fail/:r", |req, res| {
          let n = begin()
          if n % 2 == 0 { sleep(1) }
          seen.failed += 1
          throw f"{n}"
      })
      server.get("/cancel/:r", |req, res| {
          let n = begin()
          let task = spawn { seen.begun += 0; sleep(60000); seen.begun += 1000000 }
          sleep(req.params.r.to_int() % 2)
          task.cancel()
          try { await task } catch e { seen.cancelled += 1 }
          seen.ended += 1
          res.text(n.to_s())
      })
      server.get("/scope/:r", |req, res| {
          let n = begin()
          let done = [0]
          try {
              async::scope(|scope| {
                  for i in 0..4 { spawn { sleep(i % 2); done[0] += 1; seen.answered += 0 } }
                  if n % 3 == 0 { throw "enough" }
              })
          } catch e { seen.failed += 0 }
          seen.ended += 1
          res.text(n.to_s())
      })
      // Touches nothing shared, and keeps its event loop from everything else.
      server.get("/stall/:r", |req, res| {
          let x = req.params.r.to_int()
          for i in 0..200000 { x = (x * 31 + i) % 1000003 }
          res.text(x.to_s())
      })
      server.get("/close/:r", |req, res| {
          let n = begin()
          seen.ended += 1
          res.text(n.to_s())
          server.close()
      })
      server.use(|err, req, res, next| {
          seen.answered += 1
          res.status(500).text(err.to_s())
      })
      server.listen()
      println(f"on {server.port}")
      server.wait()
      println(f"{seen.begun} {seen.ended} {seen.failed} {seen.cancelled} {seen.answered} {numbers.len()}")
      """;

  /// More event loops than processors; handlers that share, wait, fail, cancel tasks, and keep
  /// their loop busy; and in the middle of it the server is closed.
  @ParameterizedTest
  @EnumSource(Way.class)
  void nothing_is_lost_when_handlers_wait_fail_stall_and_the_server_closes(
      Way way, @TempDir Path folder) throws Exception {
    var program = Files.writeString(folder.resolve("everything.ruchy"), EVERYTHING);
    try (var run = way.onLoops(8).start(program, folder)) {
      int port = port(run);
      var kinds = new String[] {"share", "wait", "fail", "cancel", "scope", "stall"};
      var cancelled = new AtomicInteger();
      var failed = new AtomicInteger();
      List<List<Integer>> numbers =
          all(
              client -> {
                var random = new Random(client);
                List<Integer> mine = new ArrayList<>();
                try (var caller = new Caller(port)) {
                  for (int i = 0; i < REQUESTS; i++) {
                    boolean closes = client == 0 && i == REQUESTS - 1;
                    String kind = closes ? "close" : kinds[random.nextInt(kinds.length)];
                    var answer = caller.get("/" + kind + "/" + random.nextInt(100));
                    assertEquals(kind.equals("fail") ? 500 : 200, answer.status(), answer::body);
                    if (kind.equals("cancel")) cancelled.incrementAndGet();
                    if (kind.equals("fail")) failed.incrementAndGet();
                    if (!kind.equals("stall")) mine.add(Integer.valueOf(answer.body()));
                  }
                } catch (IOException e) {
                  assertTrue(client > 0, e::toString); // The first one closes the server.
                }
                return mine;
              });
      Set<Integer> seen = new TreeSet<>();
      int answered = 0;
      for (List<Integer> mine : numbers) {
        seen.addAll(mine);
        answered += mine.size();
      }
      assertEquals(answered, seen.size(), "no number twice");
      String[] sums = run.awaitLine("\\d+ \\d+ \\d+ \\d+ \\d+ \\d+").split(" ", -1);
      int begun = Integer.parseInt(sums[0]);
      assertTrue(answered <= begun && begun <= answered + CLIENTS, begun + " of " + answered);
      assertEquals(begun, Integer.parseInt(sums[1]) + Integer.parseInt(sums[2]));
      int cancelledThere = Integer.parseInt(sums[3]);
      int cancelledHere = cancelled.get();
      assertTrue(
          cancelledHere <= cancelledThere && cancelledThere <= cancelledHere + CLIENTS,
          cancelledThere + " of " + cancelledHere);
      assertEquals(sums[2], sums[4], "each error came to the error handler");
      assertTrue(failed.get() <= Integer.parseInt(sums[2]), sums[2] + " of " + failed);
      assertEquals(begun, Integer.parseInt(sums[5]));
      assertEquals(0, run.status(), run::errors);
      assertEquals("", run.errors());
    }
  }

  /// The load balancer of the book, its text unchanged but for the port, the addresses of the
  /// backends and the time between two checks. What it prints tells the order in which its
  /// stretches ran; replayed by one thread, the program must have chosen what it chose.
  @ParameterizedTest
  @EnumSource(Way.class)
  void a_load_balancer_sees_each_change_of_a_flag_as_a_whole(Way way, @TempDir Path folder)
      throws Exception {
    var ill = new AtomicBoolean[] {new AtomicBoolean(), new AtomicBoolean(), new AtomicBoolean()};
    List<HttpServer> backends = new ArrayList<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var flag : ill) {
        var backend = backend(flag);
        backend.setExecutor(threads);
        backend.start();
        backends.add(backend);
      }
      int port = freePort();
      try (var run = way.onLoops(4).start(balancer(folder, backends, port), folder)) {
        run.awaitLine("Backends: 3");
        var isOver = new AtomicBoolean();
        Thread weather = Thread.ofVirtual().start(() -> change(ill, isOver));
        all(
            client -> {
              try (var caller = new Caller(port)) {
                for (int i = 0; i < REQUESTS; i++) {
                  var answer = caller.get("/r" + client + "x" + i);
                  assertEquals(200, answer.status(), answer::body);
                  assertEquals("/r" + client + "x" + i, answer.body());
                }
              }
              return client;
            });
        isOver.set(true);
        weather.join();
        run.terminate();
        assertEquals(0, run.status(), run::errors);
        assertEquals("", run.errors());
        replay(run.output(), backends);
      }
    } finally {
      for (var backend : backends) backend.stop(0);
    }
  }

  /// The first backend is always well.
  private static void change(AtomicBoolean[] ill, AtomicBoolean isOver) {
    for (int i = 1; !isOver.get(); i++) {
      ill[1 + i % 2].set(i % 3 == 0);
      LockSupport.parkNanos(1);
    }
  }

  private static void replay(String printed, List<HttpServer> backends) {
    Map<String, Boolean> isHealthy = new HashMap<>();
    List<String> urls = new ArrayList<>();
    for (var backend : backends) {
      urls.add("http://127.0.0.1:" + backend.getAddress().getPort());
      isHealthy.put(urls.getLast(), true);
    }
    int current = 0;
    int routed = 0;
    int changes = 0;
    for (String line : printed.lines().toList()) {
      if (line.startsWith("Routing ")) {
        List<String> healthy =
            urls.stream().filter(url -> isHealthy.getOrDefault(url, false)).toList();
        current = (current + 1) % healthy.size();
        assertEquals(healthy.get(current), line.substring(line.indexOf("-> ") + 3));
        routed++;
      } else {
        assertTrue(line.startsWith("Health check "), line);
        String url = line.substring(13, line.lastIndexOf(": "));
        boolean isNow = line.endsWith("✓");
        Boolean before = isHealthy.put(url, isNow);
        if (before != null && before != isNow) changes++;
      }
    }
    assertEquals(CLIENTS * REQUESTS, routed);
    assertTrue(changes > 2, "the flags have changed " + changes + " times");
  }

  private static HttpServer backend(AtomicBoolean isIll) throws IOException {
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            String path = exchange.getRequestURI().getPath();
            byte[] body = path.getBytes(UTF_8);
            boolean isRefused = path.equals("/health") && isIll.get();
            exchange.sendResponseHeaders(isRefused ? 500 : 200, body.length);
            exchange.getResponseBody().write(body);
          }
        });
    return server;
  }

  private static Path balancer(Path folder, List<HttpServer> backends, int port)
      throws IOException {
    var text = Files.readString(Examples.FOLDER.resolve("load_balancer.ruchy"));
    for (int i = 0; i < backends.size(); i++) {
      text =
          text.replace(
              "http://server" + (i + 1) + ":8080",
              "http://127.0.0.1:" + backends.get(i).getAddress().getPort());
    }
    assertTrue(text.contains("sleep(10000)") && text.contains("0.0.0.0:80\""), text);
    text =
        text.replace("sleep(10000)", "sleep(5)")
            .replace("0.0.0.0:80\"", "127.0.0.1:" + port + "\"");
    return Files.writeString(folder.resolve("load_balancer.ruchy"), text);
  }

  private static int freePort() throws IOException {
    try (var socket = new java.net.ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static int port(ProgramProcess run) throws InterruptedException {
    return Integer.parseInt(run.awaitLine("on \\d+").substring(3));
  }

  private interface Work<T> {
    T run(int client) throws Exception;
  }

  /// What the clients yield that work at the same time.
  private static <T> List<T> all(Work<T> work) throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<T>> clients = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        int client = i;
        Callable<T> body = () -> work.run(client);
        clients.add(threads.submit(body));
      }
      List<T> results = new ArrayList<>();
      for (var client : clients) results.add(client.get());
      return results;
    }
  }
}
