package ruchy.runtime.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.http.Request;
import ruchy.runtime.http.Response;
import ruchy.runtime.value.FunctionValue;
import ruchy.runtime.value.MapValue;
import ruchy.runtime.wire.Wire;

/// What `http::proxy` passes on, and how.
@Timeout(60)
class ProxyTest {
  private final Front front = new Front();

  @AfterEach
  void close() {
    front.close();
  }

  @Test
  void fields_of_one_connection_are_not_passed_on_in_either_direction() throws IOException {
    BlockingQueue<Wire.Message> seen = new LinkedBlockingQueue<>();
    try (var backend =
            RawBackend.answering(
                request -> {
                  seen.add(request);
                  return "HTTP/1.1 200 OK\ncontent-length: 2\nConnection: X-Hop, keep-alive\n"
                      + "X-Hop: 1\nKeep-Alive: timeout=9\nProxy-Authenticate: Basic\nUpgrade: h2c\n"
                      + "Set-Cookie: a=1\nSet-Cookie: b=2\nX-End: e\n\nok";
                });
        var client = front.client(backend)) {
      Wire.Message answer =
          client.ask(
              "GET /a?b=c HTTP/1.1\n"
                  + "Host: shop.example\n"
                  + "Connection: close\n"
                  + "Connection: X-Mine\n"
                  + "X-Mine: 1\n"
                  + "Keep-Alive: 5\n"
                  + "Proxy-Connection: x\n"
                  + "TE: gzip\n"
                  + "Upgrade: foo\n"
                  + "Proxy-Authorization: Basic abc\n"
                  + "X-End: 1\n"
                  + "X-End: 2\n\n");
      Wire.Message request = seen.remove();
      assertEquals("GET /a?b=c HTTP/1.1", request.start());
      for (String name :
          List.of(
              "connection",
              "x-mine",
              "keep-alive",
              "proxy-connection",
              "te",
              "upgrade",
              "proxy-authorization",
              "transfer-encoding",
              "content-length")) {
        assertEquals(List.of(), request.all(name), name);
      }
      assertEquals(List.of("1", "2"), request.all("x-end"));
      assertEquals(List.of("127.0.0.1:" + backend.port()), request.all("host"));
      assertEquals(200, answer.status());
      for (String name : List.of("x-hop", "keep-alive", "proxy-authenticate", "upgrade")) {
        assertEquals(List.of(), answer.all(name), name);
      }
      assertEquals(List.of("a=1", "b=2"), answer.all("set-cookie"));
      assertEquals("e", answer.field("x-end"));
      assertEquals("1.1 ruchy", answer.field("via"));
      assertEquals("close", answer.field("connection"));
    }
  }

  /// What a task sees of the answer's fields while it looks at them and the backend answers.
  private static final class Looking extends FunctionValue {
    private final CountDownLatch hasArrived = new CountDownLatch(1);
    private final CountDownLatch isLooking = new CountDownLatch(1);
    private final BlockingQueue<String> seen = new LinkedBlockingQueue<>();

    @Override
    public String name() {
      return "looking";
    }

    @Override
    public int minimumArity() {
      return 3;
    }

    @Override
    public int maximumArity() {
      return 3;
    }

    @Override
    public boolean waits() {
      return false;
    }

    @Override
    public boolean shares() {
      return false;
    }

    @Override
    public @Nullable Object call(
        @Nullable Object req, @Nullable Object res, @Nullable Object next) {
      Thread.ofPlatform().start(() -> look((Response) Objects.requireNonNull(res)));
      return ((FunctionValue) Objects.requireNonNull(next)).call();
    }

    /// Until the answer is seen, or its fields wait to be written.
    private void look(Response res) {
      await(hasArrived);
      synchronized (res) {
        isLooking.countDown();
        while (res.header("x-end") == null && !isLoopBlocked()) {
          Thread.onSpinWait();
        }
        seen.add(String.valueOf(res.header("x-end")));
      }
    }

    private static boolean isLoopBlocked() {
      return Thread.getAllStackTraces().keySet().stream()
          .anyMatch(
              thread ->
                  thread.getName().startsWith("vert.x-eventloop")
                      && thread.getState() == Thread.State.BLOCKED);
    }

    String answer() {
      hasArrived.countDown();
      await(isLooking);
      return "HTTP/1.1 200 OK\ncontent-length: 2\nX-End: e\n\nok";
    }

