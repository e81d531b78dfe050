package ruchy.runtime.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static ruchy.runtime.http.Handlers.handler;
import static ruchy.runtime.http.Handlers.middleware;
import static ruchy.runtime.http.Handlers.onError;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.wire.Wire;

/// Routers below a path, and parameters of kinds, missing ones and named rests.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RouteGroupTest {
  private final Server server = Server.create("127.0.0.1:0");

  @AfterEach
  void close() {
    server.close();
  }

  private String get(String path) throws IOException {
    try (Wire client = Wire.to(server.port())) {
      Wire.Message answer = client.ask("GET " + path + " HTTP/1.1\nHost: a\n\n");
      return answer.status() + " " + answer.body();
    }
  }

  @Test
  void several_functions_of_a_path_run_one_after_the_other() throws IOException {
    server.use(
        "/a",
        middleware((req, res, next) -> res.header("X-One", "1") == res ? next.call() : 0),
        middleware((req, res, next) -> res.header("X-Two", "2") == res ? next.call() : 0),
        onError((error, req, res, next) -> res.status(503).text(error)));
    server.get(
        "/a/b",
        handler(
            (req, res) -> {
              throw Failure.of(res.header("X-One") + res.header("X-Two"));
            }));
    server.get("/b", handler((req, res) -> res.text(res.header("X-One"))));
    server.listen();
    assertEquals("503 12", get("/a/b"));
    assertEquals("200 ", get("/b"));
  }

  @Test
  void what_is_no_function_is_none_to_use() {
    Object router = RouteGroup.create();
    assertEquals(
        "use expects functions; a router is added with route(path, router)",
        assertThrows(Failure.class, () -> server.use("/a", router)).message());
    assertEquals(
        "use expects a function as argument 3, got integer",
        assertThrows(
                Failure.class,
                () -> server.use("/a", middleware((req, res, next) -> next.call()), 5L))
            .message());
    assertEquals(
        "use expects at least one function",
        assertThrows(Failure.class, () -> server.use("/a")).message());
  }

  @Test
  void a_router_answers_below_its_path() throws IOException {
    RouteGroup users = RouteGroup.create();
    users.use(middleware((req, res, next) -> res.header("X-In", "users") == res ? next.call() : 0));
    users.get("/", handler((req, res) -> res.text("all in " + req.params().get("team"))));
    users.get("/:id", handler((req, res) -> res.json(req.params())));
    users.post(
        "/",
        handler(
            (req, res) -> {
              throw Failure.of("no luck");
            }));
    users.use(onError((error, req, res, next) -> res.status(503).text("sorry")));
    RouteGroup api = RouteGroup.create();
    api.route("/teams/:team/users", users);
    server.route("/api/", api);
    server.get("/other", handler((req, res) -> res.text(res.header("X-In"))));
    server.listen();
    assertEquals("200 all in a", get("/api/teams/a/users"));
    assertEquals("200 {\"team\":\"a\",\"id\":\"7\"}", get("/api/teams/a/users/7"));
    assertEquals("404 Not Found", get("/api/teams/a"));
    assertEquals("200 ", get("/other"));
    try (Wire client = Wire.to(server.port())) {
      String post = "POST /api/teams/a/users HTTP/1.1\nHost: a\nContent-Length: 0\n\n";
      assertEquals("sorry", client.ask(post).body());
    }
  }

  @Test
  void what_is_added_to_a_router_before_the_server_listens_counts() throws IOException {
    RouteGroup late = RouteGroup.create();
    server.route("/late", late);
    late.get("/", handler((req, res) -> res.text("there")));
    server.listen();
    assertEquals("200 there", get("/late"));
  }

  @Test
  void a_router_cannot_be_part_of_itself() {
    RouteGroup one = RouteGroup.create();
    RouteGroup two = RouteGroup.create();
    one.route("/two", two);
    String message = "A router cannot be part of itself";
    assertEquals(message, assertThrows(Failure.class, () -> two.route("/", one)).message());
    assertEquals(message, assertThrows(Failure.class, () -> one.route("/", one)).message());
  }

  @ParameterizedTest
  @CsvSource({
    "/a/7, int 7",
    "/a/-7, int -7",
    "/a/7.5, float 7.5",
    "/a/123e4567-e89b-12d3-a456-426614174000, uuid 123e4567-e89b-12d3-a456-426614174000",
    "/a/seven, text seven",
    "/a/9999999999999999999, float 9999999999999999999"
  })
  void kinds_of_parameters_choose_the_route(String path, String answer) throws IOException {
    server.get("/a/:id<int>", handler((req, res) -> res.text("int " + req.param("id", 0L))));
    server.get("/a/:id<float>", handler((req, res) -> res.text("float " + req.param("id"))));
    server.get("/a/:id<uuid>", handler((req, res) -> res.text("uuid " + req.param("id"))));
    server.get("/a/:id", handler((req, res) -> res.text("text " + req.param("id"))));
    server.listen();
    assertEquals("200 " + answer, get(path));
  }

  @Test
  void last_parameters_may_be_missing() throws IOException {
    server.get(
        "/posts/:year<int>?/:month?",
        handler((req, res) -> res.text(req.param("year", 1L) + "-" + req.param("month"))));
    server.listen();
    assertEquals("200 1-null", get("/posts"));
    assertEquals("200 2025-null", get("/posts/2025"));
    assertEquals("200 2025-may", get("/posts/2025/may"));
    assertEquals("404 Not Found", get("/posts/may"));
  }

  @Test
  void the_rest_of_a_path_may_have_a_name() throws IOException {
    server.get("/files/*path", handler((req, res) -> res.text(req.param("path"))));
    server.listen();
    assertEquals("200 a/b c.txt", get("/files/a/b%20c.txt"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/:id<number>", "/a?", "/:a?/b", "/files/*pa-th", "/a/*b/c", "a", "/:a/*a"})
  void malformed_paths_are_errors(String path) {
    assertThrows(Failure.class, () -> server.get(path, handler((req, res) -> null)));
  }
}
