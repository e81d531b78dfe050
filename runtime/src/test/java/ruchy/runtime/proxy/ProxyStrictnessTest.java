package ruchy.runtime.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import ruchy.runtime.wire.Wire;

/// What `http::proxy` keeps from a backend, or from a client, because the two could read it
/// differently.
@Timeout(60)
class ProxyStrictnessTest {
  private final Front front = new Front();

  @AfterEach
  void close() {
    front.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/a/../b",
        "/a/..",
        "/./b",
        "/%2e%2e/b",
        "/.%2E/b",
        "/a/..%2fb",
        "/a%2F..%2Fb",
        "/a%5c..%5cb",
        "/..;/b",
        "/a/..;x=y/b",
        "/%2e%2e;/b",
        "/a\\..\\b",
        "/a%00"
      })
  void a_path_that_may_lead_out_is_refused(String path) throws IOException {
    try (var backend = front.noting();
        var client = front.client(backend)) {
      assertEquals(400, client.ask("GET " + path + " HTTP/1.1\nHost: x\n\n").status());
      assertTrue(front.seen.isEmpty(), () -> front.seen.toString());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/a..b", "/..a", "/a%2fb", "/.well-known/x", "/...", "/a?b=../c", "/%252e%252e/"})
  void a_path_with_dots_that_stays_inside_is_passed_on(String path) throws IOException {
    try (var backend = front.noting();
        var client = front.client(backend)) {
      assertEquals(200, client.ask("GET " + path + " HTTP/1.1\nHost: x\n\n").status());
      assertEquals("GET " + path + " HTTP/1.1", front.seen.remove().start());
    }
  }

  @Test
  void the_host_of_an_absolute_target_is_the_one_that_a_backend_sees() throws IOException {
    try (var backend = front.noting();
        var client = front.client(backend, "preserve_host", true)) {
      client.ask("GET http://inside:81/a HTTP/1.1\nHost: outside\n\n");
      Wire.Message request = front.seen.remove();
      assertEquals("GET /a HTTP/1.1", request.start());
      assertEquals(List.of("inside:81"), request.all("host"));
      assertEquals(List.of("inside:81"), request.all("x-forwarded-host"));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"Content-Length", "Transfer-Encoding", "Host", "Content-Type", "Cookie", "close"})
  void a_client_cannot_have_fields_taken_away_that_say_what_a_request_is(String option)
      throws IOException {
    try (var backend = front.noting();
        var client = front.client(backend)) {
      client.ask(
          "POST / HTTP/1.1\nHost: x\nContent-Type: text/x\nCookie: a=b\nConnection: "
              + option
              + "\nContent-Length: 5\n\nhello");
      Wire.Message request = front.seen.remove();
      assertEquals("hello", request.body());
      assertEquals("5", request.field("content-length"));
      assertEquals("text/x", request.field("content-type"));
      assertEquals("a=b", request.field("cookie"));
      assertEquals(1, request.all("host").size());
      assertEquals(List.of(), request.all("connection"));
    }
  }

  @Test
  void a_later_minor_version_is_not_passed_on() throws IOException {
    try (var backend = front.noting();
        var client = front.client(backend)) {
      assertEquals(200, client.ask("GET / HTTP/1.7\nHost: x\n\n").status());
      assertEquals("GET / HTTP/1.1", front.seen.remove().start());
    }
  }

  @Test
  void trailers_that_belong_into_a_head_are_not_passed_on() throws IOException {
    try (var backend = front.noting();
        var client = front.client(backend)) {
      client.ask(
          "POST / HTTP/1.1\n"
              + "Host: x\n"
              + "Transfer-Encoding: chunked\n\n"
              + "5\n"
              + "hello\n"
              + "0\n"
              + "Authorization: Basic x\n"
              + "Cookie: a=b\n"
              + "Host: y\n"
              + "Content-Length: 9\n"
              + "Transfer-Encoding: gzip\n"
              + "X-Forwarded-For: 6.6.6.6\n"
              + "Forwarded: for=6\n"
              + "X-Real-IP: 6\n"
              + "Content-Encoding: gzip\n"
              + "If-Match: *\n"
              + "Connection: close\n"
              + "X-Sum: 5\n\n");
      assertEquals(List.of("X-Sum: 5"), front.seen.remove().trailers());
    }
  }

  @ParameterizedTest
  @CsvSource({"OPTIONS,5,4", "OPTIONS,1,0", "TRACE,2,1", "GET,5,5", "OPTIONS,x,x"})
  void the_number_of_steps_becomes_smaller(String method, String told, String passed)
      throws IOException {
    try (var backend = front.noting();
        var client = front.client(backend)) {
      client.ask(method + " / HTTP/1.1\nHost: x\nMax-Forwards: " + told + "\n\n");
      assertEquals(List.of(passed), front.seen.remove().all("max-forwards"));
    }
  }

  @Test
  void a_request_without_steps_left_is_answered_here() throws IOException {
    try (var backend = front.noting();
        var client = front.client(backend)) {
      assertEquals(204, client.ask("OPTIONS / HTTP/1.1\nHost: x\nMax-Forwards: 0\n\n").status());
      assertEquals(501, client.ask("TRACE / HTTP/1.1\nHost: x\nMax-Forwards: 0\n\n").status());
      assertTrue(front.seen.isEmpty());
      assertEquals(200, client.ask("GET / HTTP/1.1\nHost: x\nMax-Forwards: 0\n\n").status());
    }
  }

  @ParameterizedTest
  @CsvSource({"1.1,Content-Length: 5", "1.0,Connection: upgrade"})
  void an_upgrade_of_a_request_with_a_body_or_of_http_1_0_is_not_asked_for(
      String version, String field) throws IOException {
    try (var backend = front.noting();
        var client = front.client(backend)) {
      client.ask(
          "GET / HTTP/"
              + version
              + "\nHost: x\nConnection: Upgrade\nUpgrade: websocket\n"
              + field
              + "\n\n"
              + (field.startsWith("Content") ? "hello" : ""));
      assertEquals(List.of(), front.seen.remove().all("upgrade"));
    }
  }

  /// RFC 9110, section 7.8: whoever gets a request may ignore what it asks for.
  @ParameterizedTest
  @CsvSource({
    "POST,'',''",
    "POST,'Content-Length: 5\n',hello",
    "POST,'Transfer-Encoding: chunked\n',hello",
    "PUT,'Content-Length: 5\n',hello",
    "GET,'Transfer-Encoding: chunked\n',hello",
    "OPTIONS,'',''"
  })
  void an_upgrade_of_another_request_than_a_plain_get_is_not_asked_for(
      String method, String frame, String body) throws IOException {
    try (var backend = front.noting();
        var client = front.client(backend)) {
      String request =
          method
              + " /1 HTTP/1.1\nHost: x\nConnection: Upgrade\nUpgrade: line\n"
              + frame
              + "\n"
              + (frame.contains("chunked") ? "5\nhello\n0\n\n" : body);
      // What follows is HTTP all the same, also when it comes at once.
      client.send(request + "GET /2 HTTP/1.1\nHost: x\n\n");
      assertEquals("ok", client.read().body());
      assertEquals("ok", client.read().body());
      Wire.Message first = front.seen.remove();
      assertEquals(method + " /1 HTTP/1.1", first.start());
      assertEquals(List.of(), first.all("upgrade"));
      assertEquals(List.of(), first.all("connection"));
      assertEquals(body, first.body());
      assertEquals("GET /2 HTTP/1.1", front.seen.remove().start());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Content-Length: 0\n"})
  void what_follows_a_request_for_another_protocol_waits_for_the_answer(String length)
      throws IOException {
    try (var backend =
            new RawBackend(
                wire -> {
                  wire.head();
                  wire.send("HTTP/1.1 101 Switching\nConnection: Upgrade\nUpgrade: line\n\n");
                  wire.send("<" + wire.text(4) + ">");
                });
        var client = front.client(backend)) {
      client.send(
          "GET / HTTP/1.1\nHost: x\n" + length + "Connection: Upgrade\nUpgrade: line\n\nabcd");
      assertEquals(101, client.head().status());
      assertEquals("<abcd>", client.text(6));
    }
  }

  @Test
  void a_folded_field_of_an_answer_is_one_line() throws IOException {
    try (var backend =
            front.noting("HTTP/1.1 200 OK\nX: a\n b\n\tc\ncontent-length: 2\nY: d\n\nok");
        var client = front.client(backend)) {
      Wire.Message answer = client.ask("GET / HTTP/1.1\nHost: x\n\n");
      assertEquals("a b c", answer.field("x"));
      assertEquals("d", answer.field("y"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\rSet-Cookie: b=c", "a\u0000b", "a\r\rb", "a\u000bb", "a\u007fb"})
  void a_field_of_an_answer_with_control_characters_is_refused(String value) throws IOException {
    try (var backend = front.noting("HTTP/1.1 200 OK\nX: " + value + "\ncontent-length: 2\n\nok");
        var client = front.client(backend)) {
      Wire.Message answer = client.ask("GET / HTTP/1.1\nHost: x\n\n");
      assertEquals(502, answer.status());
      assertEquals(List.of(), answer.all("set-cookie"));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 O\rK\ncontent-length: 2\n\nok",
        "HTTP/1.1 200 O\u0000K\ncontent-length: 2\n\nok",
        "HTTP/1.1 200\rX: y\ncontent-length: 2\n\nok"
      })
  void a_reason_with_control_characters_is_not_passed_on(String answer) throws IOException {
    try (var backend = front.noting(answer);
        var client = front.client(backend)) {
      Wire.Message got = client.ask("GET / HTTP/1.1\nHost: x\n\n");
      assertFalse(got.start().chars().anyMatch(c -> c < ' '), got.start());
      assertEquals(List.of(), got.all("x"));
    }
  }

  @Test
  void a_folded_transfer_coding_of_an_answer_is_refused() throws IOException {
    try (var backend =
            front.noting("HTTP/1.1 200 OK\nTransfer-Encoding:\n chunked\n\n2\nok\n0\n\n");
        var client = front.client(backend)) {
      assertEquals(502, client.ask("GET / HTTP/1.1\nHost: x\n\n").status());
    }
  }

  @Test
  void two_equal_lengths_of_an_answer_are_refused_or_become_one() throws IOException {
    try (var backend = front.noting("HTTP/1.1 200 OK\nContent-Length: 2\nContent-Length: 2\n\nok");
        var client = front.client(backend)) {
      Wire.Message answer = client.ask("GET / HTTP/1.1\nHost: x\n\n");
      assertTrue(answer.status() == 502 || answer.all("content-length").equals(List.of("2")));
    }
  }

  @Test
  void an_answer_to_head_has_no_body_whatever_the_backend_sends() throws IOException {
    try (var backend = front.noting("HTTP/1.1 200 OK\ncontent-length: 5\n\nhello");
        var client = front.client(backend)) {
      Wire.Message head = client.ask("HEAD / HTTP/1.1\nHost: x\n\n");
      assertEquals("5", head.field("content-length"));
      Wire.Message next = client.ask("GET / HTTP/1.1\nHost: x\n\n");
      assertEquals("hello", next.body());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {204, 304})
  void an_answer_without_body_has_none_whatever_the_backend_sends(int status) throws IOException {
    try (var backend = front.noting("HTTP/1.1 " + status + " x\ncontent-length: 5\n\nhello");
        var client = front.client(backend)) {
      assertEquals(status, client.ask("GET /1 HTTP/1.1\nHost: x\n\n").status());
      assertEquals(status, client.ask("GET /2 HTTP/1.1\nHost: x\n\n").status());
    }
  }
}