    private static void await(CountDownLatch latch) {
      try {
        latch.await();
      } catch (InterruptedException interrupted) {
        throw new AssertionError(interrupted);
      }
    }
  }

  @Test
  void the_fields_of_an_answer_are_not_changed_while_somebody_looks_at_them() throws Exception {
    var looking = new Looking();
    front.server.use(looking);
    try (var backend = RawBackend.answering(request -> looking.answer());
        var client = front.client(backend)) {
      assertEquals("e", client.ask("GET / HTTP/1.1\nHost: a\n\n").field("x-end"));
      assertEquals("null", looking.seen.take());
    }
  }

  @Test
  void where_a_request_comes_from_is_told_and_what_the_client_says_about_it_is_not_believed()
      throws IOException {
    try (var backend = Front.mirror();
        var client = front.client(backend)) {
      String seen =
          client
              .ask(
                  "GET / HTTP/1.1\nHost: shop.example\nX-Forwarded-For: 6.6.6.6\n"
                      + "Forwarded: for=6.6.6.6\nX-Forwarded-Proto: https\nVia: 1.0 old\n\n")
              .body();
      assertFalse(seen.contains("6.6.6.6"), seen);
      assertTrue(seen.contains("|x-forwarded-for: 127.0.0.1|"), seen);
      assertTrue(seen.contains("|x-forwarded-proto: http|"), seen);
      assertTrue(seen.contains("|x-forwarded-host: shop.example|"), seen);
      assertTrue(
          seen.contains("|forwarded: for=127.0.0.1;host=\"shop.example\";proto=http|"), seen);
      assertTrue(seen.contains("Via: 1.0 old|"), seen);
      assertTrue(seen.contains("|via: 1.1 ruchy|"), seen);
    }
  }

  @Test
  void a_trusted_client_is_believed_and_the_host_can_be_kept() throws IOException {
    try (var backend = Front.mirror();
        var client = front.client(backend, "trust_forwarded", true, "preserve_host", true)) {
      String seen =
          client
              .ask(
                  "GET / HTTP/1.1\nHost: shop.example\nX-Forwarded-For: 6.6.6.6\n"
                      + "X-Forwarded-Proto: https\n\n")
              .body();
      assertTrue(seen.contains("|x-forwarded-for: 6.6.6.6, 127.0.0.1|"), seen);
      assertTrue(seen.contains("|x-forwarded-proto: https|"), seen);
      assertTrue(seen.contains("|host: shop.example|"), seen);
    }
  }

  @Test
  void fields_can_be_set_and_removed_on_both_ways() throws IOException {
    MapValue request = Front.options("X-Key", "k", "Cookie", null);
    MapValue answer = Front.options("Server", null, "X-Frame-Options", "DENY");
    try (var backend =
            RawBackend.answering(
                asked ->
                    "HTTP/1.1 200 OK\nServer: old\nX-Seen: "
                        + asked.field("x-key")
                        + asked.field("cookie")
                        + "\ncontent-length: 0\n\n");
        var client = front.client(backend, "headers", request, "response_headers", answer)) {
      Wire.Message got = client.ask("GET / HTTP/1.1\nHost: x\nX-Key: mine\nCookie: secret\n\n");
      assertEquals("k", got.field("x-seen"));
      assertEquals("", got.field("server"));
      assertEquals("DENY", got.field("x-frame-options"));
    }
  }

  @Test
  void a_prefix_is_taken_away_and_paths_that_lead_out_are_refused() throws IOException {
    try (var backend = Front.mirror();
        var client = front.client(backend, "strip_prefix", "/api")) {
      assertTrue(
          client.ask("GET /api/x%20y?q HTTP/1.1\nHost: x\n\n").body().startsWith("GET /x%20y?q "));
      assertTrue(client.ask("GET /api?q HTTP/1.1\nHost: x\n\n").body().startsWith("GET /?q "));
      assertTrue(client.ask("GET /apix HTTP/1.1\nHost: x\n\n").body().startsWith("GET /apix "));
      assertEquals(400, client.ask("GET /api/../x HTTP/1.1\nHost: x\n\n").status());
      assertEquals(400, client.ask("GET /api/%2e%2E/x HTTP/1.1\nHost: x\n\n").status());
      assertTrue(
          client.ask("GET http://x/api/abs HTTP/1.1\nHost: x\n\n").body().startsWith("GET /abs "));
    }
  }

