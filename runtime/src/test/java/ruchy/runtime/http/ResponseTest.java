package ruchy.runtime.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static ruchy.runtime.http.Handlers.handler;
import static ruchy.runtime.http.Handlers.middleware;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.value.Display;
import ruchy.runtime.value.HashMapValue;
import ruchy.runtime.value.ListValue;
import ruchy.runtime.value.MapValue;
import ruchy.runtime.wire.Wire;

/// What a client gets for what a handler does with request and response.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ResponseTest {
  private static final MapValue NO_OPTIONS = new HashMapValue();

  private final Server server = Server.create("127.0.0.1:0");

  @AfterEach
  void close() {
    server.close();
  }

  private Wire.Message answer(Handlers.Two body) throws IOException {
    return answer("GET", "", body);
  }

  private Wire.Message answer(String method, String fields, Handlers.Two body) throws IOException {
    server.all("/", handler(body));
    server.listen();
    try (Wire raw = Wire.to(server.port())) {
      raw.send(method + " / HTTP/1.1\nHost: a\n" + fields + "\n");
      return raw.read(method.equals("HEAD"));
    }
  }

  /// The message of the error that the handler gets.
  private String error(Handlers.Two body) throws IOException {
    return answer(
            (req, res) -> {
              try {
                body.call(req, res);
                return "no error";
              } catch (Failure failure) {
                return failure.message();
              }
            })
        .body();
  }

  @Test
  void a_line_break_in_a_header_is_an_error() throws IOException {
    assertEquals(
        "The value of the header 'X-A' has a line break",
        error((req, res) -> res.header("X-A", "a\r\nSet-Cookie: b=c")));
  }

  @Test
  void other_texts_are_no_headers() throws IOException {
    assertEquals("Not a name of a header: 'A b'", error((req, res) -> res.header("A b", "c")));
  }

  @Test
  void a_header_has_one_value_a_list_or_none() throws IOException {
    Wire.Message answer =
        answer(
            (req, res) -> {
              res.header("X-A", "1").header("X-A", 2L);
              res.header("X-B", ListValue.of("1", "2"));
              res.header("X-C", "1").header("x-c", null);
              return res.send();
            });
    assertEquals("2", answer.field("x-a"));
    assertEquals(2, answer.fields().stream().filter(f -> f.startsWith("X-B:")).count());
    assertEquals("", answer.field("x-c"));
    assertEquals("0", answer.field("content-length"));
  }

  @Test
  void headers_of_one_connection_are_not_copied() throws IOException {
    Wire.Message answer =
        answer(
            (req, res) ->
                res.headers(
                        HashMapValue.of(
                            "Connection", "close",
                            "Transfer-Encoding", "chunked",
                            "Content-Length", "99",
                            "Keep-Alive", "timeout=5",
                            "X-Kept", "yes"))
                    .text("four"));
    assertEquals("yes", answer.field("x-kept"));
    assertEquals("4", answer.field("content-length"));
    assertEquals("", answer.field("transfer-encoding"));
    assertEquals("", answer.field("connection"));
    assertEquals("", answer.field("keep-alive"));
  }

  @Test
  void a_type_of_the_program_stays() throws IOException {
    assertEquals(
        "text/csv",
        answer((req, res) -> res.header("Content-Type", "text/csv").send("a,b"))
            .field("content-type"));
  }

  @Test
  void head_has_the_length_and_no_body() throws IOException {
    Wire.Message answer = answer("HEAD", "", (req, res) -> res.text("Grüße"));
    assertEquals("7", answer.field("content-length"));
    assertEquals("", answer.body());
  }

  @Test
  void no_content_and_not_modified_have_no_body() throws IOException {
    Wire.Message answer = answer((req, res) -> res.status(204).text("dropped"));
    assertEquals(204, answer.status());
    assertEquals("", answer.field("content-length"));
    assertEquals("", answer.field("content-type"));
  }

  @Test
  void a_client_that_has_the_version_of_an_answer_gets_304() throws IOException {
    String when = "Sun, 06 Nov 1994 08:49:37 GMT";
    server.all("/tag", handler((req, res) -> res.header("ETag", "\"a\"").text("hello")));
    server.get("/date", handler((req, res) -> res.header("Last-Modified", when).json("hello")));
    server.get(
        "/gone", handler((req, res) -> res.status(410).header("ETag", "\"a\"").text("gone")));
    server.listen();
    try (Wire raw = Wire.to(server.port())) {
      String known = "Host: x\nIf-None-Match: \"b\", W/\"a\"\n\n";
      Wire.Message answer = raw.ask("GET /tag HTTP/1.1\n" + known);
      assertEquals(304, answer.status());
      assertEquals("\"a\"", answer.field("etag"));
      assertFalse(answer.has("content-type") || answer.has("content-length"), answer::toString);
      assertEquals(304, raw.ask("HEAD /tag HTTP/1.1\n" + known).status());
      assertEquals("hello", raw.ask("POST /tag HTTP/1.1\n" + known).body());
      assertEquals(410, raw.ask("GET /gone HTTP/1.1\n" + known).status());
      assertEquals("hello", raw.ask("GET /tag HTTP/1.1\nHost: x\nIf-None-Match: \"b\"\n\n").body());
      String since = "GET /date HTTP/1.1\nHost: x\nIf-Modified-Since: ";
      assertEquals(304, raw.ask(since + when + "\n\n").status());
      assertEquals(200, raw.ask(since + "Sun, 06 Nov 1993 08:49:37 GMT\n\n").status());
      assertEquals(200, raw.ask(since + when + "\nIf-None-Match: \"a\"\n\n").status());
    }
  }

  @Test
  void a_status_is_a_final_one() throws IOException {
    assertEquals("A status is 200 to 599, got 100", error((req, res) -> res.status(100)));
  }

  @Test
  void a_redirect_cannot_become_another_header() throws IOException {
    Wire.Message answer = answer((req, res) -> res.redirect("/a b\r\nX-Evil: 1/é?q=1", 303));
    assertEquals(303, answer.status());
    assertEquals("/a%20b%0D%0AX-Evil:%201/%C3%A9?q=1", answer.field("location"));
    assertEquals("", answer.field("x-evil"));
  }

  @Test
  void cookies_are_safe_by_default() throws IOException {
    Wire.Message answer =
        answer(
            (req, res) ->
                res.cookie("a", "b c;d").cookie("e", "f", options()).clearCookie("g").send());
    var cookies = answer.fields().stream().filter(f -> f.startsWith("set-cookie:")).toList();
    assertEquals("set-cookie: a=b%20c%3Bd; Path=/; HttpOnly; SameSite=Lax", cookies.getFirst());
    assertEquals(
        "set-cookie: e=f; Path=/x; Domain=example.com; Max-Age=60; Secure; SameSite=None",
        cookies.get(1));
    assertTrue(cookies.get(2).startsWith("set-cookie: g=; Path=/; Max-Age=0;"));
  }

  @Test
  void a_cookie_is_cleared_where_it_was_set() throws IOException {
    Wire.Message answer =
        answer(
            (req, res) ->
                res.clearCookie("e", options())
                    .clearCookie("f", HashMapValue.of("path", "/y", "signed", true))
                    .send());
    assertEquals(
        List.of(
            "set-cookie: e=; Path=/x; Domain=example.com; Max-Age=0;"
                + " Expires=Thu, 01 Jan 1970 00:00:00 GMT; Secure; SameSite=None",
            "set-cookie: f=; Path=/y; Max-Age=0;"
                + " Expires=Thu, 01 Jan 1970 00:00:00 GMT; HttpOnly; SameSite=Lax"),
        answer.fields().stream().filter(f -> f.startsWith("set-cookie:")).toList());
  }

  @Test
  void an_unknown_option_of_a_cleared_cookie_is_an_error() throws IOException {
    assertEquals(
        "Unknown option of cookie: 'pth'",
        error((req, res) -> res.clearCookie("e", HashMapValue.of("pth", "/"))));
  }

  @Test
  void what_an_answer_depends_on_is_added_to_what_others_have_said() throws IOException {
    server.use(HttpModule.cors(HashMapValue.of("origin", "https://a.example")));
    Wire.Message answer =
        answer((req, res) -> res.vary("Accept-Language", "accept").vary("Accept").text("a"));
    assertEquals("Origin, Accept-Language, accept", answer.field("vary"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a b", "", "a\r\nX-B: c", "a, b"})
  void an_answer_depends_on_fields_with_names(String name) throws IOException {
    assertEquals("Not a name of a header: '" + name + "'", error((req, res) -> res.vary(name)));
  }

  @Test
  void answers_have_a_version_where_the_server_gives_them_one() throws IOException {
    server.etag();
    server.get("/a", handler((req, res) -> res.text("hello")));
    server.get("/b", handler((req, res) -> res.json(HashMapValue.of("a", req.query("n", 0L)))));
    server.post("/a", handler((req, res) -> res.text("hello")));
    server.get("/own", handler((req, res) -> res.header("ETag", "\"mine\"").text("hello")));
    server.get(
        "/secret",
        handler((req, res) -> res.header("Cache-Control", "private, no-store").text("hello")));
    server.get("/empty", handler((req, res) -> res.send()));
    server.get("/lost", handler((req, res) -> res.status(404).text("lost")));
    server.listen();
    try (Wire raw = Wire.to(server.port())) {
      Wire.Message first = raw.ask("GET /a HTTP/1.1\nHost: x\n\n");
      String tag = first.field("etag");
      assertTrue(tag.matches("W/\"5-[A-Za-z0-9_-]{22}\""), tag);
      Wire.Message known = raw.ask("GET /a HTTP/1.1\nHost: x\nIf-None-Match: " + tag + "\n\n");
      assertEquals(304, known.status());
      assertEquals(tag, known.field("etag"));
      assertEquals("", known.body());
      raw.send("HEAD /a HTTP/1.1\nHost: x\n\n");
      assertEquals(tag, raw.read(true).field("etag"));
      String one = raw.ask("GET /b?n=1 HTTP/1.1\nHost: x\n\n").field("etag");
      Wire.Message two = raw.ask("GET /b?n=2 HTTP/1.1\nHost: x\nIf-None-Match: " + one + "\n\n");
      assertEquals("{\"a\":2}", two.body());
      assertEquals("", raw.ask("POST /a HTTP/1.1\nHost: x\nContent-Length: 0\n\n").field("etag"));
      assertEquals("\"mine\"", raw.ask("GET /own HTTP/1.1\nHost: x\n\n").field("etag"));
      for (String path : List.of("/secret", "/empty", "/lost", "/none")) {
        assertEquals("", raw.ask("GET " + path + " HTTP/1.1\nHost: x\n\n").field("etag"), path);
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          If-Match: "a", "b" | 200
          If-Match: *        | 200
          If-Match: "b"      | 412
          If-Match: W/"a"    | 412
          If-Unmodified-Since: Sun, 06 Nov 1994 08:49:37 GMT | 200
          If-Unmodified-Since: Sun, 06 Nov 1994 08:49:36 GMT | 412
          """)
  void a_client_that_wants_another_version_of_an_answer_gets_412(String field, int status)
      throws IOException {
    Wire.Message answer =
        answer(
            "GET",
            field + "\n",
            (req, res) ->
                res.header("ETag", "\"a\"")
                    .header("Last-Modified", "Sun, 06 Nov 1994 08:49:37 GMT")
                    .text("hello"));
    assertEquals(status, answer.status());
    assertEquals(status == 200 ? "hello" : "Precondition Failed", answer.body());
  }

  private static MapValue options() {
    return HashMapValue.of(
        "path",
        "/x",
        "domain",
        "example.com",
        "max_age",
        60L,
        "secure",
        true,
        "http_only",
        false,
        "same_site",
        "none");
  }

  @Test
  void a_cookie_cannot_have_attributes_in_its_parts() throws IOException {
    assertEquals(
        "Not a name of a cookie: 'a;b'", error((req, res) -> res.cookie("a;b", "c", NO_OPTIONS)));
  }

  @Test
  void cookies_of_the_client_are_read() throws IOException {
    assertEquals(
        "{\"a\":\"1 2\",\"b\":\"x\",\"c\":\"\"}",
        answer("GET", "Cookie: a=1%202; b=\"x\"; a=3; c=; d\n", (req, res) -> req.cookies())
            .body());
  }

  @Test
  void fields_of_the_request_are_read_in_any_case() throws IOException {
    assertEquals(
        "1, 2 nil",
        answer(
                "GET",
                "X-Twice: 1\nx-twice: 2\n",
                (req, res) -> req.header("X-TWICE") + " " + Display.print(req.header("none")))
            .body());
  }

  @ParameterizedTest
  @CsvSource({
    "5, 1, 5",
    "x, 1, 1",
    "99999999999999999999, 1, 1",
    "'', 1, 1",
    "1.5, 2.0, 1.5",
    "NaN, 2.0, 2.0",
    "true, false, true",
    "0, true, false",
    "maybe, true, true"
  })
  void a_parameter_has_the_kind_of_its_default(String text, String otherwise, String expected) {
    Object value =
        switch (otherwise) {
          case "true", "false" -> Boolean.valueOf(otherwise);
          default ->
              otherwise.contains(".")
                  ? (Object) Double.valueOf(otherwise)
                  : Long.valueOf(otherwise);
        };
    assertEquals(expected, String.valueOf(Query.converted(text, value)));
  }

  @Test
  void queries_are_decoded() {
    assertEquals(
        "{\"a b\": \"c&d\", e: [\"1\", \"2\"], f: \"\", g: \"%zz\"}".replace("\"a b\"", "a b"),
        Display.debug(Query.map("a+b=c%26d&e=1&e=2&f&&g=%zz")));
    assertEquals("2", Query.first("a=1&b=2", "b"));
    assertEquals("", Query.first("b", "b"));
    assertEquals(null, Query.first("a=1", "b"));
  }

  @Test
  void clients_that_accept_json_get_problems_as_json() throws IOException {
    server.listen();
    try (Wire raw = Wire.to(server.port())) {
      Wire.Message json = raw.ask("GET /x HTTP/1.1\nHost: a\nAccept: application/json\n\n");
      assertEquals("{\"status\":404,\"title\":\"Not Found\"}", json.body());
      assertEquals("application/problem+json; charset=utf-8", json.field("content-type"));
      assertEquals("Not Found", raw.ask("GET /x HTTP/1.1\nHost: a\nAccept: */*\n\n").body());
    }
  }

  @Test
  void the_text_of_an_error_stays_on_the_server() throws IOException {
    Wire.Message answer =
        answer(
            (req, res) -> {
              throw Failure.of("password is 123");
            });
    assertEquals(500, answer.status());
    assertFalse(answer.body().contains("123"));
  }

  @Test
  void bytes_that_are_no_text_are_passed_on_as_they_are() throws IOException {
    server.post("/", handler((req, res) -> res.send(req.body())));
    server.listen();
    byte[] bytes = {(byte) 0xff, 0, (byte) 0xfe, 'x'};
    try (Wire raw = Wire.to(server.port())) {
      raw.send("POST / HTTP/1.1\nHost: a\nContent-Length: 4\n\n");
      raw.sendBytes(bytes);
      Wire.Message answer = raw.read();
      assertEquals("application/octet-stream", answer.field("content-type"));
      assertEquals(new String(bytes, StandardCharsets.UTF_8), answer.body());
    }
  }

  @Test
  void a_middleware_that_neither_answers_nor_goes_on_ends_the_chain() throws IOException {
    server.use(
        middleware(
            (req, res, next) -> {
              res.status(403);
              return null;
            }));
    server.get("/", handler((req, res) -> "never"));
    server.listen();
    try (Wire raw = Wire.to(server.port())) {
      Wire.Message answer = raw.ask("GET / HTTP/1.1\nHost: a\n\n");
      assertEquals(403, answer.status());
      assertEquals("", answer.body());
    }
  }

  @Test
  void what_a_program_adds_to_a_request_is_seen_by_later_functions() throws IOException {
    server.use(
        middleware(
            (req, res, next) -> {
              assertTrue(req.addMember("user", "Alice"));
              return next.call();
            }));
    server.get(
        "/",
        handler(
            (req, res) ->
                Display.print(req.addedMember("user")) + Display.print(req.addedMember("x"))));
    server.listen();
    try (Wire raw = Wire.to(server.port())) {
      assertEquals("Alicenil", raw.ask("GET / HTTP/1.1\nHost: a\n\n").body());
    }
  }
}
