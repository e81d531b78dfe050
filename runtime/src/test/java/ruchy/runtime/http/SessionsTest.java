package ruchy.runtime.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static ruchy.runtime.http.Handlers.handler;
import static ruchy.runtime.http.Handlers.middleware;
import static ruchy.runtime.http.Handlers.onError;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import ruchy.runtime.engine.Bridge;
import ruchy.runtime.engine.Outcome;
import ruchy.runtime.engine.Turn;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.proxy.ProxyModule;
import ruchy.runtime.value.ErrorValue;
import ruchy.runtime.value.FunctionValue;
import ruchy.runtime.value.HashMapValue;
import ruchy.runtime.value.MapValue;
import ruchy.runtime.wire.Wire;

/// What a session is to several requests, and how long it stays.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SessionsTest {
  private static final String KEY = "0123456789abcdef0123456789abcdef";

  private final Server server = Server.create("127.0.0.1:0");
  private final AtomicReference<@Nullable Request> request = new AtomicReference<>();
  private final CountDownLatch slowHasBegun = new CountDownLatch(1);
  private final AtomicReference<@Nullable Outcome<Boolean>> slowGoesOn = new AtomicReference<>();

  private void routes() {
    server.get(
        "/visit",
        handler(
            (req, res) -> {
              MapValue session = session(req);
              session.put("n", session.get("n") instanceof Long n ? n + 1 : 1L);
              return res.json(session);
            }));
    server.get("/see", handler((req, res) -> res.json(session(req))));
    server.get(
        "/kept",
        handler(
            (req, res) -> {
              request.set(req);
              return res.json(session(req));
            }));
    server.get(
        "/untouched",
        handler(
            (req, res) -> {
              request.set(req);
              return res.text("");
            }));
    server.get(
        "/logout",
        handler(
            (req, res) -> {
              req.endSession();
              return res.text("out");
            }));
    server.get("/login", handler((req, res) -> login(req, res)));
    server.get(
        "/look-login",
        handler(
            (req, res) -> {
              session(req).put("seen", true);
              return login(req, res);
            }));
    server.get(
        "/slow",
        handler(
            true,
            false,
            (req, res) -> {
              MapValue held = session(req);
              waitInside();
              held.put("late", 1L);
              return res.json(HashMapValue.of("held", held, "now", session(req)));
            }));
    server.get(
        "/goes-on",
        handler(
            true,
            true,
            (req, res) -> {
              session(req).put("n", 1L);
              res.json(session(req));
              waitInside();
              return null;
            }));
  }

  private static Object login(Request req, Response res) {
    req.rotateSession();
    session(req).put("user", "victim");
    return res.text("in");
  }

  private void waitInside() {
    Bridge.<Boolean>await(
        outcome -> {
          slowGoesOn.set(outcome);
          slowHasBegun.countDown();
        });
  }

  private void letSlowGoOn() {
    Objects.requireNonNull(slowGoesOn.get()).complete(true);
  }

  @AfterEach
  void close() {
    server.close();
  }

  private static MapValue session(Request request) {
    return (MapValue) Objects.requireNonNull(request.session());
  }

  private void serve(@Nullable Object... options) {
    MapValue all = HashMapValue.of(options);
    all.put("secret", KEY);
    server.use(HttpModule.sessions(all));
    routes();
    server.listen();
  }

  private static String request(String path, String cookie) {
    return "GET " + path + " HTTP/1.1\nHost: a\nCookie: " + cookie + "\n\n";
  }

  private Wire.Message ask(String path, String cookie) throws IOException {
    try (Wire client = Wire.to(server.port())) {
      return client.ask(request(path, cookie));
    }
  }

  private static String cookie(Wire.Message answer) {
    return answer.field("set-cookie").split(";", -1)[0];
  }

  private void serve(boolean hasStore) {
    if (hasStore) {
      MapValue kept = new HashMapValue();
      serve("store", StoreFunction.store(kept, kept::get));
    } else {
      serve();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "false, /login, ''",
    "true, /login, ''",
    "false, /look-login, '\"seen\":true,'",
    "true, /look-login, '\"seen\":true,'"
  })
  void who_knew_the_old_id_has_nothing_of_a_session_that_got_a_new_one(
      boolean hasStore, String path, String seen) throws Exception {
    serve(hasStore);
    String old = cookie(ask("/visit", "a=b"));
    try (Wire slow = Wire.to(server.port())) {
      slow.send(request("/slow", old));
      assertTrue(slowHasBegun.await(20, TimeUnit.SECONDS));
      String own = cookie(ask(path, old));
      assertNotEquals(old, own);
      letSlowGoOn();
      Wire.Message late = slow.read();
      assertEquals("{\"held\":{\"n\":1," + seen + "\"late\":1},\"now\":{}}", late.body());
      assertFalse(late.has("set-cookie"), () -> late.fields().toString());
      assertEquals("{\"n\":1," + seen + "\"user\":\"victim\"}", ask("/see", own).body());
      assertEquals("{}", ask("/see", old).body());
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void requests_with_an_id_of_no_session_have_nothing_in_common(boolean hasStore) throws Exception {
    serve(hasStore);
    String old = cookie(ask("/visit", "a=b"));
    assertEquals("sid=", cookie(ask("/logout", old)));
    try (Wire slow = Wire.to(server.port())) {
      slow.send(request("/slow", old));
      assertTrue(slowHasBegun.await(20, TimeUnit.SECONDS));
      Wire.Message other = ask("/visit", old);
      assertEquals("{\"n\":1}", other.body());
      letSlowGoOn();
      Wire.Message late = slow.read();
      assertEquals("{\"held\":{\"late\":1},\"now\":{\"late\":1}}", late.body());
      assertNotEquals(cookie(other), cookie(late));
      assertEquals("{\"late\":1}", ask("/see", cookie(late)).body());
      assertEquals("{\"n\":1}", ask("/see", cookie(other)).body());
    }
  }

  @Test
  void a_session_cannot_get_another_id_once_the_answer_has_left() throws IOException {
    AtomicReference<String> raised = new AtomicReference<>("");
    serve();
    server.get(
        "/late-rotation",
        handler(
            (req, res) -> {
              res.text("early");
              raised.set(assertThrows(Failure.class, req::rotateSession).message());
              return null;
            }));
    server.get(
        "/late-end",
        handler(
            true,
            false,
            (req, res) -> {
              res.write("early");
              raised.set(assertThrows(Failure.class, req::endSession).message());
              return null;
            }));
    ask("/late-rotation", "");
    assertEquals(
        "req.rotate_session comes too late: the response was already sent by res.text with"
            + " status 200",
        raised.get());
    try (Wire client = Wire.to(server.port())) {
      client.send(request("/late-end", ""));
      client.head();
      assertEquals("early", client.chunks());
    }
    assertEquals(
        "req.end_session comes too late: the response was already sent by res.write with"
            + " status 200",
        raised.get());
  }

  @Test
  void a_store_that_fails_once_is_asked_again_by_each_request() throws IOException {
    AtomicInteger asked = new AtomicInteger();
    AtomicBoolean fails = new AtomicBoolean();
    MapValue kept = new HashMapValue();
    MapValue store =
        StoreFunction.store(
            kept,
            id -> {
              asked.incrementAndGet();
              if (fails.getAndSet(false)) {
                throw Failure.runtimeError("the store is away");
              }
              return kept.get(id);
            });
    serve("store", store);
    String cookie = cookie(ask("/visit", "a=b"));
    fails.set(true);
    assertEquals(500, ask("/visit", cookie).status());
    assertEquals("{\"n\":2}", ask("/visit", cookie).body());
    assertEquals("{\"n\":3}", ask("/visit", cookie).body());
    assertEquals(3, asked.get());
  }

  @Test
  void an_answer_leaves_when_its_session_is_stored_and_giving_it_is_no_wait() throws Exception {
    List<String> order = Collections.synchronizedList(new ArrayList<>());
    MapValue kept = new HashMapValue();
    var mayStore = new AtomicReference<Outcome<Boolean>>();
    serve(
        "store",
        StoreFunction.store(
            kept,
            kept::get,
            () -> {
              Bridge.<Boolean>await(mayStore::set);
              order.add("stored");
            }));
    server.get(
        "/counted",
        handler(
            true,
            true,
            (req, res) -> {
              session(req).put("n", 1L);
              res.json(session(req));
              order.add(Turn.PROGRAM.isHeld() ? "answered in the turn" : "answered");
              return null;
            }));
    try (Wire client = Wire.to(server.port())) {
      client.send(request("/counted", "a=b"));
      while (mayStore.get() == null) {
        Thread.onSpinWait();
      }
      order.add("another");
      mayStore.get().complete(true);
      assertEquals("{\"n\":1}", client.read().body());
    }
    assertEquals(List.of("answered in the turn", "another", "stored"), order);
    assertEquals(1, kept.size());
  }

  @Test
  void an_answer_leaves_though_its_function_goes_on() throws Exception {
    serve(true);
    try (Wire client = Wire.to(server.port())) {
      client.send(request("/goes-on", "a=b"));
      Wire.Message answer = client.read();
      assertEquals("{\"n\":1}", answer.body());
      assertEquals("{\"n\":1}", ask("/see", cookie(answer)).body());
    }
    assertTrue(slowHasBegun.await(20, TimeUnit.SECONDS));
    letSlowGoOn();
  }

  private static FunctionValue visiting(Handlers.Two answer) {
    return handler(
        true,
        true,
        (req, res) -> {
          session(req).put("n", 1L);
          return answer.call(req, res);
        });
  }

  @ParameterizedTest
  @CsvSource({
    "/file, 200, 300000",
    "/part, 206, 200001",
    "/small-parts, 206, 0",
    "/written, 200, 2",
    "/events, 200, 0",
    "/passed-on, 200, 4",
    "/passed-on-alone, 200, 4"
  })
  void nothing_of_an_answer_leaves_before_its_session_is_stored(
      String path, int status, int length, @TempDir Path folder) throws Exception {
    Path file = Files.write(folder.resolve("file.bin"), new byte[300_000]);
    Server other = Server.create("127.0.0.1:0");
    other.get("/*", handler((req, res) -> res.text("else")));
    other.listen();
    FunctionValue proxy = ProxyModule.proxy("http://127.0.0.1:" + other.port());
    var fails = new AtomicBoolean(true);
    serve("store", failingStore(fails::get));
    FunctionValue sendFile = visiting((req, res) -> res.sendFile(file.toString()));
    server.get("/file", sendFile);
    server.get("/part", sendFile);
    server.get("/small-parts", sendFile);
    server.get("/written", visiting((req, res) -> res.write("a").end("b")));
    server.get("/events", visiting((req, res) -> res.events()));
    server.get("/passed-on", visiting((req, res) -> proxy.call(req, res)));
    server.use(
        "/passed-on-alone",
        middleware(
            true,
            true,
            (req, res, next) -> {
              session(req).put("n", 1L);
              return next.call();
            }));
    server.get("/passed-on-alone", proxy);
    String range =
        switch (path) {
          case "/part" -> "Range: bytes=50000-250000\n";
          case "/small-parts" -> "Range: bytes=1-2,50-60\n";
          default -> "";
        };
    String asked = "GET " + path + " HTTP/1.1\nHost: a\nCookie: a=b\n" + range + "\n";
    try {
      for (boolean isFailing : new boolean[] {true, false}) {
        fails.set(isFailing);
        try (Wire client = Wire.to(server.port())) {
          client.send(asked);
          Wire.Message answer = client.read();
          assertEquals(isFailing ? 500 : status, answer.status());
          assertEquals(!isFailing, answer.has("set-cookie"), () -> answer.fields().toString());
          if (!isFailing && length > 0) {
            assertEquals(length, answer.body().length());
          }
        }
      }
    } finally {
      other.close();
    }
  }

  @Test
  void a_function_that_is_told_that_its_session_cannot_be_stored_may_answer_without_one()
      throws IOException {
    serve("store", failingStore(() -> true));
    server.get(
        "/either",
        visiting(
            (req, res) -> {
              try {
                return res.write("a");
              } catch (Failure failure) {
                return res.status(503).text(failure.message());
              }
            }));
    Wire.Message answer = ask("/either", "a=b");
    assertEquals("503 the store is full", answer.status() + " " + answer.body());
    assertFalse(answer.has("set-cookie"), () -> answer.fields().toString());
  }

  @Test
  void an_answer_whose_session_cannot_be_stored_is_not_given_though_its_function_goes_on()
      throws Exception {
    var isAsked = new CountDownLatch(1);
    serve(
        "store",
        failingStore(
            () -> {
              isAsked.countDown();
              return true;
            }));
    try (Wire client = Wire.to(server.port())) {
      client.send(request("/goes-on", "a=b"));
      assertTrue(slowHasBegun.await(20, TimeUnit.SECONDS));
      assertTrue(isAsked.await(20, TimeUnit.SECONDS));
      letSlowGoOn();
      Wire.Message answer = client.read();
      assertEquals(500, answer.status());
      assertFalse(answer.has("set-cookie"), () -> answer.fields().toString());
    }
  }

  @Test
  void two_who_write_the_first_piece_wait_for_the_session_and_both_write() throws Exception {
    var refused = new LinkedBlockingQueue<String>();
    serve("store", waitingStore());
    server.get(
        "/two",
        visiting(
            (req, res) -> {
              Bridge.<Boolean>await(
                  outcome ->
                      Thread.ofPlatform()
                          .start(
                              () -> {
                                Thread first = writer(res, "a", refused);
                                Thread second = writer(res, "b", refused);
                                letStore();
                                join(first);
                                join(second);
                                outcome.complete(true);
                              }));
              return null;
            }));
    Wire.Message answer = ask("/two", "a=b");
    assertEquals(List.of(), List.copyOf(refused));
    assertEquals("200 2", answer.status() + " " + answer.body().length());
    assertTrue(answer.has("set-cookie"), () -> answer.fields().toString());
  }

  @RepeatedTest(30)
  void a_first_piece_that_waits_leaves_though_the_functions_end() throws Exception {
    var refused = new LinkedBlockingQueue<String>();
    serve("store", waitingStore());
    server.get(
        "/ends",
        visiting(
            (req, res) -> {
              Bridge.<Boolean>await(
                  outcome ->
                      Thread.ofPlatform()
                          .start(
                              () -> {
                                Thread _ = writer(res, "a", refused);
                                outcome.complete(true);
                                letStore();
                              }));
              return null;
            }));
    Wire.Message answer = ask("/ends", "a=b");
    assertEquals("200 a", answer.status() + " " + answer.body());
    assertEquals(List.of(), List.copyOf(refused));
  }

  /// A store that keeps a session when `letStore` is called.
  private MapValue waitingStore() {
    MapValue kept = new HashMapValue();
    return StoreFunction.store(kept, kept::get, this::waitInside);
  }

  private void letStore() {
    try {
      slowHasBegun.await();
    } catch (InterruptedException interrupted) {
      throw new AssertionError(interrupted);
    }
    letSlowGoOn();
  }

  /// A task that writes a piece, and waits for the session to be stored.
  private static Thread writer(Response res, String piece, LinkedBlockingQueue<String> refused) {
    Thread writer = Thread.ofPlatform().start(() -> noteFailure(refused, () -> res.write(piece)));
    while (writer.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
    return writer;
  }

  private static void noteFailure(LinkedBlockingQueue<String> failures, Runnable action) {
    try {
      action.run();
    } catch (Failure failure) {
      failures.add(failure.message());
    }
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException interrupted) {
      throw new AssertionError(interrupted);
    }
  }

  @Test
  void an_answer_of_another_length_takes_the_place_of_one_whose_session_cannot_be_stored()
      throws IOException {
    server.setMaxBody(10);
    serve("store", failingStore(() -> true));
    server.post("/echo", visiting((req, res) -> res.send(req.body())));
    server.use(
        onError((error, req, res, next) -> res.status(503).text(((ErrorValue) error).message())));
    try (Wire client = Wire.to(server.port())) {
      String head = "POST /echo HTTP/1.1\nHost: a\nCookie: a=b\nContent-Length: 3000\n\n";
      Wire.Message answer = client.ask(head + "x".repeat(3000));
      assertEquals("503 the store is full", answer.status() + " " + answer.body());
    }
  }

  private static MapValue failingStore(BooleanSupplier fails) {
    MapValue kept = new HashMapValue();
    return StoreFunction.store(
        kept,
        kept::get,
        () -> {
          if (fails.getAsBoolean()) {
            throw Failure.runtimeError("the store is full");
          }
        });
  }

  @Test
  void an_answer_whose_session_cannot_be_stored_is_not_given() throws IOException {
    var fails = new AtomicBoolean(true);
    serve("store", failingStore(fails::get));
    assertEquals(500, ask("/visit", "a=b").status());
    server.use(
        onError((error, req, res, next) -> res.status(503).text(((ErrorValue) error).message())));
    Wire.Message told = ask("/visit", "a=b");
    assertEquals(503, told.status());
    assertEquals("the store is full", told.body());
    assertEquals("text/plain; charset=utf-8", told.field("content-type"));
    assertFalse(told.has("set-cookie"), () -> told.fields().toString());
    fails.set(false);
    assertEquals("{\"n\":1}", ask("/visit", "a=b").body());
  }

  @Test
  void a_redirect_whose_session_cannot_be_stored_leads_nowhere() throws IOException {
    var fails = new AtomicBoolean(true);
    serve("store", failingStore(fails::get));
    server.get(
        "/moved",
        handler(
            (req, res) -> {
              session(req).put("n", 1L);
              return res.redirect("/new");
            }));
    server.get(
        "/moved-twice",
        handler(
            (req, res) -> {
              session(req).put("n", 1L);
              return res.header("Location", "/old").redirect("/new");
            }));
    Wire.Message moved = ask("/moved", "a=b");
    assertEquals(500, moved.status());
    assertFalse(moved.has("location"), () -> moved.fields().toString());
    assertEquals("/old", ask("/moved-twice", "a=b").field("location"));
    fails.set(false);
    assertEquals("/new", ask("/moved-twice", "a=b").field("location"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/kept", "/untouched"})
  void a_session_that_is_used_after_its_request_is_not_opened_again(String path)
      throws IOException {
    serve();
    String cookie = cookie(ask("/visit", "a=b"));
    assertEquals(200, ask(path, cookie).status());
    Request ended = Objects.requireNonNull(request.get());
    MapValue late = session(ended);
    assertEquals(HashMapValue.of("n", 1L), late);
    assertSame(late, session(ended));
    late.put("n", 100L);
    assertEquals("{\"n\":2}", ask("/visit", cookie).body());
  }

  @Test
  void sessions_that_nobody_has_used_for_longest_are_forgotten_first() throws IOException {
    serve("max_sessions", 2L);
    String first = cookie(ask("/visit", "a=b"));
    String second = cookie(ask("/visit", "a=b"));
    assertEquals(200, ask("/untouched", first).status());
    String third = cookie(ask("/visit", "a=b"));
    assertEquals("{}", ask("/see", second).body());
    assertEquals("{\"n\":2}", ask("/visit", first).body());
    assertEquals("{\"n\":2}", ask("/visit", third).body());
  }

  @Test
  void memory_for_no_session_at_all_is_an_error() {
    assertThrows(Failure.class, () -> serve("max_sessions", 0L));
  }
}