  @Test
  void a_function_of_the_program_makes_the_path() throws IOException {
    try (var backend = Front.mirror();
        var client =
            front.client(
                backend,
                "rewrite",
                new Rewriting(
                    (url, request) ->
                        switch (url) {
                          case "/same?a=1" -> null;
                          case "/host" -> "/" + request.header("Host") + "?b=2";
                          case "/split" -> "/a b";
                          case "/fail" -> throw Failure.runtimeError("no path");
                          case String other -> "v2" + other;
                        }))) {
      assertTrue(
          client.ask("GET /a?x=1 HTTP/1.1\nHost: h\n\n").body().startsWith("GET /v2/a?x=1 "));
      assertTrue(
          client.ask("GET /same?a=1 HTTP/1.1\nHost: h\n\n").body().startsWith("GET /same?a=1 "));
      assertTrue(client.ask("GET /host HTTP/1.1\nHost: h\n\n").body().startsWith("GET /h?b=2 "));
      assertTrue(client.ask("GET /split HTTP/1.1\nHost: h\n\n").start().contains(" 400 "));
      assertTrue(client.ask("GET /x/%2e%2e/y HTTP/1.1\nHost: h\n\n").start().contains(" 400 "));
      assertTrue(client.ask("GET /fail HTTP/1.1\nHost: h\n\n").start().contains(" 500 "));
      assertTrue(client.ask("GET /b HTTP/1.1\nHost: h\n\n").body().startsWith("GET /v2/b "));
    }
  }

  private interface Path {
    @Nullable String of(String url, Request request);
  }

  /// A function of the program, as the compiler writes it.
  private static final class Rewriting extends FunctionValue {
    private final Path path;

    Rewriting(Path path) {
      this.path = path;
    }

    @Override
    public int minimumArity() {
      return 2;
    }

    @Override
    public @Nullable Object call(@Nullable Object url, @Nullable Object request) {
      return path.of(
          (String) Objects.requireNonNull(url), (Request) Objects.requireNonNull(request));
    }
  }

  @Test
  void a_redirect_to_the_backend_becomes_one_to_this_server() throws IOException {
    try (var backend =
            RawBackend.answering(
                request ->
                    "HTTP/1.1 302 Found\ncontent-length: 0\nLocation: http://"
                        + request.field("host")
                        + "/login?a\n\n");
        var client = front.client(backend, "strip_prefix", "/api")) {
      assertEquals("/api/login?a", client.ask("GET /api/ HTTP/1.1\nHost: x\n\n").field("location"));
    }
  }

  @Test
  void bodies_keep_their_framing_and_trailers() throws IOException {
    BlockingQueue<Wire.Message> seen = new LinkedBlockingQueue<>();
    try (var backend =
            RawBackend.answering(
                request -> {
                  seen.add(request);
                  return "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\nTrailer: X-Sum\n\n"
                      + "3\nabc\n4;x=y\ndefg\n0\nX-Sum: 7\n\n";
                });
        var client = front.client(backend)) {
      Wire.Message answer =
          client.ask(
              "POST / HTTP/1.1\nHost: x\nTransfer-Encoding: chunked\nTrailer: X-T\n\n"
                  + "2\nhi\n0\nX-T: t\n\n");
      assertEquals("chunked", answer.field("transfer-encoding"));
      assertEquals("abcdefg", answer.body());
      assertEquals(List.of("X-Sum: 7"), answer.trailers());
      Wire.Message request = seen.remove();
      assertEquals("hi", request.body());
      assertEquals(List.of("X-T: t"), request.trailers());
      client.ask("PUT / HTTP/1.1\nHost: x\nContent-Length: 5\n\nhello");
      Wire.Message second = seen.remove();
      assertEquals("5", second.field("content-length"));
      assertEquals("hello", second.body());
      assertEquals(1, backend.connections.get());
    }
  }

