package ruchy.runtime.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static ruchy.runtime.http.Handlers.handler;
import static ruchy.runtime.http.Handlers.middleware;
import static ruchy.runtime.http.Handlers.onError;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.value.HashMapValue;
import ruchy.runtime.value.ListValue;
import ruchy.runtime.wire.Wire;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ServerTest {
  private final Server server = Server.create("127.0.0.1:0");
  private final HttpClient client = HttpClient.newHttpClient();

  @AfterEach
  void close() {
    server.close();
    client.shutdownNow();
  }

  @Test
  void a_handler_answers_a_request() throws Exception {
    server.get("/", handler((req, res) -> res.text("Hello, " + req.method())));
    server.listen();
    HttpResponse<String> answer = get("/");
    assertEquals(200, answer.statusCode());
    assertEquals("Hello, GET", answer.body());
    assertEquals("text/plain; charset=utf-8", answer.headers().firstValue("content-type").get());
    assertTrue(answer.headers().firstValue("date").isPresent());
  }

  @Test
  void handlers_of_every_cell_answer() throws Exception {
    for (boolean waits : List.of(false, true)) {
      for (boolean shares : List.of(false, true)) {
        server.get(
            "/" + waits + "/" + shares,
            handler(waits, shares, (req, res) -> res.text(Thread.currentThread().isVirtual())));
      }
    }
    server.listen();
    assertEquals("false", get("/false/false").body());
    assertEquals("false", get("/false/true").body());
    assertEquals("true", get("/true/false").body());
    assertEquals("true", get("/true/true").body());
  }

  @Test
  void code_after_next_sees_the_final_status() throws Exception {
    List<String> seen = new CopyOnWriteArrayList<>();
    server.use(
        middleware(
            (req, res, next) -> {
              seen.add("before");
              next.call();
              seen.add("after " + res.status());
              return null;
            }));
    server.post(
        "/users",
        handler(
            (req, res) -> {
              seen.add("handler");
              return res.status(201).json(req.json());
            }));
    server.listen();
    HttpResponse<String> answer = post("/users", "{\"name\":\"Alice\"}");
    assertEquals(201, answer.statusCode());
    assertEquals("{\"name\":\"Alice\"}", answer.body());
    assertEquals(List.of("before", "handler", "after 201"), seen);
  }

  @Test
  void a_path_parameter_is_text() throws Exception {
    server.get("/users/:id", handler((req, res) -> res.json(req.params())));
    server.listen();
    assertEquals("{\"id\":\"42\"}", get("/users/42").body());
    assertEquals("{\"id\":\"a/b é\"}", get("/users/a%2Fb%20%C3%A9").body());
  }

  @Test
  void the_result_of_a_handler_is_the_answer_when_it_did_not_answer() throws Exception {
    server.get("/map", handler((req, res) -> HashMapValue.of("a", 1L)));
    server.get("/list", handler((req, res) -> ListValue.of(1L, 2L)));
    server.get("/text", handler((req, res) -> "text"));
    server.get(
        "/nil",
        handler(
            (req, res) -> {
              res.status(202);
              return null;
            }));
    server.listen();
    assertEquals("{\"a\":1}", get("/map").body());
    assertEquals("[1,2]", get("/list").body());
    assertEquals("text", get("/text").body());
    HttpResponse<String> empty = get("/nil");
    assertEquals(202, empty.statusCode());
    assertEquals("", empty.body());
  }

  @Test
  void errors_go_to_the_error_handlers_in_order() throws Exception {
    server.get(
        "/",
        handler(
            (req, res) -> {
              throw Failure.of("broken");
            }));
    server.use(
        onError(
            (error, req, res, next) -> {
              res.header("X-First", String.valueOf(error));
              return next.call();
            }));
    server.use(onError((error, req, res, next) -> res.status(503).text(error)));
    server.listen();
    HttpResponse<String> answer = get("/");
    assertEquals(503, answer.statusCode());
    assertEquals("broken", answer.body());
    assertEquals("broken", answer.headers().firstValue("x-first").get());
  }

  @Test
  void malformed_json_is_the_fault_of_the_client() throws Exception {
    server.post("/", handler((req, res) -> res.json(req.json())));
    server.listen();
    try (Wire raw = Wire.to(server.port())) {
      String head = "POST / HTTP/1.1\nHost: a\nContent-Type: application/json\n";
      Wire.Message refused = raw.ask(head + "Content-Length: 2\n\n{x");
      assertEquals(400, refused.status());
      assertTrue(refused.body().contains("Invalid JSON at line 1"), refused.body());
      assertEquals("application/problem+json; charset=utf-8", refused.field("content-type"));
      assertEquals("{}", raw.ask(head + "Content-Length: 2\n\n{}").body());
    }
  }

  @Test
  void an_unknown_path_is_404_and_a_wrong_method_405() throws Exception {
    server.get("/", handler((req, res) -> "x"));
    server.post("/", handler((req, res) -> "x"));
    server.listen();
    assertEquals(404, get("/unknown").statusCode());
    HttpResponse<String> wrong = send(HttpRequest.newBuilder(uri("/")).DELETE());
    assertEquals(405, wrong.statusCode());
    assertEquals("GET, POST, HEAD, OPTIONS", wrong.headers().firstValue("allow").get());
  }

  @Test
  void an_unknown_method_is_501_unless_a_function_takes_it() throws Exception {
    List<String> seen = new CopyOnWriteArrayList<>();
    server.get("/", handler((req, res) -> "x"));
    server.all("/all", handler((req, res) -> req.method()));
    server.use(
        "/seen",
        middleware(
            (req, res, next) -> {
              next.call();
              seen.add(req.method() + " " + res.status());
              return null;
            }));
    server.listen();
    try (Wire raw = Wire.to(server.port())) {
      for (String path : List.of("/", "/unknown")) {
        Wire.Message answer = raw.ask("FOO " + path + " HTTP/1.1\nHost: a\n\n");
        assertEquals(501, answer.status());
        assertEquals("", answer.field("allow"));
      }
      assertEquals("FOO", raw.ask("FOO /all HTTP/1.1\nHost: a\n\n").body());
      assertEquals(501, raw.ask("FOO /seen HTTP/1.1\nHost: a\n\n").status());
      assertEquals(List.of("FOO 501"), seen);
      assertEquals(405, raw.ask("TRACE / HTTP/1.1\nHost: a\n\n").status());
      assertEquals(404, raw.ask("TRACE /unknown HTTP/1.1\nHost: a\n\n").status());
      assertEquals(501, raw.ask("CONNECT a:1 HTTP/1.1\nHost: a:1\n\n").status());
    }
    try (var raw = new RawHttp2Client(server.port())) {
      assertEquals(
          501,
          raw.ask(":method", "FOO", ":scheme", "http", ":path", "/", ":authority", "a").status());
    }
  }

  @Test
  void a_taken_port_is_an_error() {
    server.listen();
    Server second = Server.create("127.0.0.1:" + server.port());
    Failure failure = assertThrows(Failure.class, second::listen);
    assertEquals(
        "Cannot listen on 127.0.0.1:" + server.port() + ": address already in use",
        failure.message());
  }

  @Test
  void a_second_answer_is_an_error_that_names_the_first() throws Exception {
    List<String> seen = new CopyOnWriteArrayList<>();
    server.get(
        "/",
        handler(
            (req, res) -> {
              res.text("first");
              try {
                res.json(new HashMapValue());
              } catch (Failure failure) {
                seen.add(failure.message());
              }
              return null;
            }));
    server.listen();
    assertEquals("first", get("/").body());
    assertEquals(
        List.of(
            "res.json comes too late: the response was already sent by res.text with status 200"),
        seen);
  }

  private HttpResponse<String> get(String path) throws Exception {
    return send(HttpRequest.newBuilder(uri(path)));
  }

  private HttpResponse<String> post(String path, String body) throws Exception {
    return send(HttpRequest.newBuilder(uri(path)).POST(BodyPublishers.ofString(body)));
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return client.send(request.build(), BodyHandlers.ofString());
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:" + server.port() + path);
  }
}