  @Test
  void answers_without_body_have_none() throws IOException {
    try (var backend =
            RawBackend.answering(
                request ->
                    switch (request.start().split(" ", 3)[1]) {
                      case "/none" -> "HTTP/1.1 204 No Content\n\n";
                      case "/same" ->
                          "HTTP/1.1 304 Not Modified\nETag: \"1\"\nContent-Length: 9\n\n";
                      case "/chunked" -> "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n";
                      default -> "HTTP/1.1 200 Fine\nContent-Length: 9\n\n";
                    });
        var client = front.client(backend)) {
      Wire.Message none = client.ask("GET /none HTTP/1.1\nHost: x\n\n");
      assertEquals(204, none.status());
      assertEquals("", none.field("content-length") + none.field("transfer-encoding"));
      Wire.Message same = client.ask("GET /same HTTP/1.1\nHost: x\n\n");
      assertEquals("\"1\"", same.field("etag"));
      assertEquals("9", same.field("content-length"));
      Wire.Message chunked = client.ask("HEAD /chunked HTTP/1.1\nHost: x\n\n");
      assertEquals(200, chunked.status());
      assertEquals("", chunked.field("content-length"));
      Wire.Message head = client.ask("HEAD / HTTP/1.1\nHost: x\n\n");
      assertEquals("9", head.field("content-length"));
      assertEquals("HTTP/1.1 200 Fine", head.start());
      assertEquals(1, backend.connections.get());
    }
  }

  @Test
  void an_answer_that_ends_with_its_connection_is_chunked_for_the_client() throws IOException {
    try (var backend =
            new RawBackend(
                wire -> {
                  wire.head();
                  wire.send("HTTP/1.0 200 OK\n\nuntil the end");
                });
        var client = front.client(backend)) {
      Wire.Message answer = client.ask("GET / HTTP/1.1\nHost: x\n\n");
      assertEquals("chunked", answer.field("transfer-encoding"));
      assertEquals("until the end", answer.body());
      assertEquals("until the end", client.ask("GET / HTTP/1.1\nHost: x\n\n").body());
    }
  }

  @Test
  void the_first_bytes_of_events_arrive_before_the_last_ones() throws Exception {
    var seen = new CountDownLatch(1);
    try (var backend =
            new RawBackend(
                wire -> {
                  wire.head();
                  wire.send(
                      "HTTP/1.1 200 OK\nContent-Type: text/event-stream\n"
                          + "Transfer-Encoding: chunked\n\n");
                  wire.send("b\ndata: 1\n\n\n");
                  seen.await(20, TimeUnit.SECONDS);
                  wire.send("b\ndata: 2\n\n\n0\n\n");
                });
        var client = front.client(backend)) {
      client.send("GET / HTTP/1.1\nHost: x\n\n");
      assertEquals("text/event-stream", client.head().field("content-type"));
      assertEquals("b", client.line());
      assertEquals("data: 1", client.line());
      seen.countDown();
      String rest = "";
      while (!rest.contains("data: 2")) {
        rest = client.line();
      }
    }
  }

  @Test
  void an_expectation_is_passed_on_and_so_is_the_word_to_go_on() throws IOException {
    try (var backend =
            new RawBackend(
                wire -> {
                  while (true) {
                    Wire.Message head = wire.head();
                    if (head.start().contains("/no")) {
                      wire.send("HTTP/1.1 403 Forbidden\nContent-Length: 2\n\nno");
                      return;
                    }
                    wire.send("HTTP/1.1 100 Continue\n\n");
                    String body = wire.text(5);
                    wire.send(
                        "HTTP/1.1 200 OK\nContent-Length: 7\nX-E: "
                            + head.field("expect")
                            + "\n\n<"
                            + body
                            + ">");
                  }
                });
        var client = front.client(backend)) {
      client.send("POST / HTTP/1.1\nHost: x\nContent-Length: 5\nExpect: 100-continue\n\n");
      assertEquals(100, client.head().status());
      client.send("hello");
      Wire.Message answer = client.read();
      assertEquals("<hello>", answer.body());
      assertEquals("100-continue", answer.field("x-e"));
      Wire.Message refused =
          client.ask("POST /no HTTP/1.1\nHost: x\nContent-Length: 5\nExpect: 100-continue\n\n");
      assertEquals(403, refused.status());
      assertEquals("close", refused.field("connection"));
    }
  }

  @Test
  void early_hints_are_passed_on() throws IOException {
    try (var backend =
            RawBackend.answering(
                request ->
                    "HTTP/1.1 103 Early Hints\nLink: </a.css>\n\n"
                        + "HTTP/1.1 200 OK\nContent-Length: 2\n\nok");
        var client = front.client(backend)) {
      client.send("GET / HTTP/1.1\nHost: x\n\n");
      Wire.Message hints = client.head();
      assertEquals(103, hints.status());
      assertEquals("</a.css>", hints.field("link"));
      assertEquals("ok", client.read().body());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"h2c", "H2C", "foo, h2c"})
  void nobody_is_upgraded_to_http2(String wanted) throws IOException {
    BlockingQueue<Wire.Message> seen = new LinkedBlockingQueue<>();
    try (var backend =
            RawBackend.answering(
                request -> {
                  seen.add(request);
                  return "HTTP/1.1 200 OK\ncontent-length: 2\n\nok";
                });
        var client = front.client(backend)) {
      Wire.Message answer =
          client.ask(
              "GET / HTTP/1.1\nHost: x\nConnection: Upgrade, HTTP2-Settings\nUpgrade: "
                  + wanted
                  + "\nHTTP2-Settings: AAMAAABk\n\n");
      assertTrue(answer.start().startsWith("HTTP/1.1 200"), answer.start());
      Wire.Message request = seen.remove();
      assertEquals(List.of(), request.all("upgrade"));
      assertEquals(List.of(), request.all("http2-settings"));
    }
  }

  @Test
  void an_upgrade_joins_both_connections() throws IOException {
    try (var backend =
            new RawBackend(
                wire -> {
                  Wire.Message head = wire.head();
                  wire.send(
                      "HTTP/1.1 101 Switching Protocols\nConnection: Upgrade\nUpgrade: "
                          + head.field("upgrade")
                          + "\nSec-WebSocket-Accept: x\n\nearly");
                  wire.send("<" + wire.text(5) + ">");
                  wire.text(1);
                });
        var client = front.client(backend)) {
      Wire.Message answer =
          client.ask(
              "GET /chat HTTP/1.1\nHost: x\nConnection: keep-alive, Upgrade\nUpgrade: websocket\n"
                  + "Sec-WebSocket-Key: a\nSec-WebSocket-Version: 13\n\n");
      assertEquals(101, answer.status());
      assertEquals("websocket", answer.field("upgrade"));
      assertEquals("upgrade", answer.field("connection"));
      assertEquals("early", client.text(5));
      client.send("hello");
      assertEquals("<hello>", client.text(7));
      client.send("x");
      assertTrue(client.isClosed());
    }
  }

  @Test
  void an_upgrade_says_so_while_the_server_drains() throws Exception {
    try (var backend =
            new RawBackend(
                wire -> {
                  wire.head();
                  Thread.ofVirtual().start(front.server::close);
                  awaitClosedPort();
                  wire.send(
                      "HTTP/1.1 101 Switching Protocols\n"
                          + "Connection: Upgrade\n"
                          + "Upgrade: websocket\n\n");
                });
        var client = front.client(backend)) {
      Wire.Message answer =
          client.ask(
              "GET /chat HTTP/1.1\nHost: x\nConnection: Upgrade\nUpgrade: websocket\n"
                  + "Sec-WebSocket-Key: a\nSec-WebSocket-Version: 13\n\n");
      assertEquals(101, answer.status());
      assertEquals("upgrade", answer.field("connection"));
    }
  }

  private void awaitClosedPort() {
    while (true) {
      try {
        Wire.to(front.server.port()).close();
      } catch (IOException closed) {
        return;
      }
    }
  }

  @Test
  void options_that_do_not_exist_or_fit_are_faults() {
    for (MapValue wrong :
        List.of(
            Front.options("timeot", 5L),
            Front.options("timeout", "5"),
            Front.options("headers", "x"),
            Front.options("headers", Front.options("Transfer-Encoding", "chunked")),
            Front.options("headers", Front.options("X", "a\r\nb")),
            Front.options("strip_prefix", "api"),
            Front.options("rewrite", "x"))) {
      Failure failure =
          assertThrows(Failure.class, () -> ProxyModule.proxy("http://127.0.0.1:1", wrong));
      assertTrue(failure.getMessage() != null);
    }
    for (String wrong :
        List.of("127.0.0.1:80", "ftp://x", "http://", "http://u:p@x", "http://x?q")) {
      assertThrows(Failure.class, () -> ProxyModule.proxy(wrong), wrong);
    }
  }
}
